import type { Sentence } from './sentence.ts';
import type { LoadError, TracedOutcome } from './workload.ts';

/** How long answers took, in milliseconds from the moment at which the request was meant to be sent to the last byte. */
export interface Latency {
  /** How many answers. The others are 0 where it is. */
  readonly count: number;
  readonly mean: number;
  readonly min: number;
  readonly p50: number;
  readonly p90: number;
  readonly p95: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
}

/** One second of a load, from its start: what was sent and what came back in it. */
export interface LoadSecond {
  /** Of its beginning, from 0. */
  readonly second: number;
  /** Requests that were meant to be sent in it. */
  readonly asked: number;
  readonly sent: number;
  readonly answered: number;
  readonly failed: number;
  /** Requests under way at its end. */
  readonly open: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** Answers by the machine that gave them. */
  readonly machines: Readonly<Record<string, number>>;
}

/** How well the generator kept to what it was to do. */
export interface Pace {
  /** Requests (visits, if they have several) meant to be sent, and sent. */
  readonly asked: number;
  readonly sent: number;
  /** Per second, over the time in which they were to be sent. */
  readonly askedRate: number;
  readonly sentRate: number;
  /** Whether the two differ by at most 1 %. */
  readonly kept: boolean;
  /** How much later than meant they were sent, ms. It is part of the latencies. */
  readonly lag: Latency;
}

/** What a load came to. */
export interface LoadResult {
  readonly lab: string;
  readonly visitors: string;
  /** The network they come from. */
  readonly network: string;
  readonly profile: string;
  readonly title: Sentence;
  readonly target: string;
  /** Of the start, ISO 8601. */
  readonly started: string;
  /** From the start to the last answer. */
  readonly seconds: number;
  /** Whether it was cut short. */
  readonly interrupted: boolean;
  readonly sources: number;
  /** Processor seconds that the visitors themselves took. */
  readonly processorSeconds: number;
  /** Of this computer meanwhile, by whoever; absent where it does not tell. `busy`: processors at work, on average. */
  readonly host?: { readonly processors: number; readonly busy: number };
  readonly pace: Pace;
  readonly sent: number;
  readonly answered: number;
  readonly failed: number;
  readonly latency: Latency;
  /** Of all answers: milliseconds at each of these shares, 0 to 1. */
  readonly distribution: readonly { readonly share: number; readonly ms: number }[];
  readonly statuses: readonly { readonly status: number; readonly latency: Latency }[];
  readonly machines: readonly { readonly machine: string; readonly latency: Latency }[];
  readonly steps: readonly { readonly step: string; readonly failed: number; readonly latency: Latency }[];
  readonly errors: readonly { readonly error: LoadError; readonly count: number }[];
  /** Of a profile with several steps. */
  readonly visits?: { readonly begun: number; readonly finished: number; readonly left: number };
  readonly timeline: readonly LoadSecond[];
  /** Of a trace, or where it was asked for: request by request. */
  readonly outcomes?: readonly TracedOutcome[];
}
