import { join } from 'node:path';
import { LabError } from '../errors/lab-error.ts';
import { noBindings, type Bindings } from '../model/bindings.ts';
import type { Blueprint } from '../model/blueprint.ts';
import type { Clock } from '../ports/clock.ts';
import { currentUser } from '../ports/computer.ts';
import { listFolder, readText, removeTree } from '../ports/files.ts';
import type { Random } from '../ports/random.ts';
import { destroyAndBringUpAgain, removeTheCopy, runAsOwner, stateIsCopied, stateIsForeign } from '../text/state.ts';
import type { Lab, LabIdentity } from './lab.ts';
import { labFolder, labsFolder, recordFile } from './lab.ts';
import { refuseLinks } from './links.ts';
import { holderOf } from './lock.ts';
import { registeredFolder, registerLab } from './registry.ts';
import { labFields, labFrom } from './lab-fields.ts';
import { damaged, readState, writeState } from './state-file.ts';

const recordPath = (folder: string): string => join(folder, recordFile);

/** Names of the labs that were begun in this project and not yet destroyed, damaged ones too. */
export const begunLabs = async (project: string): Promise<readonly string[]> => {
  const names = await listFolder(labsFolder(project));
  const records = await Promise.all(names.map((name) => readText(recordPath(labFolder(project, name)))));
  return names.filter((_, index) => records[index] !== undefined);
};

/**
 * The lab that this project's folder knows by that name; `undefined` if none was begun.
 * @throws LabError `state-damaged`, `state-newer`, `state-foreign`, `state-copied`, `state-linked`
 */
export const openLab = async (project: string, name: string): Promise<Lab | undefined> => {
  const folder = labFolder(project, name);
  const path = recordPath(folder);
  const hint = destroyAndBringUpAgain(name);
  await refuseLinks(folder);
  const fields = await readState(path, hint);
  if (fields === undefined) return undefined;
  const lab = labFrom({ ...fields, folder });
  if (lab === undefined) throw damaged(path, hint);
  const { owner } = lab.identity;
  if (owner.uid !== currentUser().uid)
    throw new LabError({
      code: 'state-foreign',
      fault: 'permission',
      message: stateIsForeign(path, owner.name, owner.uid),
      hint: runAsOwner(owner.name),
    });
  await refuseCopy(lab.identity, await registeredFolder(lab.identity.id));
  return lab;
};

/**
 * Machines are one folder's: with a copy of it, one would work on the other's. A folder that was moved is no copy.
 * `original`: where somebody else knows the lab to be. @throws LabError `state-copied` if it is there still
 */
export const refuseCopy = async ({ id, name, folder }: LabIdentity, original: string | undefined): Promise<void> => {
  if (original === undefined || original === folder) return;
  const there = await readState(recordPath(original), destroyAndBringUpAgain(name)).catch(() => undefined);
  if (there?.['id'] !== id) return;
  throw new LabError({
    code: 'state-copied',
    fault: 'usage',
    message: stateIsCopied(folder, original),
    hint: removeTheCopy(folder, name),
  });
};

/** What a new lab is made from. */
export interface NewLab extends Pick<Lab, 'topology' | 'target' | 'sites' | 'options'> {
  readonly project: string;
  readonly name: string;
}

/** Begins a lab: an id of its own, its folder, and an entry in the user's registry. Call it while holding its lock. */
export const createLab = async (
  { project, name, ...origin }: NewLab,
  { clock, random }: { readonly clock: Clock; readonly random: Random },
): Promise<Lab> => {
  const id = random.text(8, 'abcdefghijklmnopqrstuvwxyz0123456789');
  const identity: LabIdentity = { id, name, owner: currentUser(), folder: labFolder(project, name) };
  const lab: Lab = { identity, ...origin, createdAt: clock.now() };
  await saveLab(lab);
  return lab;
};

/**
 * Keeps what is known of a lab, in its folder and then in the user's registry: who finds a file of the registry whose
 * writing was cut off also finds the lab that it belongs to.
 */
export const saveLab = async (lab: Lab): Promise<void> => {
  await writeState(recordPath(lab.identity.folder), labFields(lab));
  await registerLab(lab);
};

/** Removes what is left of a run that was cut off before it had written its lab down: a lock, and a part of the record. */
export const forgetBeginning = async (project: string, name: string): Promise<void> => {
  const folder = labFolder(project, name);
  const isBeginning = (await listFolder(folder)).every((each) => each === 'lock' || each.startsWith('lab.json.'));
  if (isBeginning && (await holderOf(folder)) === undefined) await removeTree(folder);
};

const bindingsPath = (lab: LabIdentity): string => join(lab.folder, 'bindings.json');

/** Keeps what was observed of the lab, so that verbs find its machines without asking their provider. */
export const saveBindings = (lab: LabIdentity, bindings: Bindings): Promise<void> =>
  writeState(bindingsPath(lab), { bindings });

/** What was last observed of the lab. @throws LabError `state-damaged`, `state-newer` */
export const loadBindings = async (lab: LabIdentity): Promise<Bindings> => {
  const fields = await readState(bindingsPath(lab), destroyAndBringUpAgain(lab.name));
  return (fields?.['bindings'] as Bindings | undefined) ?? noBindings;
};

const blueprintPath = (lab: LabIdentity): string => join(lab.folder, 'blueprint.json');

/** Keeps what the lab is brought up as, so that `down` and `destroy` do not depend on the topology file. */
export const saveBlueprint = (lab: LabIdentity, blueprint: Blueprint): Promise<void> =>
  writeState(blueprintPath(lab), { blueprint });

/** What the lab was last brought up as. @throws LabError `state-damaged`, `state-newer` */
export const loadBlueprint = async (lab: LabIdentity): Promise<Blueprint | undefined> => {
  const hint = destroyAndBringUpAgain(lab.name);
  const fields = await readState(blueprintPath(lab), hint);
  if (fields === undefined) return undefined;
  const { blueprint } = fields;
  if (typeof blueprint !== 'object' || blueprint === null || !('machines' in blueprint))
    throw damaged(blueprintPath(lab), hint);
  return blueprint as Blueprint;
};
