import { join } from 'node:path';
import type { Blueprint } from '../model/blueprint.ts';
import { listFolder, removeTree } from '../ports/files.ts';
import { destroyAndBringUpAgain } from '../text/state.ts';
import type { LabIdentity } from './lab.ts';
import { damaged, readState, writeState } from './state-file.ts';

/** What a lab was when its machines were kept. A snapshot is there when this is: it is written last, and removed first. */
export interface NotedSnapshot {
  readonly name: string;
  /** ISO. */
  readonly at: string;
  /** What it was up as. */
  readonly blueprint: Blueprint;
  /** Values that stood in the place of the file's. */
  readonly overrides: readonly string[];
  /** Fingerprint of what the topology's file came to; absent where it was gone or had mistakes. */
  readonly described?: string;
}

const folderOf = (lab: LabIdentity): string => join(lab.folder, 'snapshots');
const ending = '.json';
const pathOf = (lab: LabIdentity, name: string): string => join(folderOf(lab), name + ending);

/** Notes a snapshot: from now on it is one. */
export const noteSnapshot = (lab: LabIdentity, snapshot: NotedSnapshot): Promise<void> =>
  writeState(pathOf(lab, snapshot.name), { snapshot });

/** Forgets a snapshot: from now on it is none, whatever is left of it. */
export const forgetSnapshot = (lab: LabIdentity, name: string): Promise<void> => removeTree(pathOf(lab, name));

/** The snapshots of a lab, the oldest first. @throws LabError `state-damaged`, `state-newer` */
export const notedSnapshots = async (lab: LabIdentity): Promise<readonly NotedSnapshot[]> => {
  const names = (await listFolder(folderOf(lab))).filter((name) => name.endsWith(ending));
  const snapshots = await Promise.all(names.map((name) => readSnapshot(join(folderOf(lab), name), lab)));
  return snapshots.flat().toSorted((one, other) => one.at.localeCompare(other.at));
};

const readSnapshot = async (path: string, { name }: LabIdentity): Promise<readonly NotedSnapshot[]> => {
  const hint = destroyAndBringUpAgain(name);
  const fields = await readState(path, hint);
  if (fields === undefined) return [];
  const { snapshot } = fields;
  if (typeof snapshot !== 'object' || snapshot === null || !('blueprint' in snapshot)) throw damaged(path, hint);
  return [snapshot as NotedSnapshot];
};

const underwayEnding = '.underway';
const underwayPath = (lab: LabIdentity, name: string): string => join(folderOf(lab), name + underwayEnding);

/** Notes that the disks of a snapshot are about to come, or to go: until that is over, what is there of them is of no use. */
export const noteUnderway = (lab: LabIdentity, name: string): Promise<void> => writeState(underwayPath(lab, name), {});

/** The disks of that snapshot have come, or have gone. */
export const forgetUnderway = (lab: LabIdentity, name: string): Promise<void> => removeTree(underwayPath(lab, name));

/** Names of the snapshots whose disks come or go, or did when that was cut off. */
export const underwayOf = async (lab: LabIdentity): Promise<readonly string[]> => {
  const names = (await listFolder(folderOf(lab))).filter((name) => name.endsWith(underwayEnding));
  return names.map((name) => name.slice(0, -underwayEnding.length));
};

const restoringPath = (lab: LabIdentity): string => join(lab.folder, 'restoring.json');

/** Notes that the lab is on its way back to a snapshot: from now on there is no other way than to its end. */
export const noteRestoring = (lab: LabIdentity, snapshot: string): Promise<void> =>
  writeState(restoringPath(lab), { snapshot });

/** The snapshot that a lab was on its way back to when that was cut off; `undefined` where none was. */
export const restoringOf = async (lab: LabIdentity): Promise<string | undefined> => {
  const snapshot = (await readState(restoringPath(lab), destroyAndBringUpAgain(lab.name)))?.['snapshot'];
  return typeof snapshot === 'string' ? snapshot : undefined;
};

/** The lab is what the snapshot was. */
export const forgetRestoring = (lab: LabIdentity): Promise<void> => removeTree(restoringPath(lab));
