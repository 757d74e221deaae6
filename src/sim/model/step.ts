import type { Distribution } from './distribution.ts';

/** Why a request, or one attempt of it, came to nothing. `fail` steps add words of their own. */
export const knownCauses = ['full', 'down', 'timeout', 'gave-up', 'lost', 'no-target'] as const;

/** A cause: one of `knownCauses`, or a word from a `fail` step of the model. */
export type Cause = string;

/** What waits in a station's queue. */
interface Waiting {
  /** Smaller is served first, where the station's discipline is `priority`. Default: that of the source. */
  readonly priority?: number;
  /** How long it waits to be served before it fails with `gave-up`. Default: for ever. */
  readonly patience?: Distribution;
}

/** Waits for a server of the station, is served, and leaves it. */
export interface Visit extends Waiting {
  readonly visit: string;
  readonly for: Distribution;
}

/** Waits for a server of the station and keeps it during `steps`, whatever those wait for. */
export interface Hold extends Waiting {
  readonly hold: string;
  readonly steps: Steps;
}

/** Time that passes without using anything. */
export interface Delay {
  readonly delay: Distribution;
}

/** Over a link: `bytes` (default 0) take their turn at its rate, then its delay passes. */
export interface Cross {
  readonly cross: string;
  readonly bytes?: Distribution;
}

/** Asks a cache. What was missed is stored after the steps of `miss` are through. */
export interface Lookup {
  readonly lookup: string;
  readonly hit?: Steps;
  readonly miss?: Steps;
}

/** Exactly one of these; the probabilities add up to 1. */
export interface Choose {
  readonly choose: readonly { readonly probability: number; readonly steps: Steps }[];
}

/** The one that the request's key says, counted from 0; a key beyond the last begins from the first again. */
export interface ByKey {
  readonly byKey: readonly Steps[];
}

/** The steps once, and again and again each time with this probability, below 1. */
export interface Again {
  readonly again: number;
  readonly steps: Steps;
}

/** To one target of a balancer, and to another if that fails and the balancer says so. */
export interface Balance {
  readonly balance: string;
  /** How many targets are tried for this request at most. Default: the balancer's. */
  readonly tries?: number;
  /** After which causes another target is tried. Default: the balancer's. */
  readonly retryOn?: readonly Cause[];
}

/**
 * From here on the request is given to no other target of the balancer that it is in, whatever comes of it: what was sent
 * cannot be taken back.
 */
export interface Commit {
  readonly commit: string;
}

/** Fails with `timeout` if the steps take longer. */
export interface Within {
  /** Seconds. */
  readonly within: number;
  readonly steps: Steps;
  /**
   * What becomes of the steps when the time is over: they are given up with all they hold (`stop`, the default), or go
   * on although nobody waits for them any more (`leave`), as a server does that does not notice.
   */
  readonly then?: 'stop' | 'leave';
}

/** If the steps fail, by one of the causes `on` (default: any), these others are taken instead. */
export interface Attempt {
  readonly attempt: Steps;
  readonly otherwise: Steps;
  readonly on?: readonly Cause[];
}

/** Ends in failure for this cause. */
export interface Fail {
  readonly fail: Cause;
}

/** The steps of `programs` with this name. */
export interface Run {
  readonly run: string;
}

/** Keeps statistics of how long the steps take, of those requests that get through them. */
export interface Measure {
  readonly measure: string;
  readonly steps: Steps;
}

/**
 * The steps, and then one way more, by how long nobody had come to a step of this name when the request came: the last of the
 * ways whose time was over. What sleeps while nobody comes takes its time to wake.
 */
export interface Idle {
  readonly idle: string;
  readonly steps: Steps;
  /** `after` so many seconds; in ascending order, from 0 on. */
  readonly ways: readonly { readonly after: number; readonly steps: Steps }[];
}

export type Step =
  | Visit
  | Hold
  | Delay
  | Cross
  | Lookup
  | Choose
  | ByKey
  | Again
  | Balance
  | Commit
  | Within
  | Attempt
  | Fail
  | Run
  | Measure
  | Idle;

/** What a request does, one after the other. */
export type Steps = readonly Step[];
