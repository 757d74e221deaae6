import type { Sentence } from '../../model/sentence.ts';
import type { Verdict } from '../../model/verdict.ts';

/** What was measured on a lab at low load. Times are milliseconds. */
export interface CalibrateResult {
  readonly lab: string;
  readonly at: string;
  readonly processors: number;
  readonly kinds: readonly {
    readonly kind: string;
    readonly path: string;
    /** Answers that were counted with: those after the beginning of each turn. */
    readonly count: number;
    /** Of all. */
    readonly failed: number;
    /** Of an answer. */
    readonly mean: number;
    readonly p95: number;
    /** What none of the model's parts explains of an answer, on a computer as quick as usual: waking up, system calls, disks. */
    readonly rest: number;
    /** How quick the computer was then, in the middle: see `HostDuring`. */
    readonly wake: number;
    /** Processor time of one request, by the service's name. */
    readonly processor: Readonly<Record<string, number>>;
  }[];
  readonly background: Readonly<Record<string, number>>;
  /** Networks that should have a delay and have none here. */
  readonly undelayed: readonly string[];
  /** Why the figures may be wrong; empty if nothing speaks against them. */
  readonly doubts: readonly Sentence[];
  readonly interrupted: boolean;
}

/** What a comparison is about, in the order of the report. */
export type Topic = 'latency' | 'kind' | 'split' | 'station' | 'service' | 'seats' | 'errors';

/** One figure, foretold and measured. */
export interface Compared {
  readonly topic: Topic;
  /** What it is a figure of: `p95`, a kind of request, a machine, a service. */
  readonly what: string;
  readonly unit: 'ms' | 'requests' | 'share';
  readonly predicted: number;
  readonly measured: number;
  /** How far they may be apart, in the same unit. */
  readonly limit: number;
  readonly verdict: Verdict;
}

/** What a comparison of prediction and measurement came to. Times are milliseconds. */
export interface CompareResult {
  readonly lab: string;
  readonly title: string;
  readonly verdict: Verdict;
  readonly rate: number;
  readonly seconds: number;
  readonly seed: number;
  readonly requests: number;
  /** What was asked for: shares by kind of request. */
  readonly asked: Readonly<Record<string, number>>;
  /** When the lab was calibrated; absent if it was not, or if that was not to count. */
  readonly calibrated?: string;
  /**
   * How many times as long as when it was calibrated the lab is taken to need: the 0.6th power of how many times as long its
   * visitors take to wake. All that calibration measured is foretold that many times as long. Absent where it is not known.
   */
  readonly slowness?: number;
  /** What was broken, as it really happened: `survey@app1:down@10.02s..20.9s`. */
  readonly faults: readonly string[];
  readonly figures: readonly Compared[];
  /** Request by request. */
  readonly pairs: Pairs;
  readonly host: HostDuring;
  /** Why the measurement may mean nothing; empty if nothing speaks against it. */
  readonly doubts: readonly Sentence[];
  readonly interrupted: boolean;
}

/** The same requests, foretold and measured. */
export interface Pairs {
  /** Those that both answered. */
  readonly count: number;
  /** The share of them that the same machine answered; absent where answers do not tell. */
  readonly sameMachine?: number;
  /** The middle one of the differences, either way. */
  readonly medianDifference: number;
  /** Pearson's: 1 if the slow ones were foretold to be slow. Not a number, `null` in JSON, if all are alike. */
  readonly correlation: number;
  readonly requests: readonly Pair[];
}
export interface Pair {
  /** When it was meant to be sent. */
  readonly at: number;
  readonly path: string;
  readonly predicted: number | null;
  readonly measured: number | null;
}

/** What the computer did meanwhile. */
export interface HostDuring {
  /** The share of its processors that was busy; absent where nobody tells. */
  readonly busy?: number;
  /**
   * The share of the processor time that was wanted here which a hypervisor gave to other computers; absent where nobody tells.
   * Whoever was running then stood still for milliseconds.
   */
  readonly stolen?: number;
  /** Processors that were busy with neither the lab nor its visitors. */
  readonly others?: number;
  /** How much later than meant requests were sent: the 99th percentile. */
  readonly late: number;
  /**
   * The same in the middle: how long a thread that slept takes to wake another one. It grows and shrinks with how quick the
   * computer is just then, by which the lab's own latency does, too.
   */
  readonly wake: number;
}
