import { join } from 'node:path';
import { LabError } from '../errors/lab-error.ts';
import type { ProviderName } from '../model/target.ts';
import { identityFile } from '../pki/prepare-secrets.ts';
import { readText } from '../ports/files.ts';
import { labFolder, type Lab } from '../state/lab.ts';
import type { NewLab } from '../state/record.ts';
import { findLabs } from '../state/registry.ts';
import { destroyAndBringUpAgain, keyIsLost } from '../text/state.ts';
import type { Bench } from './bench.ts';
import { openOwnLab } from './own-lab.ts';
import { ports } from './ports.ts';
import { foundInWorld, type Remains } from './remains.ts';

/** Those whose machines are entered by the lab's own key, and get no other. */
const keyed: readonly ProviderName[] = ['vagrant', 'ec2'];

const isLocal = ({ sites }: Pick<Lab, 'sites'>): boolean =>
  Object.values(sites).every((provider) => provider === 'local');

const isAt =
  (folder: string, name: string) =>
  ({ identity }: Remains): boolean =>
    identity.folder === folder && identity.name === name;

/**
 * The lab as its folder knows it, or else as the user's registry knows one that lay there: whoever began it anew would leave
 * its machines behind, in a cloud at somebody's cost.
 * @throws LabError as `openOwnLab`; `state-damaged` where the key that alone enters its machines is lost, too
 */
export const openBegunLab = async (project: string, name: string): Promise<Lab | undefined> => {
  const own = await openOwnLab(project, name);
  if (own !== undefined) return own;
  const registered = (await findLabs()).find(isAt(labFolder(project, name), name));
  if (registered === undefined || !Object.values(registered.sites).some((provider) => keyed.includes(provider)))
    return registered;
  const key = join(registered.identity.folder, identityFile);
  if ((await readText(key)) === undefined)
    throw new LabError({
      code: 'state-damaged',
      fault: 'environment',
      message: keyIsLost(key, name),
      hint: destroyAndBringUpAgain(name),
    });
  return registered;
};

/** A lab that neither its folder nor the registry knows, and whose machines stand on this computer: as they tell themselves. */
export const lostLab = async ({ project, name, ...origin }: NewLab, bench: Bench): Promise<Lab | undefined> => {
  if (!isLocal(origin)) return undefined;
  const there = (await foundInWorld('local', bench)).find(isAt(labFolder(project, name), name));
  return there && { identity: there.identity, ...origin, createdAt: ports.clock.now() };
};
