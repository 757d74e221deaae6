import { answers } from './answers.ts';
import { asked } from './asked.ts';
import { balance } from './balance.ts';
import type { CheckKind } from './check.ts';
import { closed } from './closed.ts';
import { journeys } from './journeys.ts';
import { tunnels } from './tunnels.ts';

/** Every kind of check there is, in the order in which their results are shown. One file and one line each. */
export const checkKinds: readonly CheckKind[] = [answers, closed, tunnels, balance, journeys, asked];
