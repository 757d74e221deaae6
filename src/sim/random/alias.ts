/** Draws from any discrete distribution in constant time (Walker 1977, Vose 1991). */
export class Alias {
  private readonly threshold: Float64Array;
  private readonly other: Int32Array;

  /** The weights need not add up to 1. */
  constructor(weights: ArrayLike<number>) {
    const n = weights.length;
    let total = 0;
    for (let i = 0; i < n; i += 1) total += weights[i]!;
    this.threshold = Float64Array.from(weights, (weight) => (weight * n) / total);
    this.other = Int32Array.from(weights, (_, i) => i);
    this.pair();
  }

  /** What a number evenly between 0 and 1 stands for, as it was drawn last. */
  at({ drawn }: { readonly drawn: number }): number {
    const scaled = drawn * this.threshold.length;
    const i = Math.floor(scaled);
    return scaled - i < this.threshold[i]! ? i : this.other[i]!;
  }

  /** Fills what each column lacks from one that has too much. */
  private pair(): void {
    const { threshold, other } = this;
    const small: number[] = [];
    const large: number[] = [];
    threshold.forEach((height, i) => (height < 1 ? small : large).push(i));
    while (small.length > 0 && large.length > 0) {
      const low = small.pop()!;
      const high = large.at(-1)!;
      other[low] = high;
      threshold[high] = threshold[high]! - (1 - threshold[low]!);
      if (threshold[high] < 1) small.push(large.pop()!);
    }
    for (const i of [...small, ...large]) threshold[i] = 1; // what rounding has left over
  }
}
