import type { Arrivals } from '../../model/workload.ts';

type Open = Extract<Arrivals, { kind: 'open' }>;

/**
 * The moments of an open load, in milliseconds after the start, in order. Exactly rate times duration of them.
 *
 * `random`: a Poisson process given how many come in the time, which is as many uniform draws put in order. They are
 * drawn in order, in constant memory: the least of k uniform draws in what is left, L, is L(1 - U^(1/k)).
 */
export function* momentsOf(
  { perSecond, spacing }: Open,
  milliseconds: number,
  chance: () => number,
): Generator<number> {
  const count = Math.max(1, Math.round((perSecond * milliseconds) / 1000));
  let at = 0;
  for (let index = 0; index < count; index++) {
    if (spacing === 'even') yield (index * milliseconds) / count;
    else {
      at += (milliseconds - at) * (1 - (1 - chance()) ** (1 / (count - index)));
      yield at;
    }
  }
}
