import { power } from '../random/elementary.ts';

const firstSize = 5;
const mostBatches = 2000;
/** Of fewer a correlation cannot be told. */
const leastToCompare = 16;

/**
 * A long series of observations in a table of constant size: means of 5, and of twice as many each time the table is
 * full.
 */
export class BatchSeries {
  private readonly sums = new Float64Array(mostBatches);
  private readonly times = new Float64Array(mostBatches);
  private size = firstSize;
  private batches = 0;
  private sum = 0;
  private inBatch = 0;
  /** The time of the first observation. */
  private first = 0;

  add(value: number, time: number): void {
    if (this.size === firstSize && this.batches === 0 && this.inBatch === 0) this.first = time;
    this.sum += value;
    this.inBatch += 1;
    if (this.inBatch < this.size) return;
    this.sums[this.batches] = this.sum;
    this.times[this.batches] = time;
    this.batches += 1;
    this.sum = 0;
    this.inBatch = 0;
    if (this.batches === mostBatches) this.merge();
  }

  /**
   * Until when the beginning still shows: the truncation that makes the standard error of the rest the least, looked
   * for in the first half (MSER-5: White, Cobb, Spratt 2000). `certain` is false where the least is at the very end of
   * that half: the run is too short to tell.
   */
  warmup(): { readonly until: number; readonly certain: boolean } {
    const { batches, sums, times } = this;
    let [count, total, squares] = [0, 0, 0];
    let [best, least] = [0, Infinity];
    const half = Math.floor(batches / 2);
    for (let i = batches - 1; i >= 0; i -= 1) {
      const value = sums[i]!;
      count += 1;
      const step = value - total / Math.max(1, count - 1);
      squares += count > 1 ? (step * step * (count - 1)) / count : 0;
      total += value;
      const error = squares / (count * count);
      if (i <= half && error <= least) [best, least] = [i, error];
    }
    // Before the first observation there was nobody.
    return { until: best === 0 ? this.first : times[best - 1]!, certain: batches >= 10 && best < half };
  }

  /**
   * Seconds after which it is half forgotten what was: how long stretches are whose means have a correlation of one half
   * with those of their neighbours, found by doubling them. Infinite if even the longest that there are sixteen of lean
   * more on each other. Of exponential forgetting with the time constant T it is 1.15 T.
   */
  memory(): number {
    const { batches, times } = this;
    // The first half may have to do with the beginning.
    const from = batches >> 1;
    if (batches - from < leastToCompare) return Infinity;
    const seconds = (times[batches - 1]! - times[from]!) / (batches - 1 - from);
    let before = 1;
    let means = this.sums.slice(from, batches);
    for (let length = 1; means.length >= leastToCompare; length *= 2, means = halved(means)) {
      const now = neighbours(means);
      // Between two lengths as if it fell evenly with the logarithm.
      if (now < 0.5) return seconds * length * (length === 1 ? 1 : power(2, (before - 0.5) / (before - now) - 1));
      before = now;
    }
    return Infinity;
  }

  private merge(): void {
    this.batches = mostBatches / 2;
    for (let i = 0; i < this.batches; i += 1) {
      this.sums[i] = this.sums[2 * i]! + this.sums[2 * i + 1]!;
      this.times[i] = this.times[2 * i + 1]!;
    }
    this.size *= 2;
  }
}

/** Of each with the next one; 0 if they do not vary. */
function neighbours(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let [common, all] = [0, 0];
  values.forEach((value, i) => {
    all += (value - mean) ** 2;
    if (i > 0) common += (value - mean) * (values[i - 1]! - mean);
  });
  return all > 0 ? common / all : 0;
}

const halved = (values: Float64Array): Float64Array<ArrayBuffer> =>
  Float64Array.from({ length: values.length >> 1 }, (_, i) => values[2 * i]! + values[2 * i + 1]!);
