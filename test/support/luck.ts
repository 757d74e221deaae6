import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageRoot } from '../../src/ports/files.ts';
import type { Request } from '../../src/providers/local/protocol.ts';
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

/** What root can be asked for. */
export type Operation = Request['operation'];

const preload = `--import=${pathToFileURL(join(packageRoot(), 'test/support/bad-luck.mjs')).href}`;

/** When it strikes whom. */
export interface Luck {
  readonly whose: Unlucky | 'both';
  /** What root is asked for; any of it if not said. */
  readonly of?: Operation;
  readonly what: BadLuck | 'count';
  /** Number of the step; of those that write, or need room, where it is these that fail. */
  readonly when: number;
  /** Of the lab that stands for computers which are there already. */
  readonly hosts?: string;
}

/** What a program that is to have that luck finds in its environment. `note`: the file for what is noted down. */
export const luckEnvironment = (luck: Luck, note: string): Readonly<Record<string, string>> => ({
  NODE_OPTIONS: preload,
  BANCADA_TEST_LUCK: JSON.stringify({ ...luck, note }),
});

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
  const environment = { ...standing.environment, ...luckEnvironment(luck, note) };
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

/** How many steps a program takes, how many of them change a disk, and how many of these fail where it is full. */
export interface Steps {
  readonly steps: number;
  readonly writes: number;
  readonly rooms: number;
}

/** How many steps a program noted down that it took, at `of` or at whatever took the most. */
export const stepsIn = (notes: string, program: Unlucky, of?: Operation): Steps => {
  const counted = notes.split('\n').flatMap((line) => {
    const [name, steps, writes, rooms, operation] = line.split(' ');
    const meant = name === program && (of === undefined || of === operation);
    return meant ? [{ steps: Number(steps), writes: Number(writes), rooms: Number(rooms) }] : [];
  });
  const max = (which: keyof Steps): number => Math.max(0, ...counted.map((each) => each[which]));
  return { steps: max('steps'), writes: max('writes'), rooms: max('rooms') };
};

/** What the tool and its root program note down of their steps, for `stepsIn`. */
export const countedIn = async (project: Place, words: readonly string[]): Promise<string> =>
  (await withLuck(project, { whose: 'both', what: 'count', when: 0 }, words)).notes;

/** How many there are, of the tool and of its root program. What runs at the same time comes in any order, so it is about so many. */
export const stepsOf = async (project: Place, words: readonly string[]): Promise<Readonly<Record<Unlucky, Steps>>> => {
  const notes = await countedIn(project, words);
  return { 'bancada.js': stepsIn(notes, 'bancada.js'), 'root.js': stepsIn(notes, 'root.js') };
};

const listed = (folder: string): Promise<readonly string[]> =>
  readdir(folder, { recursive: true }).then(
    (names) => names.map((name) => join(folder, name)),
    () => [],
  );

const foldersBelow = async (folder: string, depth = 3): Promise<readonly string[]> => {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name));
  const below = depth === 0 ? [] : await Promise.all(folders.map((each) => foldersBelow(each, depth - 1)));
  return [...folders, ...below.flat()];
};

/** All that run on this computer but this one: groups and command line. */
const processes = async (): Promise<readonly string[]> => {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && name !== String(process.pid));
  const told: string[] = [];
  // One after the other: so many files are not open at once.
  for (const pid of pids) {
    const read = (file: string): Promise<string> => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '');
    const text = `${await read('cgroup')}${await read('cmdline')}`.replaceAll('\0', ' ');
    // Those that have ended, and that nobody has taken note of yet, are in groups that are gone.
    told.push(`process ${pid}: ${text.replaceAll(/^.*\(deleted\)$/gm, '')}`);
  }
  return told;
};

/** What is left of labs that were destroyed in their project and in the registry: nothing, it is hoped. */
export const filesLeft = async ({ standing: { directory } }: Place): Promise<readonly string[]> => {
  const kept = [...(await listed(join(directory, '.bancada'))), ...(await listed(join(directory, 'state')))];
  return kept.filter((path) => !/\/state(\/bancada(\/labs)?)?$/.test(path));
};

/** And on this computer. */
export const tracesOf = async (project: Place, ids: Iterable<string>): Promise<string[]> => {
  const files = await filesLeft(project);
  const lists = ['/proc/self/mounts', '/proc/net/unix'].map(async (path) => (await readFile(path, 'utf8')).split('\n'));
  const places = ['/var/lib/bancada/labs', '/run/bancada'].map((folder) => readdir(folder).catch(() => []));
  const all = await Promise.all([...lists, ...places, foldersBelow('/sys/fs/cgroup'), processes()]);
  const known = [...ids];
  return [...files, ...all.flat().filter((text) => known.some((id) => text.includes(id)))];
};

/** The ids that a lab was given so far, as the registry and its own folder tell. */
export const idsOf = async ({ standing: { directory }, labFolder }: SmallProject): Promise<readonly string[]> => {
  const registered = await readdir(join(directory, 'state/bancada/labs')).catch((): string[] => []);
  const record = await readFile(join(labFolder, 'lab.json'), 'utf8').catch(() => '');
  const own = /"id": "([a-z0-9]{8})"/.exec(record)?.[1];
  return [...registered.map((name) => name.slice(0, 8)), ...(own === undefined ? [] : [own])];
};
