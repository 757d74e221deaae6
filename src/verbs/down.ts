import { withLock } from '../state/lock.ts';
import type { Bench, LabRequest } from './bench.ts';
import { openRunning } from './opened.ts';
import { ports } from './ports.ts';
import { shippedRoles } from './roles.ts';

/** Stops the lab's machines and networks. Disks, secrets and addresses stay; `up` goes on from there. */
export const down = async (request: LabRequest, bench: Bench): Promise<{ readonly lab: string }> => {
  const lab = await openRunning(request, bench, { keep: false, known: shippedRoles });
  await withLock(lab.identity.folder, 'down', ports, () => lab.provider.stop(lab.known, bench.stage));
  return { lab: lab.identity.name };
};
