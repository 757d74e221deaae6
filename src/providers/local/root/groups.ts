import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { comesTrue } from '../../../ports/comes-true.ts';
import type { MachineOrder } from '../protocol.ts';

/*
 * Every process of a lab lives in a cgroup that carries the lab's id: each machine in one of its own, so that sizes
 * hold and nothing is left when the lab is killed. Three kinds of computers: systemd rules the tree and hands out
 * scopes; version 2 without systemd; version 1, where every controller has its own tree.
 */

const top = '/sys/fs/cgroup';

type Layout = 'systemd' | 'unified' | 'separate';

/** Whether the tree is version 2's, whoever rules it. */
const isUnified = (): boolean => existsSync(join(top, 'cgroup.controllers'));

const layout = (): Layout => {
  if (existsSync('/run/systemd/system')) return 'systemd';
  return isUnified() ? 'unified' : 'separate';
};

/**
 * The trees in which our groups are made, or found. The first is the one by which processes are found and killed. Of
 * version 1 all that there are: what a machine makes groups in for its containers must be below its own.
 */
const trees = (): readonly string[] =>
  isUnified()
    ? [top]
    : [...new Set([join(top, 'unified'), join(top, 'systemd'), ...foldersBelow(top)])].filter((tree) =>
        existsSync(tree),
      );

const labGroup = (id: string): string =>
  layout() === 'systemd' ? `bancada.slice/bancada-${id}.slice` : `bancada-${id}`;

const unitOf = (id: string, leaf: string): string => `bancada-${id}-${leaf}.scope`;

const groupOf = (id: string, leaf: string): string =>
  join(labGroup(id), layout() === 'systemd' ? unitOf(id, leaf) : leaf);

/** The name of a machine's group within its lab's; the switch's and the door's have names of other forms. */
export const machineLeaf = (machine: string): string => `machine-${machine}`;

/** Folder of the group that counts a machine's memory. */
export const memoryFolder = (id: string, machine: string): string =>
  join(isUnified() ? top : join(top, 'memory'), groupOf(id, machineLeaf(machine)));

const makeGroup = (tree: string, group: string): string => {
  const folder = join(tree, group);
  mkdirSync(folder, { recursive: true });
  if (basename(tree) === 'cpuset') takeProcessors(folder, tree);
  return folder;
};

/** A new group of version 1's cpuset has no processor, and takes no process before it has those of the group above it. */
const takeProcessors = (folder: string, tree: string): void => {
  if (folder === tree) return;
  takeProcessors(dirname(folder), tree);
  for (const file of ['cpuset.cpus', 'cpuset.mems'])
    writeFileSync(join(folder, file), readFileSync(join(dirname(folder), file)));
};

/** Version 2 gives a group the controllers that all groups above it have handed on. */
const handOnControllers = (id: string): void => {
  for (const group of ['', labGroup(id)])
    writeFileSync(join(makeGroup(top, group), 'cgroup.subtree_control'), '+cpu +memory +pids');
};

/** Enters the groups whose `cgroup.procs` are the first `$1` arguments after it, then becomes the program. */
const enterScript = 'n=$1; shift; while [ "$n" -gt 0 ]; do echo $$ > "$1"; shift; n=$((n - 1)); done; exec "$@"';

/** The arguments to put before a program's own, so that it runs in a group of the lab from its first moment on. */
export const enter = (id: string, leaf: string): readonly [string, ...string[]] => {
  if (layout() === 'systemd') {
    const slice = `--slice=bancada-${id}.slice`;
    return [
      'systemd-run',
      '--scope',
      '--quiet',
      '--collect',
      `--unit=${unitOf(id, leaf)}`,
      slice,
      '--property=Delegate=yes',
      '--',
    ];
  }
  if (layout() === 'unified') handOnControllers(id);
  const doors = trees().map((tree) => join(makeGroup(tree, groupOf(id, leaf)), 'cgroup.procs'));
  return ['sh', '-c', enterScript, 'sh', String(doors.length), ...doors];
};

/** Linux counts a share of processor time within periods; 100 ms is its own default. */
const period = 100_000;

/**
 * Holds a machine's group to its size.
 * @returns the command that does it, where systemd has to be asked
 */
export const limit = (
  id: string,
  machine: string,
  size: MachineOrder['size'],
): readonly [string, ...string[]] | undefined => {
  const leaf = machineLeaf(machine);
  const bytes = size.memoryMiB * 1024 * 1024;
  const quota = Math.round(size.cpus * period);
  if (layout() === 'systemd') {
    const properties = [`CPUQuota=${String(Math.round(size.cpus * 100))}%`, `MemoryMax=${String(bytes)}`];
    return ['systemctl', 'set-property', '--runtime', unitOf(id, leaf), ...properties];
  }
  const values = isUnified()
    ? ([
        [top, 'memory.max', bytes],
        [top, 'cpu.max', `${String(quota)} ${String(period)}`],
      ] as const)
    : ([
        [join(top, 'memory'), 'memory.limit_in_bytes', bytes],
        [join(top, 'cpu'), 'cpu.cfs_quota_us', quota],
      ] as const);
  for (const [tree, file, value] of values) writeFileSync(join(tree, groupOf(id, leaf), file), String(value));
  return undefined;
};

const foldersBelow = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => join(folder, entry.name));
  } catch {
    return []; // it went away meanwhile
  }
};

const membersBelow = (folder: string): readonly number[] => {
  let own: readonly number[] = [];
  try {
    own = readFileSync(join(folder, 'cgroup.procs'), 'utf8').split('\n').filter(Boolean).map(Number);
  } catch {
    // it went away meanwhile
  }
  return [...own, ...foldersBelow(folder).flatMap(membersBelow)];
};

/** Processes of a lab, or of one of its groups, as this computer numbers them. */
export const members = (id: string, leaf?: string): readonly number[] =>
  membersBelow(join(trees()[0] ?? top, leaf === undefined ? labGroup(id) : groupOf(id, leaf)));

/** How many machines of all labs, but this one if one is named, run on this computer or are about to. Needs no root. */
export const machinesRunning = (except?: string): number =>
  foldersBelow(join(trees()[0] ?? top, layout() === 'systemd' ? 'bancada.slice' : ''))
    .filter((folder) => folder.includes('bancada-') && (except === undefined || !folder.includes(`bancada-${except}`)))
    .flatMap(foldersBelow)
    .filter((folder) => folder.includes('machine-')).length;

/** Kills all processes of a lab, or of one of its groups, at one stroke where the kernel can (5.14). */
export const kill = (id: string, leaf?: string): void => {
  const folder = join(trees()[0] ?? top, leaf === undefined ? labGroup(id) : groupOf(id, leaf));
  try {
    writeFileSync(join(folder, 'cgroup.kill'), '1');
  } catch {
    for (const pid of membersBelow(folder)) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // it ended meanwhile
      }
    }
  }
};

/** @returns whether it is gone, with all below it */
const removeGroups = (folder: string): boolean => {
  for (const below of foldersBelow(folder)) removeGroups(below);
  try {
    rmdirSync(folder);
  } catch {
    // systemd was quicker, it never was there, or the kernel is not done with it
  }
  return !existsSync(folder);
};

/** The kernel holds a group a moment longer than the last process is listed in it. */
const removalMs = 5000;

/** Removes the groups of a lab, or one of them, from every tree. They must be empty. */
export const remove = async (id: string, leaf?: string): Promise<void> => {
  const folders = trees().map((tree) => join(tree, leaf === undefined ? labGroup(id) : groupOf(id, leaf)));
  await comesTrue(() => folders.map(removeGroups).every(Boolean), { forMs: removalMs });
};
