import { student95 } from './student.ts';

/** A figure, and how far from it the true one may be: 95 % of such intervals hold it. */
export interface Estimate {
  readonly value: number;
  /** Infinite if there were too few windows to tell, or for a quantile too few values. */
  readonly halfWidth: number;
}

/** The mean of independent figures, one of each window. */
export function meanOf(values: readonly number[]): Estimate {
  return around(values.reduce((sum, value) => sum + value, 0) / values.length, values);
}

/** A figure of all windows together, as uncertain as the mean of those of the windows. */
export function around(value: number, values: readonly number[]): Estimate {
  const n = values.length;
  const mean = values.reduce((sum, each) => sum + each, 0) / n;
  const squares = values.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  return { value, halfWidth: halfWidth(squares, n) };
}

/**
 * The quotient of two sums over all windows, such as seconds by requests: windows with more requests count for more
 * (the classical ratio estimator; Cochran, Sampling Techniques, 1977, 6.3).
 */
export function ratioOf(sums: readonly number[], counts: readonly number[]): Estimate {
  const n = sums.length;
  const count = counts.reduce((total, each) => total + each, 0);
  const value = sums.reduce((total, each) => total + each, 0) / count;
  const squares = sums.reduce((total, sum, i) => total + (sum - value * counts[i]!) ** 2, 0);
  return { value, halfWidth: halfWidth(squares, n) / (count / n) };
}

function halfWidth(squares: number, n: number): number {
  return n < 2 ? Infinity : student95(n - 1) * Math.sqrt(squares / (n - 1) / n);
}
