import type { Bottleneck } from '../../sim/lab/bottleneck.ts';
import type { FaultCourse } from '../../sim/lab/course.ts';
import type { LabOutcome, LoggedVisit } from '../../sim/lab/outcome.ts';
import type { Stretch } from '../../sim/lab/timeline.ts';
import type { LeftOut } from './beginning.ts';

/** What `sim` foretells. Times are milliseconds, rates are per second, shares from 0 to 1. */
export interface SimVerbResult {
  readonly lab: string;
  readonly title: string;
  /** Requests a second; absent where they are not counted so. */
  readonly rate?: number;
  /** Visitors who come again, and how long they think. */
  readonly closed?: { readonly visitors: number; readonly thinkMs: number };
  /** The file that says what is asked when. */
  readonly trace?: string;
  readonly milliseconds: number;
  readonly seed: number;
  readonly faults: readonly string[];
  /** When the lab was calibrated; absent if it was not, or if that was not to count. */
  readonly calibrated?: string;
  /** The computer was busy then: figures are too large. */
  readonly calibrationDoubtful?: true;
  /** What of the beginning does not count; absent where it does, because something happens at a set time. */
  readonly leftOut?: LeftOut;
  /** What visitors ask for: shares by kind of request. */
  readonly asked: Readonly<Record<string, number>>;
  /** Ctrl-C cut it short: what is here is what was known then. */
  readonly interrupted: boolean;
  /** The file's own design, then the changed one if there is a `--what-if`. */
  readonly designs: readonly DesignResult[];
  readonly sweep?: SweepResult;
}

/** What is foretold of one design. */
export interface DesignResult extends Strained {
  /** Empty for the file's own. */
  readonly changes: readonly string[];
  readonly outcome: Omit<LabOutcome, 'requests'>;
  /** The first run, stretch by stretch; absent if there are too many requests for that. */
  readonly timeline?: readonly Stretch[];
  /**
   * What visitors meet of each fault in the first run, in the faults' order; absent where there is no timeline, or where it was
   * cut off before they all were over.
   */
  readonly courses?: readonly FaultCourse[];
  /** About how many requests come, where they are too many to be written down: then there is neither. */
  readonly unlogged?: number;
  /** Every request of the first run, in the order in which they ended, if that was asked for. */
  readonly requests?: readonly LoggedVisit[];
  /** What is used up first when ever more comes. */
  readonly bottleneck?: Bottleneck;
  /** The rate beyond which nothing more is answered. */
  readonly saturation?: number;
}

/** Why its times are not to be believed as they are. */
export interface Strained {
  /** It gets more requests than it can answer, by so many a second. */
  readonly unstable?: { readonly growth: number };
  /**
   * So many requests of each run still waited when it was over, more than are usually under way: something is broken then. What
   * comes of them is not foretold.
   */
  readonly stillWaiting?: number;
}

/** One value changed from point to point, and what comes of it. */
export interface SweepResult {
  readonly what: string;
  /** Of its values, if they are no plain numbers. */
  readonly unit?: string;
  /** As for designs. */
  readonly leftOut?: LeftOut;
  readonly points: readonly SweepPoint[];
}
/** What visitors of one name meet at one value. */
export interface SweptVisitors {
  readonly visitors: string;
  readonly throughput: number;
  readonly latency: Readonly<Record<'mean' | 'p50' | 'p95' | 'p99', number>>;
  readonly failureShare: number;
}

/** What is foretold at one value. */
export interface SweepPoint extends Strained {
  readonly value: number;
  /** Of all visitors together. */
  readonly throughput: number;
  /** By name of visitors, in the order of the topology. */
  readonly visitors: readonly SweptVisitors[];
  /** Of the part that is used most. */
  readonly utilisation: number;
}
