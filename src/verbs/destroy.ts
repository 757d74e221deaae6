import { LabError } from '../errors/lab-error.ts';
import type { Sentence } from '../model/sentence.ts';
import { adopting } from '../providers/registry.ts';
import { notedFaults } from '../state/faults.ts';
import { withLock } from '../state/lock.ts';
import { forgetBeginning, openLab } from '../state/record.ts';
import { labFolder, type LabIdentity } from '../state/lab.ts';
import { notedSnapshots } from '../state/snapshots.ts';
import { findLabs, forgetLab } from '../state/registry.ts';
import { goToo } from '../text/snapshots.ts';
import * as text from '../text/verbs.ts';
import type { Bench, LabRequest } from './bench.ts';
import { labNameOf } from './compiled.ts';
import { undoFaults } from './fault.ts';
import { agreeToLoss } from './loss.ts';
import { openOwnLab } from './own-lab.ts';
import { ports } from './ports.ts';
import { foundFarAway, foundInWorld, isLost, type Remains } from './remains.ts';
import { projectOfLab, providerFor } from './targets.ts';

/** Removes the lab and everything on its machines, also what an interrupted run left, with or without its folder. */
export const destroy = async (
  request: LabRequest & { readonly yes?: boolean },
  bench: Bench,
): Promise<{ readonly lab: string }> => {
  const lab = await labToDestroy(request, bench);
  if (request.yes !== true)
    await agreeToLoss(bench.stage, text.destroyQuestion(lab.identity.name), await whatGoes(lab.identity));
  await undoOnOthersMachines(lab, bench);
  await withLock(lab.identity.folder, 'destroy', ports, () =>
    providerFor(projectOfLab(lab.identity), lab).then((provider) => provider.destroy(lab.identity, bench.stage)),
  );
  await forgetLab(lab.identity);
  return { lab: lab.identity.name };
};

/** A lab is destroyed whatever has become of its files. */
const whatGoes = async (identity: LabIdentity): Promise<readonly (string | Sentence)[]> => {
  const snapshots = await notedSnapshots(identity).catch(() => []);
  return [identity.folder, ...(snapshots.length === 0 ? [] : [goToo(snapshots.map(({ name }) => name))])];
};

/** Where the machines stay, nothing that was broken on purpose may; elsewhere it goes with them. */
const undoOnOthersMachines = async ({ identity, sites }: Remains, bench: Bench): Promise<void> => {
  if (!Object.values(sites).some((provider) => adopting.includes(provider))) return;
  if ((await notedFaults(identity)).length > 0) await undoFaults({ lab: identity.name }, bench);
};

/**
 * From the lab's folder; if that is gone or damaged, from the user's registry, or else from what providers find. By id, too.
 * A lab of the same name that another project has is not meant.
 */
const labToDestroy = async (request: LabRequest, bench: Bench): Promise<Remains> => {
  const near = [...(await findLabs()), ...(await foundInWorld('local', bench))];
  const byId = near.find(({ identity }) => identity.id === request.lab);
  if (byId !== undefined) return byId;
  // With its topology a project has lost what makes it one; its folder is where the user stands.
  const places = [bench.project, bench.directory];
  const here = near.filter(({ identity }) => places.includes(projectOfLab(identity)));
  const elsewhere = (wanted?: string): Remains | undefined => here.find(({ identity }) => identity.name === wanted);
  const known = elsewhere(request.lab)?.identity.name ?? (await labNameOf(request, bench).catch(unlessUnknown));
  if (typeof known !== 'string') return byIdFarAway(request.lab ?? '', known, bench);
  const name = known;
  const lab =
    (await openOwnLab(bench.project, name).catch(unlessDamaged(elsewhere(name)))) ??
    elsewhere(name) ??
    (await byNameFarAway(name, bench));
  if (lab !== undefined) return lab;
  await forgetBeginning(bench.project, name);
  const provider = await providerFor(bench.project, { sites: {}, options: {} });
  // Nobody asked for it: what cannot be done now, `doctor` tells.
  await provider.tidy?.(bench.stage).catch(() => undefined);
  throw new LabError({ code: 'lab-not-up', fault: 'operation', ...text.notUp(name) });
};

const unlessUnknown = (error: unknown): LabError => {
  if (error instanceof LabError && error.code === 'unknown-lab') return error;
  throw error;
};

/**
 * A lab of which nothing but its marks is left. VMs stand on this computer, and tell that it was begun here; an account or a
 * computer that others use too may hold a lab of the same name that its owner has up at another desk: only its id means it.
 * @throws LabError `lab-elsewhere`
 */
const byNameFarAway = async (name: string, { project, ...bench }: Bench): Promise<Remains | undefined> => {
  const folder = labFolder(project, name);
  const lost = await foundFarAway((lab) => lab.identity.name === name && isLost(lab), { project, ...bench });
  const own = lost.find(({ identity, sites }) => 'vagrant' in sites && identity.folder === folder);
  if (own !== undefined || lost.length === 0) return own;
  const known = lost.map(({ identity }) => ({ id: identity.id, folder: identity.folder }));
  throw new LabError({ code: 'lab-elsewhere', fault: 'operation', ...text.labElsewhere(name, known) });
};

/** A lab of which nothing is left here, not even its topology: the cloud's list tells its id. */
const byIdFarAway = async (id: string, unknown: LabError, bench: Bench): Promise<Remains> => {
  const isId = /^[a-z0-9]{8}$/.test(id);
  const [lab] = isId ? await foundFarAway(({ identity }) => identity.id === id, bench) : [];
  if (lab === undefined) throw unknown;
  if ((await isLost(lab)) || (await isInItsFolder(lab))) return lab;
  return { ...lab, identity: { ...lab.identity, folder: labFolder(bench.project, id) } };
};

/** The folder of a mark may be one of another computer, or anybody's word: what else is there now must not go with the lab. */
const isInItsFolder = async ({ identity }: Remains): Promise<boolean> => {
  const there = await openLab(projectOfLab(identity), identity.name).catch(() => undefined);
  return there?.identity.id === identity.id && there.identity.folder === identity.folder;
};

const unlessDamaged =
  (remains: Remains | undefined) =>
  (error: unknown): Remains => {
    const isDamaged = error instanceof LabError && error.code === 'state-damaged';
    if (!isDamaged || remains === undefined) throw error;
    return remains;
  };
