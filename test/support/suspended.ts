import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { execa } from 'execa';

const trees = ['/sys/fs/cgroup', '/sys/fs/cgroup/unified'];

/** The group of version 2 that everything of a lab runs in: its machines, its switches, its door. */
const groupOf = (id: string): string => {
  const names = [`bancada-${id}`, `bancada.slice/bancada-${id}.slice`];
  const found = trees.flatMap((tree) => names.map((name) => join(tree, name)));
  const group = found.find((folder) => existsSync(join(folder, 'cgroup.freeze')));
  if (group === undefined) throw new Error(`no group of the lab ${id} that the kernel could freeze`);
  return group;
};

const freeze = async (group: string, isFrozen: boolean): Promise<void> => {
  const value = isFrozen ? '1' : '0';
  const words = ['sh', '-c', 'echo "$1" >"$2"', 'sh', value, join(group, 'cgroup.freeze')];
  const [program = '', ...argv] = process.getuid?.() === 0 ? words : ['sudo', '-n', ...words];
  await execa(program, argv);
};

/**
 * What a lab goes through while the computer sleeps: none of its processes runs, and the clock on the wall goes on. Nothing else
 * of this computer is held, so that what the kernel alone does, an answer of TCP, is done meanwhile.
 */
export const suspended = async (id: string, milliseconds: number): Promise<void> => {
  const group = groupOf(id);
  try {
    await freeze(group, true);
    const limit = performance.now() + 10_000;
    while (!(await readFile(join(group, 'cgroup.events'), 'utf8')).includes('frozen 1')) {
      if (performance.now() > limit) throw new Error(`${group} does not freeze`);
      await pause(10);
    }
    await pause(milliseconds);
  } finally {
    await freeze(group, false);
  }
};
