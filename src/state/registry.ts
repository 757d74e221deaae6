import { join } from 'node:path';
import { currentUser, stateHome } from '../ports/computer.ts';
import { listFolder, removeTree } from '../ports/files.ts';
import { updateBancada } from '../text/state.ts';
import { labFields, labFrom } from './lab-fields.ts';
import { recordFile, type Lab, type LabIdentity } from './lab.ts';
import { readState, writeState } from './state-file.ts';

// One file a lab, so that labs begun at the same time need no lock between them.
const registryFolder = (): string => join(stateHome(), 'bancada', 'labs');
const entryPath = (id: string): string => join(registryFolder(), `${id}.json`);

/** Notes a lab where it is found when its folder is gone. */
export const registerLab = (lab: Lab): Promise<void> => writeState(entryPath(lab.identity.id), labFields(lab));

/** The folder by which the registry knows the lab of that id; `undefined` if it does not. */
export const registeredFolder = async (id: string): Promise<string | undefined> => {
  const fields = await readState(entryPath(id), updateBancada).catch(() => undefined);
  return fields && labFrom(fields)?.identity.folder;
};

/** Every lab of this user that was begun on this computer and not yet forgotten. Entries that cannot be read are left out. */
export const findLabs = async (): Promise<readonly Lab[]> => {
  const names = (await listFolder(registryFolder())).filter((name) => name.endsWith('.json'));
  const entries = await Promise.all(
    names.map((name) => readState(join(registryFolder(), name), updateBancada).catch(() => undefined)),
  );
  const { uid } = currentUser();
  return entries.flatMap((fields) => {
    const lab = fields && labFrom(fields);
    return lab?.identity.owner.uid === uid ? [lab] : [];
  });
};

/**
 * Removes all that is kept of a lab, folder and registry entry. Call it after the world has nothing of it left. Cut off, it
 * leaves a lab that its folder knows: the record there goes last.
 */
export const forgetLab = async ({ id, folder }: Pick<LabIdentity, 'id' | 'folder'>): Promise<void> => {
  const kept = (await listFolder(folder)).filter((name) => name !== recordFile);
  await Promise.all(kept.map((name) => removeTree(join(folder, name))));
  // With what is left of an entry whose writing was cut off.
  const entries = (await listFolder(registryFolder())).filter((name) => name.startsWith(`${id}.json`));
  await Promise.all(entries.map((name) => removeTree(join(registryFolder(), name))));
  await removeTree(folder);
};
