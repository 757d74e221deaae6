import { join } from 'node:path';
import { stateHome } from '../ports/computer.ts';
import { removeTree } from '../ports/files.ts';
import { sha256 } from '../kit/fingerprint.ts';
import { updateBancada } from '../text/state.ts';
import { readState, writeState } from './state-file.ts';

// One file a project, so that two at the same time need no lock between them.
const entryPath = (project: string): string => join(stateHome(), 'bancada', 'trusted', `${sha256(project)}.json`);

/** Whether this user lets the programs of a project run. `project`: absolute path. */
export const isTrusted = async (project: string): Promise<boolean> =>
  (await readState(entryPath(project), updateBancada))?.['project'] === project;

/** Notes that the programs of a project may run, whatever becomes of them. */
export const trust = (project: string): Promise<void> => writeState(entryPath(project), { project });

/** Takes that back. */
export const distrust = (project: string): Promise<void> => removeTree(entryPath(project));
