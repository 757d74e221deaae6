import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageRoot } from '../../src/ports/files.ts';
import { bancadaAt, type Said } from './bancada.ts';
import type { SmallProject } from './small-project.ts';

/** Whose step goes wrong: the tool's, or that of the program that it runs as root. */
export type Unlucky = 'bancada.js' | 'root.js';

/** What happens at one of its steps; `bad-luck.mjs` tells what each is. */
export type BadLuck =
  | 'kill'
  | 'SIGINT'
  | 'SIGINT SIGINT'
  | 'SIGTERM'
  | 'SIGHUP'
  | 'ENOSPC'
  | 'EROFS'
  | 'EACCES'
  | 'machine'
  | 'switch'
  | 'door'
  | 'connection';

const preload = `--import=${pathToFileURL(join(packageRoot(), 'test/support/bad-luck.mjs')).href}`;

interface Luck {
  readonly whose: Unlucky | 'both';
  readonly what: BadLuck | 'count';
  /** Number of the step; of the write, where it is writing that fails. */
  readonly when: number;
  /** Of the lab that stands for computers which are there already. */
  readonly hosts?: string;
}

/** Where it is used. */
type Place = Pick<SmallProject, 'standing'>;

/** Uses the command line with that luck. @returns how it ended, and what was noted down meanwhile */
const withLuck = async (
  { standing }: Place,
  luck: Luck,
  words: readonly string[],
): Promise<{ readonly said: Said; readonly notes: string }> => {
  const note = join(standing.directory, 'luck');
  await rm(note, { force: true });
  const told = JSON.stringify({ ...luck, note });
  const environment = { ...standing.environment, NODE_OPTIONS: preload, BANCADA_TEST_LUCK: told };
  const [verb = '', ...rest] = words;
  const said = await bancadaAt({ ...standing, environment }, verb, ...rest);
  return { said, notes: await readFile(note, 'utf8').catch(() => '') };
};

/** Uses the command line, with something that goes wrong. `struck`: whether it came to that. The code of who is killed is -1. */
export const unlucky = async (
  project: Place,
  luck: Luck & { readonly what: BadLuck },
  words: readonly string[],
): Promise<{ readonly said: Said; readonly struck: boolean }> => {
  const { said, notes } = await withLuck(project, luck, words);
  return { said, struck: notes.includes('struck') };
};

/** How many steps a program takes, and how many of them write to a disk. */
export interface Steps {
  readonly steps: number;
  readonly writes: number;
}

/** How many there are, of the tool and of its root program. What runs at the same time comes in any order, so it is about so many. */
export const stepsOf = async (project: Place, words: readonly string[]): Promise<Readonly<Record<Unlucky, Steps>>> => {
  const { notes } = await withLuck(project, { whose: 'both', what: 'count', when: 0 }, words);
  const most = (program: Unlucky): Steps => {
    const counted = notes.split('\n').flatMap((line) => {
      const [name, steps, writes] = line.split(' ');
      return name === program ? [{ steps: Number(steps), writes: Number(writes) }] : [];
    });
    const max = (which: keyof Steps): number => Math.max(0, ...counted.map((each) => each[which]));
    return { steps: max('steps'), writes: max('writes') };
  };
  return { 'bancada.js': most('bancada.js'), 'root.js': most('root.js') };
};

const listed = (folder: string): Promise<readonly string[]> =>
  readdir(folder, { recursive: true }).then(
    (names) => names.map((name) => join(folder, name)),
    () => [],
  );

const groupsBelow = async (folder: string, id: string, depth = 3): Promise<readonly string[]> => {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name));
  const below = depth === 0 ? [] : await Promise.all(folders.map((each) => groupsBelow(each, id, depth - 1)));
  return [...folders.filter((each) => each.includes(id)), ...below.flat()];
};

const processesOf = async (id: string): Promise<readonly string[]> => {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && name !== String(process.pid));
  const told = await Promise.all(
    pids.map(async (pid) => {
      const files = ['cgroup', 'cmdline'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => ''));
      return (await Promise.all(files)).join('').replaceAll('\0', ' ');
    }),
  );
  // Those that have ended, and that nobody has taken note of yet, are in groups that are gone.
  const living = told.map((text) => text.replaceAll(/^.*\(deleted\)$/gm, ''));
  return living.flatMap((text, index) => (text.includes(id) ? [`process ${pids[index] ?? ''}: ${text}`] : []));
};

/** What is left of a lab that was destroyed, in its project, in the registry and on this computer: nothing, it is hoped. */
export const tracesOf = async ({ standing: { directory } }: SmallProject, ids: Iterable<string>): Promise<string[]> => {
  const kept = [...(await listed(join(directory, '.bancada'))), ...(await listed(join(directory, 'state')))];
  const files = kept.filter((path) => !/\/state(\/bancada(\/labs)?)?$/.test(path));
  const ours = await Promise.all(
    [...ids].map(async (id) => {
      const lines = await Promise.all(
        ['/proc/self/mounts', '/proc/net/unix'].map(async (path) =>
          (await readFile(path, 'utf8')).split('\n').filter((line) => line.includes(id)),
        ),
      );
      const places = await Promise.all(
        ['/var/lib/bancada/labs', '/run/bancada'].map((folder) => readdir(folder).catch(() => [])),
      );
      return [
        ...lines.flat(),
        ...places.flat().filter((name) => name === id),
        ...(await groupsBelow('/sys/fs/cgroup', id)),
        ...(await processesOf(id)),
      ];
    }),
  );
  return [...files, ...ours.flat()];
};

/** The ids that a lab was given so far, as the registry and its own folder tell. */
export const idsOf = async ({ standing: { directory }, labFolder }: SmallProject): Promise<readonly string[]> => {
  const registered = await readdir(join(directory, 'state/bancada/labs')).catch((): string[] => []);
  const record = await readFile(join(labFolder, 'lab.json'), 'utf8').catch(() => '');
  const own = /"id": "([a-z0-9]{8})"/.exec(record)?.[1];
  return [...registered.map((name) => name.slice(0, 8)), ...(own === undefined ? [] : [own])];
};
