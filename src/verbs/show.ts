import type { Bench, LabRequest } from './bench.ts';
import { compileLab } from './compiled.ts';

/** The lab worked out, for tables and diagrams: machines, addresses, flows. Starts nothing. @throws TopologyError */
export const show = (request: LabRequest, bench: Bench): ReturnType<typeof compileLab> => compileLab(request, bench);
