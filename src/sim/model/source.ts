import type { Distribution } from './distribution.ts';
import type { Cause, Steps } from './step.ts';

/** Where requests come from. `arrivals` makes it open, `users` closed, `trace` repeats what was written down. */
export type Source = (Open | Closed | Traced) & Common;

interface Common {
  /** What each of its requests does. A trace may name programs instead. */
  readonly steps?: Steps;
  /** Smaller is served first at stations with priorities. 0 (default) to 15. */
  readonly priority?: number;
  /** How much a request asks for, where a service is `{ demand: factor }`. Drawn once for each request. Default 1. */
  readonly demand?: Distribution;
  /**
   * So many clients, numbered from 0, or these, such as IPv4 addresses: what a policy sees as `client`. Requests of an open
   * source come from any of them, by chance (default: one client); each user of a closed one is the next of them (default:
   * each is one of its own), unless it says `anyClient`.
   */
  readonly clients?: number | readonly number[];
  /**
   * So many different things that are asked for, all alike, or one for each of these weights: what a policy, a cache or
   * `byKey` sees as `key`. With weights, latencies are counted for each key. Default 1.
   */
  readonly keys?: number | readonly number[];
  /**
   * A visit of several requests in the place of each single one: what they ask for, in order. The same client sends the
   * next one when the one before was answered; one that fails ends the visit.
   */
  readonly journey?: readonly JourneyRequest[];
  /** What the client does when a request fails. */
  readonly retry?: Retry;
}

/** One request of a visit. */
export interface JourneyRequest {
  readonly key: number;
  /** How long the visitor looks at the answer before, seconds; of the first request it means nothing. Default 0. */
  readonly think?: Distribution;
  /** How much it asks for. Default: what the visit began with. */
  readonly demand?: Distribution;
}

export interface Open {
  readonly arrivals: Arrivals;
}

export type Arrivals =
  /** A renewal process: these times between one request and the next. */
  | { readonly every: Distribution }
  /**
   * So many a second, or as many as the pieces say from their times on. `spacing` says how irregular: `poisson` (default),
   * `even`, or a distribution with the mean 1. A last piece of rate 0 ends it.
   */
  | { readonly rate: number | readonly RatePiece[]; readonly spacing?: 'poisson' | 'even' | Distribution };

export interface RatePiece {
  readonly from: number;
  readonly rate: number;
}

export interface Closed {
  /** So many users: each thinks, sends a request, and thinks again when it has its answer. */
  readonly users: number;
  readonly think: Distribution;
  /** Seconds after the start when they come. Default 0. */
  readonly from?: number;
  /** Seconds after the start from when on none of them sends anything. Default: never. */
  readonly until?: number;
  /** Requests come from any of `clients`, by chance, whoever of the users sends them. */
  readonly anyClient?: boolean;
}

export interface Traced {
  readonly trace: Trace;
}

/** What was, or is to be, sent: columns of equal length. */
export interface Trace {
  /** Seconds after the start, in order. */
  readonly times: readonly number[];
  /** The client of each: any integer below 2^32, such as an IPv4 address. */
  readonly clients?: readonly number[];
  /** What each asks for: a number, whose meaning is the model's. */
  readonly keys?: readonly number[];
  readonly demands?: readonly number[];
  /** Which of the model's programs each takes. */
  readonly programs?: readonly string[];
}

/** Tries once more, with growing pauses: the n-th lasts `after` times `factor`^(n-1), at most `limit`. */
export interface Retry {
  /** Times that a request is sent in all, the first included. */
  readonly attempts: number;
  readonly after: Distribution;
  /** Default 1. */
  readonly factor?: number;
  /** Seconds. Default: none. */
  readonly limit?: number;
  /** Default: whatever the cause. */
  readonly on?: readonly Cause[];
}
