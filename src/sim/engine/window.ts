import type { Histogram } from '../statistics/histogram.ts';
import type { Simulation } from './simulation.ts';
import type { StationTallies } from './station-tallies.ts';

/** What was counted in a stretch of one run: plain data, which can be sent from one thread to another. */
export interface Window {
  readonly seconds: number;
  /** Requests under way at its beginning and at its end. */
  readonly presentBefore: number;
  readonly presentAfter: number;
  readonly sources: readonly SourceCounts[];
  readonly stations: StationCounts;
  readonly measures: readonly HistogramData[];
  readonly caches: readonly { readonly hits: number; readonly misses: number; readonly evictions: number }[];
  readonly balancers: readonly { readonly chosen: Float64Array; readonly failed: Float64Array }[];
}

export interface SourceCounts {
  readonly sent: number;
  readonly attempts: number;
  readonly latency: HistogramData;
  /** By cause. */
  readonly failures: Float64Array;
}

/** A column each, a row a station: see `StationTallies`. */
export type StationCounts = Readonly<Record<keyof StationTallies['counts'] | 'waiting', Float64Array>>;

export type HistogramData = Pick<Histogram, 'counts' | 'count' | 'sum' | 'least' | 'greatest'>;

const histogramData = ({ counts, count, sum, least, greatest }: Histogram): HistogramData => ({
  counts: counts.slice(),
  ...{ count, sum, least, greatest },
});

/** What was counted since the last `clear`, which was so many seconds ago. */
export function windowOf(simulation: Simulation, seconds: number, presentBefore: number): Window {
  const { stations, measures, caches, balancers } = simulation.machine;
  stations.tallies.settle();
  const { counts, waiting } = stations.tallies;
  return {
    seconds,
    presentBefore,
    presentAfter: simulation.present,
    sources: simulation.tallies.map(({ sent, attempts, latency, failures }) => ({
      ...{ sent, attempts, failures: failures.slice() },
      latency: histogramData(latency),
    })),
    stations: copied({ ...counts, waiting }),
    measures: measures.map(histogramData),
    caches: caches.map(({ hits, misses, evictions }) => ({ hits, misses, evictions })),
    balancers: balancers.map(({ chosen, failed }) => ({ chosen: chosen.slice(), failed: failed.slice() })),
  };
}

const copied = (columns: StationCounts): StationCounts =>
  Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column.slice()])) as StationCounts;
