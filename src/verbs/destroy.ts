import { LabError } from '../errors/lab-error.ts';
import { systemClock } from '../ports/clock.ts';
import { secureRandom } from '../ports/random.ts';
import type { Lab } from '../state/lab.ts';
import { withLock } from '../state/lock.ts';
import { openLab } from '../state/record.ts';
import { findLabs, forgetLab } from '../state/registry.ts';
import * as text from '../text/verbs.ts';
import type { Bench, LabRequest } from './bench.ts';
import { labNameOf } from './compiled.ts';
import { providerOf } from './targets.ts';

/** Removes the lab and everything on its machines, also what an interrupted run left, with or without its folder. */
export const destroy = async (
  request: LabRequest & { readonly yes?: boolean },
  bench: Bench,
): Promise<{ readonly lab: string }> => {
  const lab = await labToDestroy(request, bench);
  const agreed =
    request.yes === true ||
    (await bench.stage.consent({
      code: 'destroy',
      question: text.destroyQuestion(lab.identity.name),
      details: [lab.identity.folder],
    }));
  if (!agreed) throw new LabError({ code: 'not-confirmed', fault: 'usage', ...text.notConfirmed('--yes') });
  await withLock(lab.identity.folder, 'destroy', { clock: systemClock, random: secureRandom }, () =>
    providerOf(lab.target).destroy(lab.identity, bench.stage),
  );
  await forgetLab(lab.identity);
  return { lab: lab.identity.name };
};

/** From the lab's folder; if that is gone, from the user's registry: by name if it is the only one, else by id. */
const labToDestroy = async (request: LabRequest, bench: Bench): Promise<Lab> => {
  const registered = await findLabs();
  const byId = registered.find(({ identity }) => identity.id === request.lab);
  if (byId !== undefined) return byId;
  const name = await labNameOf(request, bench);
  const lab = (await openLab(bench.project, name).catch(() => undefined)) ?? registeredHere(registered, name, bench);
  if (lab === undefined) throw new LabError({ code: 'lab-not-up', fault: 'operation', ...text.notUp(name) });
  return lab;
};

const registeredHere = (registered: readonly Lab[], name: string, bench: Bench): Lab | undefined =>
  registered.find(({ identity }) => identity.name === name && identity.folder.startsWith(`${bench.project}/`));
