import { Simulation } from './engine/simulation.ts';
import type { MachineSetup } from './engine/machine.ts';
import type { SimModel } from './model/model.ts';
import { knownPolicies } from './policies/known.ts';
import { compileModel } from './program/compile.ts';
import { advance } from './replication.ts';
import { BatchSeries } from './statistics/mser.ts';

/** Whether something of the model happens at set times, so that its beginning is part of what is asked. */
export function changesWithTime({ sources, stations = {}, links = {} }: SimModel): boolean {
  const scheduled = [...Object.values(stations), ...Object.values(links)].some(
    ({ schedule = [] }) => schedule.length > 0,
  );
  const timed = Object.values(sources).some(
    (source) =>
      'trace' in source ||
      ('users' in source && ((source.from ?? 0) > 0 || source.until !== undefined)) ||
      ('arrivals' in source && 'rate' in source.arrivals && typeof source.arrivals.rate !== 'number'),
  );
  return scheduled || timed;
}

/** What a run of its own tells of a model. */
export interface Beginning {
  /** Until when, in seconds, the beginning still shows, and whether that is certain: see `BatchSeries.warmup`. */
  readonly until: number;
  readonly certain: boolean;
  /** After how many seconds it is half forgotten what was. */
  readonly memory: number;
}

/** So many times as long as it takes to forget half have batches to be, to lean on each other no more. */
const longEnough = 30;

/** How long batches have to be, seconds, for the intervals that follow from them to be true. */
export const windowFor = ({ memory }: Beginning): number => longEnough * memory;

interface Looking {
  /** How long the run is in which it is looked for. */
  readonly seconds: number;
  readonly seed: number;
  readonly signal?: AbortSignal;
}

/** How long the beginning of runs of the model shows; undefined where it is part of what is asked. */
export async function beginningOf(model: SimModel, { seconds, seed, signal }: Looking): Promise<Beginning | undefined> {
  if (changesWithTime(model)) return undefined;
  return warmupOf({ compiled: compileModel(model), policies: knownPolicies, seed }, seconds, signal);
}

/** How long the beginning of a run shows, from the latencies of a run that is used for nothing else. */
export async function warmupOf(
  setup: Omit<MachineSetup, 'replication'>,
  seconds: number,
  signal?: AbortSignal,
): Promise<Beginning> {
  const simulation = new Simulation({ ...setup, replication: -1 });
  const series = new BatchSeries();
  simulation.observe(series);
  await advance(simulation, seconds, signal);
  return { ...series.warmup(), memory: series.memory() };
}
