import { labFolder, type Lab } from '../state/lab.ts';
import type { NewLab } from '../state/record.ts';
import { findLabs } from '../state/registry.ts';
import type { Bench } from './bench.ts';
import { ports } from './ports.ts';
import { foundInWorld, type Remains } from './remains.ts';

const isLocal = ({ sites }: Pick<Lab, 'sites'>): boolean =>
  Object.values(sites).every((provider) => provider === 'local');

/**
 * A lab whose folder no longer knows it, and whose machines stand on this computer: as the user's registry has it, or else
 * as they tell themselves. Whoever begins it anew would leave them behind.
 */
export const lostLab = async ({ project, name, ...origin }: NewLab, bench: Bench): Promise<Lab | undefined> => {
  if (!isLocal(origin)) return undefined;
  const folder = labFolder(project, name);
  const isIt = (lab: Remains): boolean => lab.identity.folder === folder && lab.identity.name === name && isLocal(lab);
  const registered = (await findLabs()).find(isIt);
  if (registered !== undefined) return registered;
  const there = (await foundInWorld('local', bench)).find(isIt);
  return there && { identity: there.identity, ...origin, createdAt: ports.clock.now() };
};
