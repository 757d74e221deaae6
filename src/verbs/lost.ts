import { labFolder, type Lab } from '../state/lab.ts';
import type { NewLab } from '../state/record.ts';
import { findLabs } from '../state/registry.ts';
import type { Bench } from './bench.ts';
import { ports } from './ports.ts';
import { foundInWorld, type Remains } from './remains.ts';

const isLocal = ({ sites }: Pick<Lab, 'sites'>): boolean =>
  Object.values(sites).every((provider) => provider === 'local');

/**
 * A lab whose folder no longer knows it: as the user's registry has it, or else, where its machines stand on this computer,
 * as they tell themselves. Whoever begins it anew would leave them behind, in a cloud at somebody's cost.
 */
export const lostLab = async ({ project, name, ...origin }: NewLab, bench: Bench): Promise<Lab | undefined> => {
  const folder = labFolder(project, name);
  const isIt = ({ identity }: Remains): boolean => identity.folder === folder && identity.name === name;
  const registered = (await findLabs()).find(isIt);
  if (registered !== undefined || !isLocal(origin)) return registered;
  const there = (await foundInWorld('local', bench)).find(isIt);
  return there && { identity: there.identity, ...origin, createdAt: ports.clock.now() };
};
