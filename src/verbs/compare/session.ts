import { destinationOf, type Destination } from '../../load/destination.ts';
import type { LoadOrder, Measured } from '../../load/order.ts';
import type { Workload } from '../../sim/lab/workload.ts';
import type { Bench, LabRequest } from '../bench.ts';
import { sendOrder } from '../load.ts';
import { openRunning } from '../opened.ts';
import { roleWorld, type LabAtWork } from '../provisioned.ts';
import { openSessions } from '../sessions.ts';
import { readUse, type Use } from './use.ts';

/** A lab that runs, the way of its visitors, and the ways into its machines. */
export interface Measuring extends LabAtWork, AsyncDisposable {
  readonly destination: Destination;
  readonly bench: Bench;
}

/** @throws LabError `lab-not-up`, `no-visitors` */
export const openMeasuring = async (request: LabRequest, bench: Bench): Promise<Measuring> => {
  const lab = await openRunning(request, bench);
  const world = await roleWorld(lab);
  const destination = destinationOf(world, undefined);
  const sessions = openSessions(lab, bench);
  return { lab, world, sessions, destination, bench, [Symbol.asyncDispose]: () => sessions[Symbol.asyncDispose]() };
};

/** What a workload came to on the lab, and what was used for it. */
export interface Measurement {
  readonly measured: Measured;
  readonly before: Use;
  readonly after: Use;
}

/** After which a request counts as unanswered, milliseconds. */
export const patienceMs = 20_000;

/** How long after the last answer can have come the visitors are given up. */
const spareMs = 60_000;

/** Sends the workload to the lab and reads what was used before and after. */
export const measure = async (measuring: Measuring, { requests }: Workload): Promise<Measurement> => {
  const { lab, destination, bench } = measuring;
  const { address, port, sources, visits } = destination;
  const order: LoadOrder = {
    ...{ address, port, sources },
    arrivals: { kind: 'trace', requests },
    milliseconds: 0,
    script: { steps: [], cleanup: [], again: [] },
    ...(visits?.servedBy !== undefined && { servedBy: visits.servedBy }),
    keepAlive: true,
    timeoutMs: patienceMs,
    seed: 1,
  };
  const before = await readUse(measuring, bench.stage.signal);
  const last = requests.at(-1)?.at ?? 0;
  const measured = await sendOrder(lab, order, bench, last + patienceMs + spareMs);
  // Ctrl-C ends the visit; what it came to is still to be known.
  const after = await readUse(measuring, new AbortController().signal, before);
  return { measured, before, after };
};
