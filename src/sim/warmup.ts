import { Simulation } from './engine/simulation.ts';
import type { MachineSetup } from './engine/machine.ts';
import type { SimModel } from './model/model.ts';
import { advance } from './replication.ts';
import { BatchSeries } from './statistics/mser.ts';

/** Whether something of the model happens at set times, so that its beginning is part of what is asked. */
export function changesWithTime({ sources, stations = {}, links = {} }: SimModel): boolean {
  const scheduled = [...Object.values(stations), ...Object.values(links)].some(
    ({ schedule }) => schedule !== undefined,
  );
  const timed = Object.values(sources).some(
    (source) =>
      'trace' in source ||
      ('arrivals' in source && 'rate' in source.arrivals && typeof source.arrivals.rate !== 'number'),
  );
  return scheduled || timed;
}

/** How long the beginning of a run shows, from the latencies of a run that is used for nothing else. */
export async function warmupOf(
  setup: Omit<MachineSetup, 'replication'>,
  seconds: number,
  signal?: AbortSignal,
): Promise<ReturnType<BatchSeries['warmup']>> {
  const simulation = new Simulation({ ...setup, replication: -1 });
  const series = new BatchSeries();
  simulation.observe(series);
  await advance(simulation, seconds, signal);
  return series.warmup();
}
