import { build, type Histogram } from 'hdr-histogram-js';
import type { Latency } from '../../model/load.ts';

/** The longest time that is told apart: ten minutes, in microseconds. */
const longest = 600_000_000;

/** Counts times with three significant digits, up to ten minutes (HdrHistogram, G. Tene). Given and read in milliseconds. */
export class Gauge {
  readonly #histogram: Histogram = build({
    bitBucketSize: 32,
    lowestDiscernibleValue: 1,
    highestTrackableValue: longest,
    numberOfSignificantValueDigits: 3,
  });

  record(milliseconds: number): void {
    this.#histogram.recordValue(Math.min(longest, Math.max(0, Math.round(milliseconds * 1000))));
  }

  reset(): void {
    this.#histogram.reset();
  }

  /** The time that a share of all, 0 to 1, did not exceed. */
  at(share: number): number {
    if (this.#histogram.totalCount === 0) return 0;
    // It answers with the upper end of a value's cell, which may lie above the largest value there was.
    return Math.min(this.#histogram.getValueAtPercentile(share * 100), this.#histogram.maxValue) / 1000;
  }

  get latency(): Latency {
    const { totalCount: count } = this.#histogram;
    const { mean, minNonZeroValue, maxValue } = this.#histogram;
    return {
      count,
      mean: count === 0 ? 0 : Math.round(mean) / 1000,
      min: count === 0 ? 0 : minNonZeroValue / 1000,
      p50: this.at(0.5),
      p90: this.at(0.9),
      p95: this.at(0.95),
      p99: this.at(0.99),
      p999: this.at(0.999),
      max: maxValue / 1000,
    };
  }
}

/** The value of a key, made when it is first asked for. */
export const had = <Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value => {
  const there = map.get(key) ?? make();
  map.set(key, there);
  return there;
};
