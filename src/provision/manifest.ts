import type { Operation } from '../kit/operation.ts';
import type { Facts, Question } from '../kit/question.ts';
import type { Piece } from './piece.ts';

const path = '/var/lib/bancada/manifest.json';

/** Asks the machine what the tool left there last. */
export const manifestQuestion = { ask: 'file', path, content: true } satisfies Question;

/** Fingerprints of the resources that the tool last made, by id. */
export type Manifest = Readonly<Record<string, string>>;

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
  Object.fromEntries(pieces.map(({ resource }) => [resource.id, resource.fingerprint]));

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

const text = (manifest: Manifest): string =>
  `${JSON.stringify(Object.fromEntries(Object.entries(manifest).toSorted(([one], [other]) => (one < other ? -1 : 1))), null, 1)}\n`;
