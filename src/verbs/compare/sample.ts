/** Two-sided 95 % of the normal distribution. */
const sigmas = 1.96;

/** Stretches of time, one after the other, whose means tell how much values that are neighbours have in common. */
const stretches = 10;
/** Two-sided 95 % of Student's t with as many means less one. */
const sigmasOfStretches = 2.262;

const shares = { p50: 0.5, p90: 0.9, p95: 0.95, p99: 0.99 } as const;

/** Values that were measured, in the order in which they were, and how well they tell the truth behind them. */
export class Sample {
  private readonly sorted: readonly number[];
  private readonly mean: number;
  /** Half of a 95 % confidence interval of the mean, if no value had to do with another. */
  private readonly alone: number;
  /** By how much that is too little, for a computer has slow half minutes: neighbours are alike (method of batch means). */
  private readonly wider: number;

  constructor(values: readonly number[]) {
    this.sorted = values.toSorted((one, other) => one - other);
    this.mean = meanOf(values);
    // A single value does not tell how far values lie apart.
    this.alone = values.length < 2 ? Infinity : sigmas * Math.sqrt(varianceOf(values) / values.length);
    const size = Math.floor(values.length / stretches);
    const means = Array.from({ length: stretches }, (_, at) => meanOf(values.slice(at * size, (at + 1) * size)));
    const together = sigmasOfStretches * Math.sqrt(varianceOf(means) / stretches);
    this.wider = together > this.alone ? together / this.alone : 1;
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
    const { count, alone, wider } = this;
    if (which === 'mean') return alone * wider;
    const share = shares[which];
    const ranks = sigmas * Math.sqrt(count * share * (1 - share)) * wider;
    // Of so few values nobody knows how large the largest could be.
    if (share * count + ranks > count) return Infinity;
    const value = this.at(which);
    return Math.max(this.ranked(share * count + ranks) - value, value - this.ranked(share * count - ranks));
  }

  private ranked(rank: number): number {
    return this.sorted[Math.min(this.count, Math.max(1, Math.ceil(rank))) - 1] ?? NaN;
  }
}

/** All of them together. */
export const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

const meanOf = (values: readonly number[]): number => sumOf(values) / values.length;

const varianceOf = (values: readonly number[]): number => {
  const mean = meanOf(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length - 1);
};

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
