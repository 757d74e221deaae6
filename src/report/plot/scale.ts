/** From values to places on paper, with round values to mark. */
export interface Scale {
  at(value: number): number;
  readonly ticks: readonly { readonly value: number; readonly label: string }[];
}

/** A step of 1, 2 or 5 times a power of ten of which about `count` make up `extent`. */
const roundStep = (extent: number, count: number): number => {
  const rough = extent / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  return ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10) * power;
};

const labelled = (value: number): string => String(Number(value.toPrecision(6)));

/** Even, from 0 to at least `most`; its last tick is its end. */
export const linear = (most: number, from: number, to: number, count: number): Scale => {
  const step = roundStep(most > 0 ? most : 1, count);
  const steps = Math.max(1, Math.ceil((most / step) * (1 - 1e-9)));
  return {
    at: (value) => from + ((to - from) * value) / (step * steps),
    ticks: Array.from({ length: steps + 1 }, (_, index) => ({ value: index * step, label: labelled(index * step) })),
  };
};

/** As even, but it ends where the values end: for time. */
export const upTo = (most: number, from: number, to: number, count: number): Scale => {
  const end = most > 0 ? most : 1;
  const step = roundStep(end, count);
  const ticks = Array.from({ length: Math.floor(end / step + 1e-9) + 1 }, (_, index) => index * step);
  return {
    at: (value) => from + ((to - from) * value) / end,
    ticks: ticks.map((value) => ({ value, label: labelled(value) })),
  };
};

/**
 * Shares from 0 to 1, each further nine as wide as the one before: 90 %, 99 %, 99.9 %. So the rare slow answers, which
 * are what matters, are not pressed into the last pixel. `finest`: the smallest rest that is told apart.
 */
export const nines = (finest: number, from: number, to: number): Scale => {
  const depth = (share: number): number => -Math.log10(Math.max(finest, 1 - share));
  const marks = [0, 0.5, 0.9, 0.99, 0.999, 0.9999].filter((share) => 1 - share >= finest * (1 - 1e-9));
  return {
    at: (share) => from + ((to - from) * depth(share)) / depth(1),
    ticks: marks.map((value) => ({ value, label: `${labelled(value * 100)} %` })),
  };
};
