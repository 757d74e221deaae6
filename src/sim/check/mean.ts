import type { Distribution } from '../model/distribution.ts';

/** Of a distribution that is sound; of `demand`, where a request asks for 1. NaN if it is none of the known ones. */
export function meanOf(distribution: Distribution): number {
  if (typeof distribution === 'number') return distribution;
  if ('exponential' in distribution) return distribution.exponential;
  if ('erlang' in distribution) return distribution.erlang.mean;
  if ('hyperexponential' in distribution)
    return distribution.hyperexponential.reduce((sum, { probability, mean }) => sum + probability * mean, 0);
  if ('lognormal' in distribution) return distribution.lognormal.mean;
  if ('uniform' in distribution) return (distribution.uniform[0] + distribution.uniform[1]) / 2;
  if ('weibull' in distribution) return distribution.weibull.scale * gamma(1 + 1 / distribution.weibull.shape);
  if ('empirical' in distribution) return meanOfMeasured(distribution.empirical);
  return 'demand' in distribution ? distribution.demand : NaN;
}

type Measured = Extract<Distribution, { readonly empirical: unknown }>['empirical'];

/** With `smooth` weights do not count. */
function meanOfMeasured({ values, weights, smooth }: Measured): number {
  const of = (smooth ? undefined : weights) ?? values.map(() => 1);
  const sum = values.reduce((total, value, i) => total + value * of[i]!, 0);
  return sum / of.reduce((total, weight) => total + weight, 0);
}

/** Lanczos' approximation with g = 7 and nine coefficients (Godfrey 2001), for arguments from 1 on: 15 digits. */
function gamma(x: number): number {
  const t = x + 6.5;
  const series = lanczos.reduce((sum, coefficient, i) => sum + coefficient / (x + i), 0);
  return Math.sqrt(2 * Math.PI) * t ** (x - 0.5) * Math.exp(-t) * (0.99999999999980993 + series);
}

const lanczos = [
  676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];
