/**
 * How long something takes, or how much of it there is: a number for "always this", otherwise an object with the name
 * of the distribution. Times are seconds, amounts are bytes. All values are non-negative.
 */
export type Distribution =
  | number
  /** Memoryless, by its mean. */
  | { readonly exponential: number }
  /** The sum of `phases` exponentials, by the mean of the sum: less variable than one. */
  | { readonly erlang: { readonly mean: number; readonly phases: number } }
  /** One of several exponentials, drawn first: more variable than one. The probabilities add up to 1. */
  | { readonly hyperexponential: readonly { readonly probability: number; readonly mean: number }[] }
  /** By its mean and its coefficient of variation, the standard deviation divided by the mean. */
  | { readonly lognormal: { readonly mean: number; readonly variation: number } }
  /** Evenly between the first and the second. */
  | { readonly uniform: readonly [number, number] }
  | { readonly weibull: { readonly shape: number; readonly scale: number } }
  /**
   * What was measured: one of `values`, with `weights` if they are not alike. With `smooth` each stands for all
   * that lies halfway to its neighbours, as of a continuous quantity: that keeps the mean, the least and the greatest.
   */
  | {
      readonly empirical: {
        readonly values: readonly number[];
        readonly weights?: readonly number[];
        readonly smooth?: boolean;
      };
    }
  /** What the request itself brings, from its source's trace or `demand`, times this factor. */
  | { readonly demand: number };
