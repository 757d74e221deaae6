import { join } from 'node:path';
import { removeTree } from '../ports/files.ts';
import { destroyAndBringUpAgain } from '../text/state.ts';
import type { LabIdentity } from './lab.ts';
import { readState, writeState } from './state-file.ts';

const pathOf = (lab: LabIdentity): string => join(lab.folder, 'overrides.json');

/** The values that were put into a running lab in the place of its file's, as they were written: `web.balance=least_conn`. */
export const loadOverrides = async (lab: LabIdentity): Promise<readonly string[]> => {
  const fields = await readState(pathOf(lab), destroyAndBringUpAgain(lab.name));
  return (fields?.['overrides'] as readonly string[] | undefined) ?? [];
};

/** Keeps them; none: forgets that there were any. */
export const saveOverrides = (lab: LabIdentity, overrides: readonly string[]): Promise<void> =>
  overrides.length === 0 ? removeTree(pathOf(lab)) : writeState(pathOf(lab), { overrides });
