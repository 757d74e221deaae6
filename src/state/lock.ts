import { basename, join } from 'node:path';
import { LabError } from '../errors/lab-error.ts';
import type { Clock } from '../ports/clock.ts';
import type { ProcessIdentity } from '../ports/computer.ts';
import { isAlive, thisProcess } from '../ports/computer.ts';
import { listFolder, readText, removeTree, writePrivately } from '../ports/files.ts';
import type { Random } from '../ports/random.ts';
import { labIsBusy, waitForHolder } from '../text/state.ts';
import { parseJson } from './json.ts';
import { refuseLinks } from './links.ts';

/** Who works on a lab, and at what. */
export interface Holder extends ProcessIdentity {
  readonly verb: string;
}

// Each contender lays down a claim of its own, then looks: whoever sees another live claim takes their own back.
// A claim's name is never used again, so one that a dead process left can be removed without a race. Two that come at
// the same moment may both step back; after a pause of random length one of them gets through.
const attempts = 4;

const otherHolder = async (folder: string, mine?: string): Promise<Holder | undefined> => {
  const names = (await listFolder(folder)).filter((name) => name !== mine && name.endsWith('.json'));
  for (const name of names) {
    const claim = parseJson<Holder>(await readText(join(folder, name)));
    if (claim !== undefined && isAlive(claim)) return claim;
    await removeTree(join(folder, name));
  }
  return undefined;
};

const claim = async (folder: string, verb: string, { clock, random }: LockPorts): Promise<string | Holder> => {
  for (let attempt = 1; ; attempt++) {
    const name = `${random.text(16)}.json`;
    const path = join(folder, name);
    await writePrivately(path, JSON.stringify({ ...thisProcess(), verb }));
    const other = await otherHolder(folder, name);
    if (other === undefined) return path;
    await removeTree(path);
    if (attempt === attempts) return other;
    await clock.sleep(10 + (random.bytes(1)[0] ?? 0) / 4);
  }
};

interface LockPorts {
  readonly clock: Clock;
  readonly random: Random;
}

/** Who works on the lab in that folder right now. */
export const holderOf = (folder: string): Promise<Holder | undefined> => otherHolder(join(folder, 'lock'));

/**
 * Does something while nobody else changes the lab. A holder that died is no holder.
 * @throws LabError `lab-busy`, which names who holds it; `state-linked`
 */
export const withLock = async <T>(
  folder: string,
  verb: string,
  ports: LockPorts,
  work: () => Promise<T>,
): Promise<T> => {
  await refuseLinks(folder);
  const claimed = await claim(join(folder, 'lock'), verb, ports);
  if (typeof claimed !== 'string')
    throw new LabError({
      code: 'lab-busy',
      fault: 'busy',
      message: labIsBusy(basename(folder), claimed.verb, claimed.pid),
      hint: waitForHolder(claimed.pid),
      context: { pid: claimed.pid, verb: claimed.verb },
    });
  try {
    return await work();
  } finally {
    await removeTree(claimed);
  }
};
