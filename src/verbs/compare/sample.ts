/** Two-sided 95 % of the normal distribution. */
const sigmas = 1.96;

const shares = { p50: 0.5, p90: 0.9, p95: 0.95, p99: 0.99 } as const;

/** Values that were measured, and how well they tell the truth behind them. */
export class Sample {
  private readonly sorted: readonly number[];
  private readonly mean: number;

  constructor(values: readonly number[]) {
    this.sorted = values.toSorted((one, other) => one - other);
    this.mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  }

  get count(): number {
    return this.sorted.length;
  }

  /** The mean, or the value that this share of all did not exceed (nearest rank). */
  at(which: 'mean' | keyof typeof shares): number {
    return which === 'mean' ? this.mean : this.ranked(shares[which] * this.count);
  }

  /** Half of a 95 % confidence interval: of the mean by the normal distribution, of a quantile by the ranks around it. */
  doubt(which: 'mean' | keyof typeof shares): number {
    const { count, sorted } = this;
    if (which === 'mean') {
      const variance = sorted.reduce((sum, value) => sum + (value - this.mean) ** 2, 0) / Math.max(1, count - 1);
      return sigmas * Math.sqrt(variance / count);
    }
    const share = shares[which];
    const ranks = sigmas * Math.sqrt(count * share * (1 - share));
    // Of so few values nobody knows how large the largest could be.
    if (share * count + ranks > count) return Infinity;
    const value = this.at(which);
    return Math.max(this.ranked(share * count + ranks) - value, value - this.ranked(share * count - ranks));
  }

  private ranked(rank: number): number {
    return this.sorted[Math.min(this.count, Math.max(1, Math.ceil(rank))) - 1] ?? NaN;
  }
}

/** The middle one of the values; 0 if there are none. */
export const medianOf = (values: readonly number[]): number => {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
};

/** Pearson's correlation; not a number if one of the columns does not vary. */
export const correlationOf = (pairs: readonly (readonly [number, number])[]): number => {
  const means = [0, 1].map((at) => pairs.reduce((sum, pair) => sum + pair[at]!, 0) / pairs.length);
  const sum = (one: 0 | 1, other: 0 | 1): number =>
    pairs.reduce((total, pair) => total + (pair[one] - means[one]!) * (pair[other] - means[other]!), 0);
  return sum(0, 1) / Math.sqrt(sum(0, 0) * sum(1, 1));
};
