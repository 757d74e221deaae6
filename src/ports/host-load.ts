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

/**
 * The share of the processor time wanted here, from one reading to the next, that a hypervisor gave to other computers; none if
 * nothing was wanted.
 */
export const stolenShare = (before: HostLoad, after: HostLoad): number => {
  const stolen = after.stolen - before.stolen;
  return stolen / Math.max(after.busy - before.busy + stolen, Number.MIN_VALUE);
};

/**
 * The processors that were at work from one reading to the next, so many seconds later, on average; what was taken from this
 * computer counts as such. `undefined` where that is not known.
 */
export const hostWork = (
  before: HostLoad | undefined,
  after: HostLoad | undefined,
  seconds: number,
): Pick<HostLoad, 'processors' | 'busy'> | undefined => {
  if (before === undefined || after === undefined || seconds <= 0) return undefined;
  const busy = (after.busy + after.stolen - before.busy - before.stolen) / seconds;
  return { processors: after.processors, busy: Math.min(after.processors, busy) };
};
