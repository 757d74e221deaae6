import { ratioOf, type Estimate } from './estimate.ts';
import { Histogram } from './histogram.ts';

/** The square of two-sided 95 % of the normal distribution. */
const normalSquared = 1.96 ** 2;

/** How much values have in common is looked for where so many times as many are beyond, too. */
const timesAsMany = 5;

/** _t_²/_n_: _n_ is how many independent values all of them are worth, by how far the shares of single windows are apart. */
const doubtAt = (share: number, all: Histogram, windows: readonly Histogram[]): number => {
  const step = all.stepOf(share);
  const { halfWidth } = ratioOf(
    windows.map((window) => window.upTo(step)),
    windows.map(({ count }) => count),
  );
  return halfWidth ** 2 / (share * (1 - share));
};

/**
 * The value that a share of all values does not exceed. How sure it is: each window tells how many of its own values are up to
 * that one; how far these shares are apart tells how many independent values all of them are worth, and Wilson's interval of so
 * many tells between which shares the true one is (Wilson 1927; with values that lean on each other, Korn and Graubard, Survey
 * Methodology 24, 1998). The quantiles there are the ends of the interval, which is as wide to both sides as to the further.
 * The few values beyond the 99th percentile come together and tell little of how much they have in common: it is looked for
 * where there are more, too, and the greater counts. Quantiles of single windows would be too low. Infinite where too few values
 * are beyond it to tell.
 */
export const quantileOf = (share: number, all: Histogram, windows: readonly Histogram[]): Estimate => {
  const value = all.quantile(share);
  const nearer = Math.max(0.5, 1 - timesAsMany * (1 - share));
  // Never worth more than there are.
  const doubt = Math.max(doubtAt(share, all, windows), doubtAt(nearer, all, windows), normalSquared / all.count);
  const [middle, reach] = [share + doubt / 2, Math.sqrt(doubt * share * (1 - share) + doubt ** 2 / 4)];
  const [from, to] = [(middle - reach) / (1 + doubt), (middle + reach) / (1 + doubt)];
  // Not a number where there are no values, or one window only.
  if (!((1 - to) * all.count >= 1)) return { value, halfWidth: Infinity };
  // No surer than what a histogram of them tells.
  const resolution = all.least === all.greatest ? 0 : Histogram.coarseness * value;
  return { value, halfWidth: Math.max(all.quantile(to) - value, value - all.quantile(from), resolution) };
};
