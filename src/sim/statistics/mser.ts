const firstSize = 5;
const mostBatches = 2000;

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

  add(value: number, time: number): void {
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
    return { until: best === 0 ? 0 : times[best - 1]!, certain: batches >= 10 && best < half };
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
