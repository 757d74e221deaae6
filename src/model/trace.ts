import type { Sentence } from './sentence.ts';

/** One request followed through a lab. Times are milliseconds, moments are counted from when it was sent. */
export interface Trace {
  readonly lab: string;
  /** The id under which it went through the lab. */
  readonly request: string;
  /** Where it was sent from; absent where it was somebody else's, and was only looked up. */
  readonly from?: string;
  readonly method?: string;
  readonly path?: string;
  readonly status?: number;
  readonly hop: Hop;
}

/** A service that the request came to. */
export interface Hop {
  readonly service: string;
  /** The networks crossed to get there, in order; empty if both are on one machine. */
  readonly over: readonly string[];
  /** When whoever asked it began to wait. */
  readonly at: number;
  /** How long they waited, all times together. */
  readonly waited: number;
  /** How often they asked. */
  readonly calls: number;
  /** How long it took by its own account; absent where it does not say, or could not be asked. */
  readonly took?: number;
  /** What is left of the waiting: the way there and back, and whatever kept it from beginning. */
  readonly way?: number;
  /** What it was busy with itself. */
  readonly parts: readonly Part[];
  /** Whom it asked in turn. */
  readonly hops: readonly Hop[];
}

/** A part of a service's own work. */
export interface Part {
  readonly what: Sentence;
  /** When it began first; absent if that is not known. */
  readonly at?: number;
  /** All times together. */
  readonly took: number;
  readonly times: number;
}
