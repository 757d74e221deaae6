/** How many requests each instance answered, by machine name. Instances that answered none are there with 0. */
export type Counts = ReadonlyMap<string, number>;

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** How many requests in a row show a rotation: whole turns, at least as many as asked for. */
export const wholeTurns = (weights: readonly number[], atLeast: number): number => {
  const turn = sumOf(weights);
  return turn * Math.ceil(atLeast / turn);
};

/** What an exact rotation gives each. nginx's smooth weighted round robin repeats after as many requests as the weights' sum. */
export const exactShares = (weights: ReadonlyMap<string, number>, requests: number): Counts => {
  const turn = sumOf([...weights.values()]);
  return new Map([...weights].map(([name, weight]) => [name, (requests * weight) / turn]));
};

/** Pearson's statistic of counts against what their chances, in the same order, let expect. */
const chiSquared = (counts: readonly number[], chances: readonly number[]): number => {
  const [all, whole] = [sumOf(counts), sumOf(chances)];
  const expected = chances.map((chance) => (all * chance) / whole);
  return sumOf(expected.map((count, index) => ((counts[index] ?? 0) - count) ** 2 / count));
};

/** How many requests show chances: at least as many as asked for, and ten of the least likely, but a thousand at the most. */
export const enoughFor = (chances: readonly number[], atLeast: number): number =>
  Math.max(atLeast, Math.min(1000, Math.ceil((10 * sumOf(chances)) / Math.min(...chances))));

/** The normal distribution's quantile for an error of 0.1 %. */
const strictness = 3.0902;

/** The value that chi-squared exceeds by chance once in a thousand times: Wilson and Hilferty's approximation, good to 4 %. */
export const criticalChiSquared = (freedom: number): number => {
  const spread = 2 / (9 * freedom);
  return freedom * (1 - spread + strictness * Math.sqrt(spread)) ** 3;
};

/** Whether counts may come from such chances, at an error of 0.1 %. */
export const looksLike = (chances: readonly number[], counts: readonly number[]): boolean =>
  counts.length < 2 || chiSquared(counts, chances) <= criticalChiSquared(counts.length - 1);

/** Whether the same instances answered the same numbers of requests. */
export const sameCounts = (a: Counts, b: Counts): boolean =>
  a.size === b.size && [...a].every(([name, count]) => b.get(name) === count);
