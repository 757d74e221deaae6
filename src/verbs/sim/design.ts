import { isDeepStrictEqual } from 'node:util';
import { LabError } from '../../errors/lab-error.ts';
import type { Blueprint } from '../../model/blueprint.ts';
import * as text from '../../text/sim-lab.ts';
import { changeTopology } from '../../topology/change.ts';
import type { LabOfRoles } from '../choices.ts';
import { compileTopology, type CompiledLab } from '../compiled.ts';
import { readChange } from './words.ts';

/** A lab as its file has it, or with other values in it. */
export interface Design extends LabOfRoles {
  /** The changes, in the user's words; none for the file's own design. */
  readonly changes: readonly string[];
}

/** The design of the file with these values in the place of its own. @throws LabError, TopologyError */
export function changedDesign({ text: original, file, roles }: CompiledLab, changes: readonly string[]): Design {
  const changed = changes.reduce((current, words) => {
    const change = readChange(words);
    const result = changeTopology(current, change);
    if ('known' in result)
      throw new LabError({ code: 'usage', fault: 'usage', ...text.unknownPart(change.whose, result.known) });
    return result.text;
  }, original);
  const { blueprint } = compileTopology({ text: changed, file: `${file} (${changes.join(', ')})` }, roles);
  return { changes, blueprint, roles };
}

/** Those of the changes without which the design would be another: who says what the file says changes nothing. */
export const telling = (lab: CompiledLab, changes: readonly string[]): readonly string[] =>
  changes.reduce<readonly string[]>((kept, change) => {
    const others = kept.filter((each) => each !== change);
    return isDeepStrictEqual(blueprintWith(lab, others), blueprintWith(lab, kept)) ? others : kept;
  }, changes);

/** None where the changes make no sense without those that were left out. */
const blueprintWith = (lab: CompiledLab, changes: readonly string[]): Blueprint | undefined => {
  try {
    return changedDesign(lab, changes).blueprint;
  } catch (error) {
    if (error instanceof LabError && error.code === 'bad-topology') return undefined;
    throw error;
  }
};
