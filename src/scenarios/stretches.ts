import type { ScenarioStep } from '../model/scenario.ts';
import { wantedAfter, type Wanted } from './wanted.ts';

/** Something that is to be, from a step to a later one or to the end: milliseconds after the start. */
export interface Stretch<T> {
  readonly what: T;
  readonly from: number;
  readonly until: number;
}

/** When each thing of a kind is to be, in the order in which they begin. The same thing, by identity, is one. */
export const stretches = <T>(
  steps: readonly ScenarioStep[],
  kind: (wanted: Wanted) => readonly T[],
): readonly Stretch<T>[] => {
  const end = steps.at(-1)?.at ?? 0;
  const states = steps.map(({ at }, index) => ({ at, things: kind(wantedAfter(steps, index + 1)) }));
  return states.flatMap(({ at, things }, index) => {
    const before = states[index - 1]?.things ?? [];
    return things
      .filter((what) => !before.includes(what))
      .map((what) => {
        const gone = states.slice(index + 1).find((state) => !state.things.includes(what));
        return { what, from: at, until: gone?.at ?? end };
      });
  });
};
