import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageRoot } from '../../src/ports/files.ts';
import { bancadaAt, type Said } from './bancada.ts';
import type { SmallProject } from './small-project.ts';

/** Whose step goes wrong: the tool's, or that of the program that it runs as root. */
export type Unlucky = 'bancada.js' | 'root.js';

/** What happens at one of its steps: it is killed, or nothing can be written from there on. */
export type BadLuck = 'kill' | 'ENOSPC' | 'EROFS' | 'EACCES';

const preload = `--import=${pathToFileURL(join(packageRoot(), 'test/support/bad-luck.mjs')).href}`;

const withLuck = (
  { standing }: SmallProject,
  luck: readonly (string | number)[],
  words: readonly string[],
): Promise<Said> => {
  const environment = { ...standing.environment, NODE_OPTIONS: preload, BANCADA_TEST_LUCK: luck.join(' ') };
  const [verb = '', ...rest] = words;
  return bancadaAt({ ...standing, environment }, verb, ...rest);
};

/** Uses the command line, with whose step of that number something goes wrong. `code` is -1 if it was killed. */
export const unlucky = (
  project: SmallProject,
  whose: Unlucky,
  luck: BadLuck,
  step: number,
  words: readonly string[],
): Promise<Said> => withLuck(project, [whose, luck, step], words);

/** How many steps there are. What runs at the same time comes in any order, so it is about so many. */
export const stepsOf = async (project: SmallProject, whose: Unlucky, words: readonly string[]): Promise<number> => {
  const counts = join(project.standing.directory, `steps-${whose}-${words[0] ?? ''}`);
  await withLuck(project, [whose, 'count', counts], words);
  const text = await readFile(counts, 'utf8').catch(() => '');
  return Math.max(0, ...text.split('\n').map(Number));
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
