import { systemClock } from '../ports/clock.ts';
import { secureRandom } from '../ports/random.ts';
import { withLock } from '../state/lock.ts';
import type { Bench, LabRequest } from './bench.ts';
import { openRunning } from './opened.ts';

/** Stops the lab's machines and networks. Disks, secrets and addresses stay; `up` goes on from there. */
export const down = async (request: LabRequest, bench: Bench): Promise<{ readonly lab: string }> => {
  const lab = await openRunning(request, bench);
  await withLock(lab.identity.folder, 'down', { clock: systemClock, random: secureRandom }, () =>
    lab.provider.stop(lab.known, bench.stage),
  );
  return { lab: lab.identity.name };
};
