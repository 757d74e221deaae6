import { labModel, type LabSetup } from '../../sim/lab/lab-model.ts';
import { beginningOf, windowFor, type Beginning } from '../../sim/warmup.ts';

/** The beginning of a run, with nobody there yet, that does not count. */
export interface LeftOut {
  readonly milliseconds: number;
  /** False if the beginning still showed after half of the run in which it was looked for. */
  readonly certain: boolean;
  /** For how long visitors would have to come for the stretches to be long enough, where they are not. */
  readonly needed?: number;
}

/** Stretches into which a time is cut, which are nearly independent of each other: batch means. */
export const stretches = 8;

/** Where something happens at a set time, all of it is played so often. */
export const playedAgain = 5;

interface Looking {
  /** How long each of the designs is simulated. */
  readonly milliseconds: number;
  readonly seed: number;
  readonly signal: AbortSignal;
}

/** Milliseconds of a run after which no beginning is looked for any more. */
const longest = 600_000;

/**
 * What is left out of each of the designs: the most that MSER-5 finds in any of them, so that all of them count the same
 * visitors (common random numbers). Absent where something happens at a set time: then the beginning is part of what is
 * asked.
 */
export const leftOutOf = async (
  setups: readonly LabSetup[],
  { milliseconds, seed, signal }: Looking,
): Promise<LeftOut | undefined> => {
  let most: LeftOut | undefined;
  for (const setup of setups) {
    if (signal.aborted) break;
    const seconds = Math.min(longest, milliseconds) / 1000;
    const found = await beginningOf(labModel(setup).model, { seconds, seed, signal });
    if (found === undefined) return undefined;
    most = greater(most, found, milliseconds);
  }
  return most;
};

const greater = (most: LeftOut | undefined, found: Beginning, milliseconds: number): LeftOut => {
  const { milliseconds: before = 0, certain = true, needed: neededBefore = 0 } = most ?? {};
  const needed = Math.max(neededBefore, stretches * windowFor(found) * 1000);
  return {
    milliseconds: Math.max(before, found.until * 1000),
    certain: certain && found.certain,
    ...(needed > milliseconds && { needed }),
  };
};
