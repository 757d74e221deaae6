import { join } from 'node:path';
import { readText, removeTree, writePrivately } from '../../ports/files.ts';
import type { Hypervisor } from './hypervisor.ts';
import { removeVms } from './power.ts';

/*
 * A VM that Vagrant clones bears no name of ours at first, only `temp_clone_`, the millisecond at which it was begun and
 * a number. If Vagrant dies before it has noted which VM that is, that millisecond tells that it is ours: while Vagrant
 * runs, it is noted when it said that it clones.
 */

const pathIn = (folder: string): string => join(folder, 'clones.json');

const noted = async (folder: string): Promise<readonly number[]> => {
  const text = await readText(pathIn(folder));
  return text === undefined ? [] : (JSON.parse(text) as readonly number[]);
};

/** Notes that Vagrant begins to clone. `at`: milliseconds since 1970. */
export const noteClone = async (folder: string, at: number): Promise<void> =>
  writePrivately(pathIn(folder), JSON.stringify([...(await noted(folder)), at]));

/** Vagrant has ended well: all that it cloned has its name. */
export const forgetClones = (folder: string): Promise<void> => removeTree(pathIn(folder));

/** From that Vagrant says so until the name is made, milliseconds; what it says may reach us late. */
const around = { before: 2000, after: 3000 } as const;

/** Whether a VM is one that was begun to be cloned at one of these times. */
export const isLeftClone = (name: string, times: readonly number[]): boolean => {
  const [, digits] = /^temp_clone_(\d+)_\d+$/.exec(name) ?? [];
  const begun = Number(digits);
  return times.some((said) => begun > said - around.before && begun < said + around.after);
};

/** Removes clones that a Vagrant which died has left without a name. Asks nobody where none was cut off. */
export const removeLeftClones = async (box: Hypervisor, folder: string): Promise<void> => {
  const times = await noted(folder);
  if (times.length === 0) return;
  const left = await box.vms((name) => isLeftClone(name, times));
  await removeVms(
    box,
    left.filter(({ state }) => state === 'poweroff'),
  );
  await forgetClones(folder);
};
