import { join } from 'node:path';
import { readText, removeTree, writePrivately } from '../../ports/files.ts';
import type { Stage } from '../../ports/stage.ts';
import { parseJson } from '../../state/json.ts';
import { vagrantTexts as text } from '../../text/vagrant.ts';
import type { Hypervisor } from './hypervisor.ts';
import { removeVms } from './power.ts';

/*
 * A VM that Vagrant clones bears no name of ours at first, only `temp_clone_`, the millisecond at which it was begun and
 * a number. If Vagrant dies before it has noted which VM that is, that millisecond tells that it may be ours, unless it was
 * there before: while Vagrant runs, it is noted when it said that it clones. Another project's Vagrant may clone at the same
 * time; VMs are cloned one after the other, so that one at most is ours.
 */

/** A clone that was begun. */
export interface Cloning {
  /** When Vagrant said so, milliseconds since 1970. */
  readonly at: number;
  /** Names of the clones that were there before Vagrant was started. */
  readonly before: readonly string[];
}

const pathIn = (folder: string): string => join(folder, 'clones.json');

const noted = async (folder: string): Promise<readonly Cloning[]> =>
  parseJson<readonly Cloning[]>(await readText(pathIn(folder))) ?? [];

/** Notes that Vagrant begins to clone. */
export const noteClone = async (folder: string, cloning: Cloning): Promise<void> =>
  writePrivately(pathIn(folder), JSON.stringify([...(await noted(folder)), cloning]));

/** Vagrant has ended well: all that it cloned has its name. */
export const forgetClones = (folder: string): Promise<void> => removeTree(pathIn(folder));

const clone = /^temp_clone_(\d+)_\d+$/;

/** Names of the clones that are there without a name of their own, anybody's. */
export const clonesOf = async (box: Hypervisor): Promise<readonly string[]> =>
  (await box.vms((name) => clone.test(name))).map(({ name }) => name);

/** From that Vagrant says so until the name is made, milliseconds; what it says may reach us late. */
const around = { before: 2000, after: 3000 } as const;

/** Whether a VM may be one that was begun to be cloned then. */
export const mayBeOurs = (name: string, cloned: readonly Cloning[]): boolean => {
  const begun = Number(clone.exec(name)?.[1]);
  return cloned.some(
    ({ at, before }) => begun > at - around.before && begun < at + around.after && !before.includes(name),
  );
};

/**
 * Removes the clone that a Vagrant which died has left without a name; where several may be it, none, which is told.
 * Asks nobody where none was cut off.
 */
export const removeLeftClones = async (box: Hypervisor, folder: string, stage: Stage): Promise<void> => {
  const cloned = await noted(folder);
  if (cloned.length === 0) return;
  const left = (await box.vms((name) => mayBeOurs(name, cloned))).filter(({ state }) => state === 'poweroff');
  if (left.length > 1) {
    // Another's has its own name soon: the next run may know.
    stage.emit({ type: 'notice', code: 'clones-left', what: text.clonesLeft(left.map(({ name }) => name)) });
    return;
  }
  await removeVms(box, left);
  await forgetClones(folder);
};
