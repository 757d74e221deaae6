import type { PolicyMaker } from './policies/policy.ts';

/** How a model is simulated. Everything but `seconds` has a default. */
export interface SimOptions {
  /** Simulated seconds that each replication, or each batch, counts. */
  readonly seconds: number;
  /**
   * Seconds that pass before, and do not count. `auto` (default) finds them by a run of its own and MSER-5; models
   * whose sources or parts change at set times are counted from their beginning.
   */
  readonly warmup?: number | 'auto';
  /** Independent runs. Default 10. */
  readonly replications?: number;
  /** One long run, cut into so many batches, in the place of replications. For systems that take long to warm up. */
  readonly batches?: number;
  /**
   * Goes on until the mean latency of each source is known this well, its half width as a share of it, or until there
   * are `most` replications (default 100).
   */
  readonly precision?: { readonly halfWidth: number; readonly most?: number };
  /** Any integer from 0 to 2^53. Default 1. The same seed gives the same result, to the last bit. */
  readonly seed?: number;
  /** Replications at the same time. Default 1. The result does not depend on it. */
  readonly threads?: number;
  /** Writes down every request of the first replication. It takes memory for each of them. */
  readonly log?: boolean;
  /** Policies besides the known ones, by their names. They are code, and can be used on one thread only. */
  readonly policies?: Readonly<Record<string, PolicyMaker>>;
  /** Ends the simulation early, with what is known so far. */
  readonly signal?: AbortSignal;
}
