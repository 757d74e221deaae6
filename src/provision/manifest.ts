import type { Operation } from '../kit/operation.ts';
import type { Facts, Question } from '../kit/question.ts';
import type { Undo } from '../kit/resource.ts';
import type { Piece } from './piece.ts';

const path = '/var/lib/bancada/manifest.json';

/** Asks the machine what the tool left there last. */
export const manifestQuestion = { ask: 'file', path, content: true } satisfies Question;

/** What is remembered of a resource that the tool made. */
export interface Made {
  /** Empty while it is being made for the first time. */
  readonly fingerprint: string;
  /** Who wanted it, by id. */
  readonly service: string;
  /** How it is taken away; absent: it stays. */
  readonly undo?: Undo;
}

/** The resources that the tool made on a machine, by id, in the order in which they were made. */
export type Manifest = Readonly<Record<string, Made>>;

/** The manifest in the facts; empty if there is none that can be read. */
export const manifestIn = (facts: Facts): Manifest => {
  try {
    const value: unknown = JSON.parse(facts.answer(manifestQuestion).content ?? '{}');
    return typeof value === 'object' && value !== null ? (value as Manifest) : {};
  } catch {
    return {};
  }
};

/** The manifest once all pieces are made. */
export const manifestOf = (pieces: readonly Piece[]): Manifest =>
  Object.fromEntries(
    pieces.map(({ service, resource: { id, fingerprint, undo } }) => [
      id,
      { fingerprint, service, ...(undo && { undo }) },
    ]),
  );

/** The manifest from the first operation on, so that a run that is cut off leaves nothing behind that nobody remembers. */
export const manifestDuring = (before: Manifest, after: Manifest): Manifest => ({
  ...before,
  ...Object.fromEntries(
    Object.entries(after).map(([id, made]) => [id, { ...made, fingerprint: before[id]?.fingerprint ?? '' }]),
  ),
});

/** What was made and is no longer wanted, and can be taken away: what was made last first. */
export const leftOver = (
  before: Manifest,
  after: Manifest,
): readonly (readonly [id: string, Made & { undo: Undo }])[] =>
  Object.entries(before)
    .filter((entry): entry is [string, Made & { undo: Undo }] => !(entry[0] in after) && entry[1].undo !== undefined)
    .toReversed();

/** Whether two manifests say the same. */
export const isSame = (one: Manifest, other: Manifest): boolean => text(one) === text(other);

/** Leaves the manifest on the machine. */
export const writeManifest = (manifest: Manifest): Operation => ({
  do: 'write',
  path,
  content: text(manifest),
  mode: '0600',
  owner: 'root',
  group: 'root',
});

const text = (manifest: Manifest): string => `${JSON.stringify(manifest)}\n`;
