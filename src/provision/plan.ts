import type { Difference } from '../kit/resource.ts';
import type { Facts, Question } from '../kit/question.ts';
import type { Change } from '../model/change.ts';
import { because } from '../text/resources.ts';
import {
  isSame,
  leftOver,
  manifestDuring,
  manifestIn,
  manifestOf,
  manifestQuestion,
  type Manifest,
} from './manifest.ts';
import type { Piece } from './piece.ts';

/** A change together with what makes it. */
export interface PlannedChange {
  readonly change: Change;
  readonly difference: Difference;
}

/** How a machine differs from its description. */
export interface MachinePlan {
  /** What is no longer wanted comes first: it may stand in the way of the rest. */
  readonly changes: readonly PlannedChange[];
  /** To be left on the machine before and after the changes are made; absent if it lies there already. */
  readonly manifest?: { readonly during: Manifest; readonly after: Manifest };
}

/** All questions of the pieces, each once. */
export const questionsOf = (pieces: readonly Piece[]): readonly Question[] => [
  manifestQuestion,
  ...pieces.flatMap(({ resource }) => resource.questions),
];

/**
 * Compares in memory. Nothing is asked and nothing is done.
 * `isFirst`: nothing was done to the machine just now, so that a resource that the tool once made, and that differs, is drift.
 */
export const planFrom = (facts: Facts, machine: string, pieces: readonly Piece[], isFirst = true): MachinePlan => {
  const [before, after] = [manifestIn(facts), manifestOf(pieces)];
  const changes = pieces.flatMap(({ service, resource }): readonly PlannedChange[] => {
    const difference = resource.compare(facts);
    if (difference === undefined) return [];
    const { action, summary, reason, diff } = difference;
    const drift = isFirst && before[resource.id]?.fingerprint === resource.fingerprint;
    const change = { machine, resource: resource.id, service, action, summary, reason, drift };
    return [{ difference, change: diff === undefined ? change : { ...change, diff } }];
  });
  return {
    changes: [...removals(before, after, machine), ...changes],
    ...(isSame(before, after) ? {} : { manifest: { during: manifestDuring(before, after), after } }),
  };
};

const removals = (before: Manifest, after: Manifest, machine: string): readonly PlannedChange[] =>
  leftOver(before, after).map(([resource, { service, undo }]) => {
    const difference = { action: 'remove', reason: because.undescribed, ...undo } as const;
    const { action, summary, reason } = difference;
    return { difference, change: { machine, resource, service, action, summary, reason, drift: false } };
  });
