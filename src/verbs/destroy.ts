import { LabError } from '../errors/lab-error.ts';
import { currentUser } from '../ports/computer.ts';
import type { Lab } from '../state/lab.ts';
import { withLock } from '../state/lock.ts';
import { openLab } from '../state/record.ts';
import { findLabs, forgetLab } from '../state/registry.ts';
import * as text from '../text/verbs.ts';
import type { Bench, LabRequest } from './bench.ts';
import { labNameOf } from './compiled.ts';
import { agreeToLoss } from './loss.ts';
import { ports } from './ports.ts';
import { providerOf, targetNames } from './targets.ts';

/** Removes the lab and everything on its machines, also what an interrupted run left, with or without its folder. */
export const destroy = async (
  request: LabRequest & { readonly yes?: boolean },
  bench: Bench,
): Promise<{ readonly lab: string }> => {
  const lab = await labToDestroy(request, bench);
  if (request.yes !== true)
    await agreeToLoss(bench.stage, text.destroyQuestion(lab.identity.name), [lab.identity.folder]);
  await withLock(lab.identity.folder, 'destroy', ports, () =>
    providerOf(lab.target).destroy(lab.identity, bench.stage),
  );
  await forgetLab(lab.identity);
  return { lab: lab.identity.name };
};

/** What is enough of a lab to remove it. */
type Remains = Pick<Lab, 'identity' | 'target'>;

/** From the lab's folder; if that is gone or damaged, from the user's registry, or else from what providers find. By id, too. */
const labToDestroy = async (request: LabRequest, bench: Bench): Promise<Remains> => {
  const registered = await findLabs();
  const byId = registered.find(({ identity }) => identity.id === request.lab);
  if (byId !== undefined) return byId;
  const here = [...registered, ...(await foundInWorld())].filter(({ identity }) =>
    identity.folder.startsWith(`${bench.project}/`),
  );
  const elsewhere = (wanted?: string): Remains | undefined => here.find(({ identity }) => identity.name === wanted);
  const name = elsewhere(request.lab)?.identity.name ?? (await labNameOf(request, bench));
  const lab = (await openLab(bench.project, name).catch(unlessDamaged(elsewhere(name)))) ?? elsewhere(name);
  if (lab === undefined) throw new LabError({ code: 'lab-not-up', fault: 'operation', ...text.notUp(name) });
  return lab;
};

const unlessDamaged =
  (remains: Remains | undefined) =>
  (error: unknown): Remains => {
    const isDamaged = error instanceof LabError && error.code === 'state-damaged';
    if (!isDamaged || remains === undefined) throw error;
    return remains;
  };

/** Labs of this user that no file tells of, by the marks they bear. */
const foundInWorld = async (): Promise<readonly Remains[]> => {
  const owner = currentUser();
  const found = targetNames.map(async (target) =>
    (await providerOf(target).list(owner)).map((lab) => ({ identity: { ...lab, owner }, target })),
  );
  return (await Promise.all(found)).flat();
};
