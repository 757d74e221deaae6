import type { Lab } from '../state/lab.ts';
import { openLab, refuseCopy } from '../state/record.ts';
import { registeredFolder } from '../state/registry.ts';
import { foundInWorld } from './remains.ts';

/** The folder of the lab that local machines were made for, as noted beside them; `undefined` if none of that id were. */
const notedFolder = async (project: string, id: string): Promise<string | undefined> =>
  (await foundInWorld('local', { project })).find(({ identity }) => identity.id === id)?.identity.folder;

/**
 * As `openLab`, for who begins to work on a lab. The user's registry tells a copy of its folder from one that was moved; where
 * that was lost, the machines on this computer may: `noted`.
 * @throws LabError as `openLab`
 */
export const openOwnLab = async (project: string, name: string, noted = notedFolder): Promise<Lab | undefined> => {
  const lab = await openLab(project, name);
  if (lab === undefined || (await registeredFolder(lab.identity.id)) !== undefined) return lab;
  await refuseCopy(lab.identity, await noted(project, lab.identity.id));
  return lab;
};
