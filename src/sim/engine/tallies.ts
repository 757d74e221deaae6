import { Histogram } from '../statistics/histogram.ts';

/** What became of the requests of one source since the window began. */
export class SourceTally {
  sent = 0;
  /** Attempts, the first of each request and those after a failure. */
  attempts = 0;
  /** Seconds from the first attempt to the answer. */
  readonly latency = new Histogram();
  /** The same by what was asked for, where that is told apart. */
  readonly byKey: readonly Histogram[];
  /** Requests that came to nothing, by cause. */
  readonly failures: Float64Array;

  constructor(causes: number, keys: number) {
    this.byKey = Array.from({ length: keys }, () => new Histogram());
    this.failures = new Float64Array(causes);
  }

  clear(): void {
    this.sent = 0;
    this.attempts = 0;
    this.latency.clear();
    for (const histogram of this.byKey) histogram.clear();
    this.failures.fill(0);
  }
}
