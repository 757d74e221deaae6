import { LabError } from '../errors/lab-error.ts';
import type { Resource } from '../kit/resource.ts';
import { provisionText } from '../text/provision.ts';

/** A resource with the service that wants it, by id. */
export interface Piece {
  readonly service: string;
  readonly resource: Resource;
}

/**
 * The pieces without those that two services want alike.
 * @throws LabError `resource-clash` where two services want the same thing otherwise
 */
export const withoutRepeats = (machine: string, pieces: readonly Piece[]): readonly Piece[] => {
  const first = new Map<string, Piece>();
  for (const piece of pieces) {
    const known = first.get(piece.resource.id);
    if (known === undefined) first.set(piece.resource.id, piece);
    else if (known.resource.fingerprint !== piece.resource.fingerprint) throw clash(machine, known, piece);
  }
  return [...first.values()];
};

const clash = (machine: string, one: Piece, other: Piece): LabError =>
  new LabError({
    code: 'resource-clash',
    fault: 'topology',
    message: provisionText.clash(machine, one.resource.id, one.service, other.service),
    hint: provisionText.moveOne,
    context: { machine, resource: one.resource.id },
  });
