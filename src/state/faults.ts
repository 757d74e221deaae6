import { join } from 'node:path';
import type { UndoOperation } from '../kit/fault.ts';
import type { FaultAtWork, FaultName } from '../model/fault.ts';
import type { ChangedLink } from '../model/links.ts';
import { listFolder, removeTree } from '../ports/files.ts';
import { destroyAndBringUpAgain } from '../text/state.ts';
import type { LabIdentity } from './lab.ts';
import { damaged, readState, writeState } from './state-file.ts';

/** How a fault is undone, as data: whoever comes next can do it. */
export type Mending =
  | {
      readonly by: 'operations';
      readonly operations: readonly UndoOperation[];
      /** The service, by id, that is provisioned afterwards. */
      readonly reprovision?: string;
    }
  /** The machine is started. */
  | { readonly by: 'power' }
  /** The link is made so again. */
  | { readonly by: 'link'; readonly link: ChangedLink };

/** A fault with its undo, written down before it is injected. */
export interface NotedFault extends FaultAtWork {
  readonly mending: Mending;
}

const folderOf = (lab: LabIdentity): string => join(lab.folder, 'faults');
const ending = '.json';
/** Some systems have no colon in the name of a file. */
const pathOf = (lab: LabIdentity, { name, target }: FaultName): string =>
  join(folderOf(lab), `${name}.${target.replaceAll(':', '.')}${ending}`);

/** Writes a fault down, or what has become of it. */
export const noteFault = (lab: LabIdentity, fault: NotedFault): Promise<void> =>
  writeState(pathOf(lab, fault), { fault });

/** Forgets a fault that was undone. */
export const forgetFault = (lab: LabIdentity, fault: FaultName): Promise<void> => removeTree(pathOf(lab, fault));

/** The faults that were begun and not undone, the oldest first. @throws LabError `state-damaged`, `state-newer` */
export const notedFaults = async (lab: LabIdentity): Promise<readonly NotedFault[]> => {
  const names = (await listFolder(folderOf(lab))).filter((name) => name.endsWith(ending));
  const faults = await Promise.all(names.map((name) => readFault(join(folderOf(lab), name), lab)));
  return faults.flat().toSorted((one, other) => one.since.localeCompare(other.since));
};

const readFault = async (path: string, { name }: LabIdentity): Promise<readonly NotedFault[]> => {
  const fields = await readState(path, destroyAndBringUpAgain(name));
  if (fields === undefined) return [];
  const { fault } = fields;
  if (typeof fault !== 'object' || fault === null || !('mending' in fault))
    throw damaged(path, destroyAndBringUpAgain(name));
  return [fault as NotedFault];
};
