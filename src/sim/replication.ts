import { setImmediate } from 'node:timers/promises';
import type { MachineSetup } from './engine/machine.ts';
import type { LoggedRequest } from './engine/log.ts';
import { Simulation } from './engine/simulation.ts';
import { windowOf, type Window } from './engine/window.ts';

/** Events between two looks at the outside: a few hundredths of a second. */
const breath = 100_000;

/** More requests at once than any stable system of ordinary size has; they take less than 1 GiB of memory. */
const crowd = 1_000_000;

export interface ReplicationPlan {
  readonly warmup: number;
  readonly seconds: number;
  readonly batches: number;
  /** Whether the first replication writes down its requests. */
  readonly log: boolean;
}

/** How a run ended: at its time, or early for too many requests, or because time did not pass any more. */
type Ending = 'complete' | 'crowded' | 'standstill';

/** What a run counted: plain data. */
export interface Replication {
  readonly windows: readonly Window[];
  readonly events: number;
  readonly ending: Ending | 'interrupted';
  /** Seconds after its start, when it ended. */
  readonly until: number;
  /** Requests that ended after the warm-up. */
  readonly requests: readonly LoggedRequest[];
}

/** Runs one replication, breathing now and then. Undefined if the signal ended it before anything was known. */
export async function replicate(
  setup: MachineSetup,
  { warmup, seconds, batches, log }: ReplicationPlan,
  signal?: AbortSignal,
): Promise<Replication | undefined> {
  const simulation = new Simulation(setup);
  const windows: Window[] = [];
  let ending: Replication['ending'] = warmup > 0 ? await advance(simulation, warmup, signal) : 'complete';
  const requests: LoggedRequest[] = [];
  if (log && setup.replication === 0) simulation.keepLog(requests);
  for (let batch = 0; batch < batches && ending === 'complete'; batch += 1) {
    // A batch may be shorter than a breath, and a signal must be heard all the same.
    await setImmediate();
    if (signal?.aborted) {
      ending = 'interrupted';
      break;
    }
    const from = simulation.now;
    const presentBefore = simulation.present;
    simulation.clear();
    let earlier = look(simulation);
    ending = await advance(simulation, from + seconds / 2, signal);
    if (ending === 'complete') {
      earlier = look(simulation);
      ending = await advance(simulation, warmup + (batch + 1) * seconds, signal);
    }
    // A batch that was cut off is shown where it is all that there is.
    const isAll = setup.replication === 0 && windows.length === 0 && simulation.now > from;
    if (ending !== 'interrupted' || isAll) windows.push(windowOf(simulation, { from, presentBefore, earlier }));
  }
  // Too many came before anything counted: then that is what there is to show.
  if (ending === 'crowded' && windows.length === 0) windows.push(windowOf(simulation, beginning(simulation)));
  if (ending === 'interrupted' && windows.length === 0) return undefined;
  return { windows, events: simulation.events, ending, until: simulation.now, requests };
}

const look = (simulation: Simulation) => ({ at: simulation.now, present: simulation.presentAtStations() });

const beginning = (simulation: Simulation) => ({
  from: 0,
  presentBefore: 0,
  earlier: { at: 0, present: simulation.presentAtStations().fill(0) },
});

/** Lets time go by until `until`, if nothing comes between. */
export async function advance(
  simulation: Simulation,
  until: number,
  signal?: AbortSignal,
): Promise<Replication['ending']> {
  for (let stuck = 0; stuck < 10;) {
    const { now } = simulation;
    if (simulation.advance(until, breath)) return 'complete';
    if (simulation.present > crowd) return 'crowded';
    stuck = simulation.now > now ? 0 : stuck + 1;
    await setImmediate();
    if (signal?.aborted) return 'interrupted';
  }
  return 'standstill';
}
