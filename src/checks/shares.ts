/** How many requests each instance answered, by machine name. Instances that answered none are there with 0. */
export type Counts = ReadonlyMap<string, number>;

/** How many requests in a row show a rotation: whole turns, at least as many as asked for. */
export const wholeTurns = (weights: readonly number[], atLeast: number): number => {
  const turn = weights.reduce((sum, weight) => sum + weight, 0);
  return turn * Math.ceil(atLeast / turn);
};

/** What an exact rotation gives each. nginx's smooth weighted round robin repeats after as many requests as the weights' sum. */
export const exactShares = (weights: ReadonlyMap<string, number>, requests: number): Counts => {
  const turn = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  return new Map([...weights].map(([name, weight]) => [name, (requests * weight) / turn]));
};

/** Pearson's statistic of counts against equal shares. */
const chiSquared = (counts: readonly number[]): number => {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
};

/** The normal distribution's quantile for an error of 0.1 %. */
const strictness = 3.0902;

/** The value that chi-squared exceeds by chance once in a thousand times: Wilson and Hilferty's approximation, good to 4 %. */
export const criticalChiSquared = (freedom: number): number => {
  const spread = 2 / (9 * freedom);
  return freedom * (1 - spread + strictness * Math.sqrt(spread)) ** 3;
};

/** Whether counts may come from equal chances, at an error of 0.1 %. */
export const looksEven = (counts: readonly number[]): boolean =>
  counts.length < 2 || chiSquared(counts) <= criticalChiSquared(counts.length - 1);

/** Whether the same instances answered the same numbers of requests. */
export const sameCounts = (a: Counts, b: Counts): boolean =>
  a.size === b.size && [...a].every(([name, count]) => b.get(name) === count);
