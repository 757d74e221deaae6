import { currentUser } from '../../ports/computer.ts';
import { listFolder, readText } from '../../ports/files.ts';
import { parseJson } from '../../state/json.ts';
import type { LimitRaise } from '../provider.ts';
import { places } from './places.ts';
import { limitKeys, type LimitKey } from './protocol.ts';
import type { RaisedLimits } from './records.ts';

/*
 * Limits of the kernel's that many machines at once come up against, each shared by all that runs on this computer. Measured
 * on fifty plain machines and on those of the survey lab. Keys, terminals, mounts, loop devices and the 1024 ports of a
 * switch were looked at too: they do not run out before these.
 */

/** Who would share the limits. */
interface Crowd {
  /** Machines of all labs together. */
  readonly machines: number;
  /** How many of this lab's are on each network. */
  readonly networks: readonly number[];
}

interface Limit {
  readonly needed: (crowd: Crowd) => number;
  /** For how many machines, on one network, a value is enough. */
  readonly enoughFor: (value: number) => number;
  /** What is raised is raised to at least that. */
  readonly floor: number;
}

const each = (share: number): Omit<Limit, 'floor'> => ({
  needed: ({ machines }) => machines * share,
  enoughFor: (value) => Math.floor(value / share),
});

const limits: Readonly<Record<LimitKey, Limit>> = {
  // A machine's init, journal and bus take three, each service one or two.
  'fs.inotify.max_user_instances': { ...each(6), floor: 1024 },
  // Machines that have met know each other, and the visitors' place. Past the limit packets are lost without a word: of
  // fifty machines that all knocked at each other's doors, with the kernel's 1024, every third one did so in vain.
  'net.ipv4.neigh.default.gc_thresh3': {
    needed: ({ networks }) => networks.reduce((sum, machines) => sum + machines * (machines + 1), 0),
    enoughFor: (value) => Math.floor((Math.sqrt(1 + 4 * value) - 1) / 2),
    floor: 4096,
  },
  // A plain machine runs nine processes, a database some thirty threads.
  'kernel.pid_max': { ...each(64), floor: 131_072 },
  'kernel.threads-max': { ...each(64), floor: 131_072 },
  // A plain machine holds a hundred open.
  'fs.file-max': { ...each(500), floor: 1_048_576 },
};

/** The file in which the kernel keeps a limit. */
export const limitFile = (key: LimitKey): string => `/proc/sys/${key.replaceAll('.', '/')}`;

/** Limits that are raised, with no lab on this computer that they could be raised for, nor one of another user's to come. */
export const limitsLeft = async (): Promise<RaisedLimits> => {
  const [noted, labs] = await Promise.all([readText(places.limits), listFolder(places.labs)]);
  if (labs.length > 0) return [];
  const { uid } = currentUser();
  const own = (parseJson<RaisedLimits>(noted) ?? []).filter(({ awaits = uid }) => awaits === uid);
  const each = own.map(async (limit) => {
    const isSo = Number(await readText(limitFile(limit.key))) === limit.raised;
    return isSo ? [limit] : [];
  });
  return (await Promise.all(each)).flat();
};

/** A limit of the kernel's, and how much of it is needed. */
export interface LimitNeed {
  readonly key: LimitKey;
  readonly now: number;
  readonly needed: number;
  /** Who needs it. */
  readonly machines: number;
  /** For how many machines on one network it is enough as it is. */
  readonly enoughFor: number;
  /** What it would have to be; absent where it is enough. */
  readonly raise?: LimitRaise;
}

const networksOf = (
  machines: readonly { readonly interfaces: readonly { readonly network: string }[] }[],
): readonly number[] => {
  const names = machines.flatMap(({ interfaces }) => interfaces.map(({ network }) => network));
  return [...new Set(names)].map((network) => names.filter((name) => name === network).length);
};

/** What these machines of a lab need of each limit that the kernel tells of, and `others` beside them. */
export const limitNeeds = async (
  machines: Parameters<typeof networksOf>[0],
  others: number,
): Promise<readonly LimitNeed[]> => {
  const crowd = { machines: machines.length + others, networks: networksOf(machines) };
  const needs = await Promise.all(
    limitKeys.map(async (key) => {
      const { needed: neededBy, enoughFor, floor } = limits[key];
      const told = await readText(limitFile(key));
      if (told === undefined) return [];
      const now = Number(told);
      const needed = neededBy(crowd);
      const raise = needed > now ? { key, value: Math.max(floor, 2 * needed) } : undefined;
      return [{ key, now, needed, machines: crowd.machines, enoughFor: enoughFor(now), ...(raise && { raise }) }];
    }),
  );
  return needs.flat();
};
