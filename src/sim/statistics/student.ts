/** Quantiles 0.975 of Student's t by degrees of freedom, from 1 on. */
const table = [
  12.706205, 4.302653, 3.182446, 2.776445, 2.570582, 2.446912, 2.364624, 2.306004, 2.262157, 2.228139, 2.200985,
  2.178813, 2.160369, 2.144787, 2.13145, 2.119905, 2.109816, 2.100922, 2.093024, 2.085963, 2.079614, 2.073873, 2.068658,
  2.063899, 2.059539, 2.055529, 2.051831, 2.048407, 2.04523, 2.042272,
];

/**
 * How many standard errors a 95 % confidence interval reaches to each side: the quantile 0.975 of Student's t. Beyond
 * 30 degrees of freedom by the Cornish-Fisher expansion (Abramowitz and Stegun 26.7.5), good to six digits there.
 */
export function student95(degrees: number): number {
  if (degrees < 1) return Infinity;
  const known = table[degrees - 1];
  if (known !== undefined) return known;
  const z = 1.959963985;
  const z3 = z * z * z;
  const z5 = z3 * z * z;
  const z7 = z5 * z * z;
  const first = (z3 + z) / 4;
  const second = (5 * z5 + 16 * z3 + 3 * z) / 96;
  const third = (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / 384;
  return z + (first + (second + third / degrees) / degrees) / degrees;
}
