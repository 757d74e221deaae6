import type { Sentence } from '../model/sentence.ts';
import type { Estimate } from './statistics/estimate.ts';

export type { Estimate } from './statistics/estimate.ts';

/** What a simulation found: plain data. Times are seconds, rates are per second. */
export interface SimResult {
  /** Of each replication, or of each batch. */
  readonly seconds: number;
  /** Seconds before the first window, which are not counted. */
  readonly warmup: number;
  /** How many windows the figures are made of. */
  readonly windows: number;
  /** Seconds of the last window, where too many requests or the signal ended it at another time: it may be the warm-up, too. */
  readonly lastSeconds?: number;
  /** Events of all replications, warm-ups included. */
  readonly events: number;
  readonly sources: Readonly<Record<string, SourceResult>>;
  readonly stations: Readonly<Record<string, StationResult>>;
  /** The queues before links that have a rate. */
  readonly links: Readonly<Record<string, StationResult>>;
  readonly caches: Readonly<Record<string, CacheResult>>;
  readonly balancers: Readonly<Record<string, Readonly<Record<string, TargetResult>>>>;
  readonly measures: Readonly<Record<string, TimeResult>>;
  /** Request by request, in the order in which they ended, if that was asked for. */
  readonly requests?: readonly RequestResult[];
  /** What the reader should know before believing the figures. */
  readonly notices: readonly Notice[];
}

/** One request of the first replication. */
export interface RequestResult {
  readonly source: string;
  /** Seconds after the beginning of what counts, when it was sent first, and how long its answer took. */
  readonly at: number;
  readonly seconds: number;
  /** Why it came to nothing, if it did. */
  readonly failure?: string;
  readonly client: number;
  readonly key: number;
  /** Its place in its visit, from 0; absent where visits have one request. */
  readonly step?: number;
  readonly demand: number;
  /** Whom the balancer that it met last gave it to. */
  readonly target?: string;
}

export interface Notice {
  /** `unstable`, `crowded`, `short-run`, `short-windows`, `not-precise`, `interrupted`, `cut-off`. */
  readonly code: string;
  readonly message: Sentence;
  /** The station that it is about. */
  readonly station?: string;
  /** How fast its queue grows. */
  readonly growth?: number;
}

/** How long something took. Percentiles are within 0.5 % of those of the run. */
export interface TimeResult {
  readonly count: number;
  readonly mean: Estimate;
  readonly p50: Estimate;
  readonly p90: Estimate;
  readonly p95: Estimate;
  readonly p99: Estimate;
  readonly greatest: number;
}

export interface SourceResult {
  /** Requests sent. */
  readonly sent: number;
  /** Attempts for one request, on average. */
  readonly attempts: number;
  readonly rate: Estimate;
  /** Answers a second. */
  readonly throughput: Estimate;
  /** From when a request was sent first until its answer. */
  readonly latency: TimeResult;
  /**
   * The mean of it in each window. Two designs with the same seed meet the same visitors in the same window: how sure their
   * difference is, tells the spread of the differences of these.
   */
  readonly means: readonly number[];
  /** The same by key, where the source has weights for them. */
  readonly byKey?: readonly TimeResult[];
  /** Requests that came to nothing, by cause. */
  readonly failures: Readonly<Record<string, number>>;
  /** Their share among all that ended. */
  readonly failureShare: Estimate;
}

export interface StationResult {
  readonly arrivals: number;
  readonly served: number;
  /** Turned away: no room, or the station is down. */
  readonly refused: number;
  /** Gave up while waiting. */
  readonly gaveUp: number;
  /** Gave up in service. */
  readonly abandoned: number;
  /**
   * Failures by cause, of those that it turned away, that gave up waiting for it, or that failed while they kept one of its
   * servers and none of another: each counts where it began, whether or not something else was tried then. Neither probes
   * nor who leaves steps behind that go on are counted.
   */
  readonly failures: Readonly<Record<string, number>>;
  /** The share of its servers that are at work; of a `delay` station, how many are. */
  readonly utilisation: Estimate;
  /** How many wait, on average over time. */
  readonly queue: Estimate;
  /** How many are there, waiting or served. */
  readonly present: Estimate;
  /** Seconds until service begins, over all whose service began. */
  readonly wait: Estimate;
  /** Seconds from coming to leaving, over all that were served to the end. */
  readonly time: Estimate;
}

export interface CacheResult {
  readonly hits: number;
  readonly misses: number;
  readonly evictions: number;
  readonly hitRatio: Estimate;
}

export interface TargetResult {
  /** Attempts. */
  readonly chosen: number;
  readonly failed: number;
  readonly share: Estimate;
}
