import { LabError } from '../errors/lab-error.ts';
import type { ProviderName, Sites } from '../model/target.ts';
import { currentUser } from '../ports/computer.ts';
import { listFolder } from '../ports/files.ts';
import { providers } from '../providers/registry.ts';
import type { Lab } from '../state/lab.ts';
import { couldNotLook } from '../text/targets.ts';
import type { Bench } from './bench.ts';
import { providerFor } from './targets.ts';

/** What is enough of a lab to remove it. */
export type Remains = Pick<Lab, 'identity' | 'sites' | 'options'>;

/** What one provider holds of this user's labs that no file tells of, by the marks they bear. */
export const foundInWorld = async (
  name: ProviderName,
  { project }: Pick<Bench, 'project'>,
): Promise<readonly Remains[]> => {
  const owner = currentUser();
  const standing = { sites: { [name]: name }, options: {} };
  const provider = await providerFor(project, standing);
  return (await provider.list(owner)).map((lab) => ({ identity: { ...lab, owner }, ...standing }));
};

/**
 * Labs by the marks that they bear wherever they stand: their VMs, their instances, their computers. Asked last, since it
 * takes accounts and time. Who cannot be asked is told of: there may be more of a lab.
 */
export const foundFarAway = async (
  isMeant: (lab: Remains) => boolean | Promise<boolean>,
  bench: Bench,
): Promise<readonly Remains[]> => {
  const names = (Object.keys(providers) as readonly ProviderName[]).filter((each) => each !== 'local');
  const found = await Promise.all(names.map((name) => foundInWorld(name, bench).catch(notAsked(name, bench))));
  const asked = found.flat().map(async (lab) => ((await isMeant(lab)) ? [lab] : []));
  const meant = (await Promise.all(asked)).flat();
  const firsts = new Map(meant.toReversed().map((lab) => [lab.identity.id, lab]));
  return [...firsts.values()].toReversed().map((first) => ({ ...first, sites: sitesOf(first, meant) }));
};

/** Where all parts of a lab stand. */
const sitesOf = ({ identity }: Remains, parts: readonly Remains[]): Sites => {
  const own = parts.filter((part) => part.identity.id === identity.id);
  return Object.assign({}, ...own.map(({ sites }) => sites)) as Sites;
};

/**
 * Whether nothing is left of a lab's folder, but for the lock of who last tried to remove it; else it belongs to the project
 * that the folder is in.
 */
export const isLost = async ({ identity }: Remains): Promise<boolean> =>
  (await listFolder(identity.folder)).every((name) => name === 'lock');

/** Who was never set up here holds nothing of ours. */
const absent: readonly string[] = ['program-missing', 'virtualbox-missing', 'libvirt-missing', 'ec2-no-credentials'];

const notAsked =
  (name: ProviderName, { stage }: Bench) =>
  (error: unknown): readonly Remains[] => {
    if (!(error instanceof LabError) || error.fault === 'bug' || error.fault === 'interrupted') throw error;
    if (!absent.includes(error.code))
      stage.emit({ type: 'notice', code: 'not-looked', what: couldNotLook(name, error.sentence) });
    return [];
  };
