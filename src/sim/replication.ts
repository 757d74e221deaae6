import { setImmediate } from 'node:timers/promises';
import { Simulation } from './engine/simulation.ts';
import { windowOf, type Window } from './engine/window.ts';
import type { MachineSetup } from './engine/machine.ts';

/** Events between two looks at the outside: a few hundredths of a second. */
const breath = 100_000;

/** More requests at once than any stable system of ordinary size has: 1 GiB of memory is not reached. */
const crowd = 1_000_000;

export interface ReplicationPlan {
  readonly warmup: number;
  readonly seconds: number;
  readonly batches: number;
}

export interface Replication {
  readonly windows: readonly Window[];
  readonly events: number;
  /** Too many requests were under way at once: the last window was cut short. */
  readonly crowded: boolean;
}

/** Runs one replication, breathing now and then. Undefined if the signal ended it. */
export async function replicate(
  setup: MachineSetup,
  { warmup, seconds, batches }: ReplicationPlan,
  signal?: AbortSignal,
): Promise<Replication | undefined> {
  const simulation = new Simulation(setup);
  const windows: Window[] = [];
  let from = 0;
  for (let batch = warmup > 0 ? -1 : 0; batch < batches; batch += 1) {
    const until = warmup + (batch + 1) * seconds;
    const before = simulation.present;
    while (!simulation.advance(until, breath)) {
      await setImmediate();
      if (signal?.aborted) return undefined;
      if (simulation.present > crowd) break;
    }
    const crowded = simulation.now < until;
    if (batch >= 0 || crowded) windows.push(windowOf(simulation, simulation.now - from, before));
    if (crowded) return { windows, events: simulation.events, crowded };
    simulation.clear();
    from = until;
  }
  return { windows, events: simulation.events, crowded: false };
}
