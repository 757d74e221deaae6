import type { Difference } from '../kit/resource.ts';
import type { Facts, Question } from '../kit/question.ts';
import type { Change } from '../model/change.ts';
import { isSame, manifestIn, manifestOf, manifestQuestion, type Manifest } from './manifest.ts';
import type { Piece } from './piece.ts';

/** A change together with what makes it. */
export interface PlannedChange {
  readonly change: Change;
  readonly difference: Difference;
}

/** How a machine differs from its description. */
export interface MachinePlan {
  readonly changes: readonly PlannedChange[];
  /** To be left on the machine; absent if it lies there already. */
  readonly manifest?: Manifest;
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
  const changes = pieces.flatMap(({ service, resource }) => {
    const difference = resource.compare(facts);
    if (difference === undefined) return [];
    const { action, summary, reason, diff } = difference;
    const drift = isFirst && before[resource.id] === resource.fingerprint;
    const change = { machine, resource: resource.id, service, action, summary, reason, drift };
    return [{ difference, change: diff === undefined ? change : { ...change, diff } }];
  });
  return { changes, ...(isSame(before, after) ? {} : { manifest: after }) };
};
