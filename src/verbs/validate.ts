import type { Bench, LabRequest } from './bench.ts';
import { readLab } from './compiled.ts';
import type { Compiled } from './results.ts';

/** Checks a topology without starting or changing anything; safe on files from strangers. */
export const validate = (request: LabRequest, bench: Bench): Promise<Compiled> => readLab(request, bench);
