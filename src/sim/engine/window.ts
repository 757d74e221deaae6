import type { Histogram } from '../statistics/histogram.ts';
import type { Simulation } from './simulation.ts';
import type { StationTallies } from './station-tallies.ts';

/** What was counted in a stretch of one run: plain data, which can be sent from one thread to another. */
export interface Window {
  readonly seconds: number;
  /** Seconds after the start of the run. */
  readonly until: number;
  /** Requests under way at its beginning and at its end. */
  readonly presentBefore: number;
  readonly presentAfter: number;
  /** How many were at each station some time before the end. */
  readonly earlier: Earlier;
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
  readonly byKey: readonly HistogramData[];
  /** By cause. */
  readonly failures: Float64Array;
}

/** A column each, a row a station: see `StationTallies`. */
export type StationCounts = Readonly<Record<keyof StationTallies['counts'] | 'waiting' | 'busy', Float64Array>>;

export type HistogramData = Pick<Histogram, 'counts' | 'count' | 'sum' | 'least' | 'greatest'>;

const histogramData = ({ counts, count, sum, least, greatest }: Histogram): HistogramData => ({
  counts: counts.slice(),
  ...{ count, sum, least, greatest },
});

/** How many were at each station at a time, in seconds after the start of the run. */
export interface Earlier {
  readonly at: number;
  readonly present: Float64Array;
}

interface Beginning {
  /** Seconds after the start of the run. */
  readonly from: number;
  readonly presentBefore: number;
  readonly earlier: Earlier;
}

/** What was counted since the last `clear`. */
export function windowOf(simulation: Simulation, { from, presentBefore, earlier }: Beginning): Window {
  const { stations, measures, caches, balancers } = simulation.machine;
  stations.settle();
  const { counts, waiting, busy } = stations.tallies;
  return {
    seconds: simulation.now - from,
    until: simulation.now,
    presentBefore,
    presentAfter: simulation.present,
    earlier,
    sources: simulation.tallies.map(({ sent, attempts, latency, byKey, failures }) => ({
      ...{ sent, attempts, failures: failures.slice() },
      latency: histogramData(latency),
      byKey: byKey.map(histogramData),
    })),
    stations: copied({ ...counts, waiting, busy }),
    measures: measures.map(histogramData),
    caches: caches.map(({ hits, misses, evictions }) => ({ hits, misses, evictions })),
    balancers: balancers.map(({ chosen, failed }) => ({ chosen: chosen.slice(), failed: failed.slice() })),
  };
}

const copied = (columns: StationCounts): StationCounts =>
  Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column.slice()])) as StationCounts;
