import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** What the processors of this computer have done since it booted, in seconds of processor time. */
export interface HostLoad {
  readonly processors: number;
  /** By whoever, the hypervisor's share left out. */
  readonly busy: number;
  /** What the hypervisor gave to other computers while something here wanted to run. */
  readonly stolen: number;
}

/** The kernel's ticks a second in what it tells programs, on all architectures that Node runs on. */
const ticks = 100;

/** Reads it; `undefined` where the system does not tell. Formats: proc_stat(5). */
export const hostLoad = (): HostLoad | undefined => {
  try {
    const line = readFileSync('/proc/stat', 'utf8').split('\n')[0] ?? '';
    const [, user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = line.split(/\s+/).map(Number);
    const busy = (user + nice + system + irq + softirq) / ticks;
    return { processors: availableParallelism(), busy, stolen: steal / ticks };
  } catch {
    return undefined;
  }
};
