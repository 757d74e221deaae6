import { readFile, readdir, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Blueprint } from '../../src/model/blueprint.ts';
import { currentUser } from '../../src/ports/computer.ts';
import { places } from '../../src/providers/local/places.ts';
import { noteRestoring } from '../../src/state/snapshots.ts';
import type { PlanResult } from '../../src/verbs/results.ts';
import type { Snapshots } from '../../src/verbs/snapshot/list.ts';
import type { RestoreResult } from '../../src/verbs/snapshot/restore.ts';
import type { Said } from '../support/bancada.ts';
import { countedIn, stepsIn, tracesOf, unlucky, type BadLuck, type Operation, type Unlucky } from '../support/luck.ts';
import { counted, exhaustive, isTried, rotatingSeed } from '../support/seed.ts';
import { stores } from '../support/small-labs.ts';
import { lastingProject, type SmallProject } from '../support/small-project.ts';
import { good } from '../support/trials.ts';

let project: SmallProject;
const topology = (): string => join(project.standing.directory, 'topology', 'kept.yaml');

const bancada = async (verb: string, ...words: readonly string[]): Promise<Said> => {
  const said = await project.bancada(verb, ...words);
  good(said, [verb, ...words].join(' '));
  return said;
};
const on = async (machine: string, ...words: readonly string[]): Promise<string> =>
  (await bancada('exec', '-m', machine, '--', ...words)).stdout.trim();

/** As the survey asks Redis. */
let asShop: readonly string[];
const readAccess = async (): Promise<void> => {
  const password = await readFile(join(project.labFolder, 'secrets/pairs/shop/redis'), 'utf8');
  const { machines } = (await bancada('show', '--json')).json<Blueprint>();
  const address = machines.find(({ name }) => name === 'memory')?.interfaces[0]?.address ?? '';
  asShop = ['redis-cli', '-h', address, '--no-auth-warning', '--user', 'shop', '--pass', password];
};
const redis = (...words: readonly string[]): Promise<string> => on('memory', ...asShop, ...words);
const sql = (statement: string): Promise<string> => on('tables', 'mariadb', '--skip-column-names', '-e', statement);

/** What the stores hold: one value in each. */
const write = async (value: string): Promise<void> => {
  const row = `create or replace table shop.mark (x text); insert into shop.mark values ('${value}')`;
  await Promise.all([sql(row), redis('set', 'shop:mark', value)]);
};
const held = (): Promise<readonly string[]> => Promise.all([sql('select x from shop.mark'), redis('get', 'shop:mark')]);

const nothingToDo = async (why: string): Promise<void> => {
  const { changes, machines } = (await bancada('plan', '--json')).json<PlanResult>();
  expect([changes, machines.filter(({ action }) => action !== 'keep')], why).toEqual([[], []]);
};

const labFiles = async (): Promise<string> => join(places.labs, await project.id());
const keptSets = async (): Promise<readonly string[]> =>
  (await readdir(join(await labFiles(), 'snapshots'))).toSorted();
const snapshots = async () => (await bancada('snapshot', 'list', '--json')).json<Snapshots>().snapshots;

beforeAll(async () => {
  project = await lastingProject('kept', stores);
  await bancada('up', '--no-check');
  await readAccess();
});
afterAll(async () => {
  const id = await project.id();
  await bancada('destroy', '--yes');
  expect(await tracesOf(project, [id])).toEqual([]);
});

test('the lab is again what it was: later writes are gone, nothing is to be done, checks are green', async () => {
  await write('before');
  await bancada('snapshot', 'save', 'seed');
  expect(await held()).toEqual(['before', 'before']);
  const [seed, ...others] = await snapshots();
  expect(others).toEqual([]);
  expect(seed).toMatchObject({ name: 'seed', changed: false, overrides: [] });
  expect(seed?.machines.map(({ name, bytes = 0 }) => [name, bytes > 0])).toEqual([
    ['app', true],
    ['memory', true],
    ['tables', true],
  ]);
  for (const disk of ['machines/tables/disk.ext4', 'snapshots/seed/tables/disk.ext4'])
    expect((await stat(join(await labFiles(), disk))).mode & 0o777, disk).toBe(0o600);
  await write('after');
  await on('memory', 'touch', '/root/after');
  const refused = await project.bancada('snapshot', 'restore', 'seed');
  expect([refused.code, refused.stderr]).toEqual([64, expect.stringContaining('--yes') as string]);
  expect(await held()).toEqual(['after', 'after']);
  const said = (await bancada('snapshot', 'restore', 'seed', '--yes', '--json')).json<RestoreResult>();
  expect(said).toMatchObject({ lab: 'kept', running: true, snapshot: { name: 'seed', changed: false } });
  expect(await held()).toEqual(['before', 'before']);
  expect(await on('memory', 'ls', '/root')).toBe('');
  await nothingToDo('after a restore');
  await bancada('check');
});

test('what is not to be had is refused, and says what to do', async () => {
  for (const [words, code, what] of [
    [['save', 'seed'], 64, 'has a snapshot seed already'],
    [['save', '../seed'], 64, "cannot be a snapshot's name"],
    [['restore', 'sed', '--yes'], 64, 'did you mean seed?'],
    [['delete', 'none', '--yes'], 64, 'there are seed'],
    [['list', 'seed'], 64, 'one word too many: seed'],
  ] as const) {
    const said = await project.bancada('snapshot', ...words);
    expect([said.code, said.stderr]).toEqual([code, expect.stringContaining(what) as string]);
  }
});

test('disks whose note is lost are neither removed nor taken for a snapshot; they go by their name', async () => {
  const note = join(project.labFolder, 'snapshots/seed.json');
  const elsewhere = join(project.standing.directory, 'seed.json');
  await rename(note, elsewhere);
  for (const [words, code, what] of [
    [['save', 'seed'], 64, 'has a snapshot seed already'],
    [['restore', 'seed', '--yes'], 4, 'is not known any more'],
  ] as const) {
    const said = await project.bancada('snapshot', ...words);
    expect([said.code, said.stderr]).toEqual([code, expect.stringContaining(what) as string]);
  }
  expect((await bancada('snapshot', 'save', 'second')).stderr).toContain('disks are kept as seed');
  expect((await snapshots()).map(({ name }) => name)).toEqual(['second']);
  expect(await keptSets()).toEqual(['second', 'seed']);
  await bancada('snapshot', 'delete', 'second', '--yes');
  await rename(elsewhere, note);
  expect((await snapshots()).map(({ name }) => name)).toEqual(['seed']);
});

test('a way back that cannot be ended, because a disk has vanished meanwhile, is told, and no machine is half of it', async () => {
  await write('after');
  const identity = { id: await project.id(), name: 'kept', owner: currentUser(), folder: project.labFolder };
  await noteRestoring(identity, 'seed');
  const disk = join(await labFiles(), 'snapshots/seed/memory/disk.ext4');
  await rename(disk, `${disk}.away`);
  const refused = await project.bancada('up', '--no-check');
  expect(refused.code).toBe(4);
  expect(refused.stderr).toContain('lacks the disks of memory');
  expect(refused.stderr).toContain('bancada destroy kept');
  expect(await held()).toEqual(['after', 'after']);
  await rename(`${disk}.away`, disk);
  await bancada('up', '--no-check');
  expect(await held()).toEqual(['before', 'before']);
});

/** Whom bad luck meets: the tool, or root at one of its operations on disks. What else it does, `up` and `down` do too. */
interface Victim {
  readonly whose: Unlucky;
  readonly of?: Operation;
}
interface Blow extends Victim {
  readonly what: BadLuck;
  readonly when: number;
}
/** What runs of the lab, killed at once. Redis then forgets what it has not yet written to its disk, which it does every five minutes. */
const partsOfLab: readonly BadLuck[] = ['machine', 'switch', 'door'];
const kindOf = ({ whose, of, what }: Blow): string =>
  partsOfLab.includes(what)
    ? 'part of the lab killed'
    : `${what === 'kill' ? 'kill' : 'other bad luck'} at ${of ?? whose}`;
const told = ({ whose, of, what, when }: Blow): string => `${what} at ${of ?? whose}, step ${String(when)}`;

const victims: readonly Victim[] = [
  { whose: 'bancada.js' },
  ...(['save-disks', 'ready-disks', 'swap-disks', 'remove-disks'] as const).map(
    (of) => ({ whose: 'root.js', of }) as const,
  ),
];

/** Every step at which a program can be killed or lack room; of what is much the same at each, a few of them. */
const blowsOf = (notes: string): readonly Blow[] =>
  victims.flatMap((victim) => {
    const { steps, writes, rooms } = stepsIn(notes, victim.whose, victim.of);
    const blows = (what: BadLuck, count: number, every = 1): readonly Blow[] =>
      Array.from({ length: Math.floor(count / every) }, (_, index) => ({ ...victim, what, when: (index + 1) * every }));
    const signals = ['SIGINT', 'SIGINT SIGINT', 'SIGTERM', 'SIGHUP'] as const;
    return [
      ...blows('kill', steps),
      ...blows('ENOSPC', rooms),
      ...blows('EROFS', writes, 4),
      ...partsOfLab.flatMap((what) => blows(what, steps, 12)),
      ...(victim.whose === 'bancada.js' ? signals.flatMap((what) => blows(what, steps, 12)) : []),
    ];
  });

test('a restore that is killed is ended by up; a topology that changed is told', async () => {
  const seed = rotatingSeed();
  await write('after');
  // Of about 40 steps of the tool, the last half after the point of no return; 30 and more of root's with three machines.
  const [whose, of, most] = (
    [
      ['bancada.js', undefined, 40],
      ['root.js', 'ready-disks', 20],
      ['root.js', 'swap-disks', 30],
    ] as const
  )[seed % 3]!;
  const blow: Blow = { whose, ...(of && { of }), what: 'kill', when: 1 + (seed % most) };
  const { struck } = await unlucky(project, blow, ['snapshot', 'kept', 'restore', 'seed', '--yes']);
  expect(struck, told(blow)).toBe(true);
  const before = await readFile(topology(), 'utf8');
  await writeFile(topology(), before.replace('redis: {}', 'redis: { memory: 32 }'));
  expect((await snapshots()).map(({ changed }) => changed)).toEqual([true]);
  await writeFile(topology(), before);
  await bancada('up', '--no-check');
  await nothingToDo(`${told(blow)}, seed ${String(seed)}`);
  const [inTables, inMemory] = await held();
  expect(inTables).toBe(inMemory);
  // A removal that was cut off is ended by the same words.
  const cut = { whose: 'root.js', of: 'remove-disks', what: 'kill', when: 1 } as const;
  expect((await unlucky(project, cut, ['snapshot', 'kept', 'delete', 'seed', '--yes'])).struck).toBe(true);
  await bancada('snapshot', 'delete', 'seed', '--yes');
  expect(await snapshots()).toEqual([]);
  expect(await readdir(await labFiles())).not.toContain('snapshots');
});

const words = {
  save: ['snapshot', 'kept', 'save', 'mark', '--json'],
  restore: ['snapshot', 'kept', 'restore', 'mark', '--yes', '--json'],
  delete: ['snapshot', 'kept', 'delete', 'mark', '--yes', '--json'],
} as const;
type Verb = keyof typeof words;

/** As the verb needs it: with that snapshot or without it, and with something else in the stores than in the snapshot. */
const ready = async (verb: Verb): Promise<void> => {
  if (verb === 'save') {
    await project.bancada('snapshot', 'delete', 'mark', '--yes');
    await write('before');
    return;
  }
  if ((await snapshots()).length === 0) {
    await write('before');
    await bancada('snapshot', 'save', 'mark');
  }
  if (verb === 'restore') await write('after');
};

/** What has to hold after any piece of bad luck, once `up` was run again: its checks are green, too. */
const isWhole = async (verb: Verb, why: string, { what }: Blow): Promise<void> => {
  good(await project.bancada('up'), `${why}, then up`);
  const [[inTables, inMemory], there] = await Promise.all([held(), snapshots(), nothingToDo(why)]);
  if (!partsOfLab.includes(what)) expect(inTables, why).toBe(inMemory);
  if (verb === 'restore') expect(there.length, why).toBe(1);
  for (const { machines } of there) expect(machines.length, why).toBe(3);
};

/** One `destroy` leaves nothing of it, whatever was half done; and there is a lab again. */
const isGone = async (why: string): Promise<void> => {
  const id = await project.id();
  good(await project.bancada('destroy', '--yes'), `${why}, then destroy`);
  expect(await tracesOf(project, [id]), why).toEqual([]);
  await bancada('up', '--no-check');
  await readAccess();
  await write('before');
};

/** Of so many pieces of bad luck one is followed by a `destroy` in the place of an `up`. */
const destroyEvery = 8;

test.runIf(exhaustive).each(['save', 'restore', 'delete'] as const)(
  'bad luck at any step of %s: all machines or none, and the next up mends it, or one destroy leaves nothing',
  async (verb) => {
    await write('before');
    await ready('save');
    await ready(verb);
    const seed = rotatingSeed();
    const started = performance.now();
    const fails: string[] = [];
    const tried = new Map<string, { count: number; missed: number }>();
    const blows = blowsOf(await countedIn(project, words[verb]));
    for (const [index, blow] of blows.entries()) {
      const why = `${verb}, ${told(blow)}`;
      await ready(verb);
      const { struck, said } = await unlucky(project, blow, words[verb]);
      const kind = kindOf(blow);
      const so = tried.get(kind) ?? { count: 0, missed: 0 };
      so[struck ? 'count' : 'missed'] += 1;
      tried.set(kind, so);
      const mended = index % destroyEvery === seed % destroyEvery ? isGone(why) : isWhole(verb, why, blow);
      await mended.catch(async (error: unknown) => {
        fails.push(`${why}: ${String(error)}`);
        await isGone(`after ${why}`);
      });
      if (/"fault": ?"bug"/.test(said.stdout)) fails.push(`${why}: ${said.stdout.slice(-1500)}`);
    }
    const struck = { save: ['save-disks'], restore: ['ready-disks', 'swap-disks'], delete: ['remove-disks'] }[verb];
    expect([...tried.keys()].filter((kind) => kind.startsWith('kill'))).toEqual(
      ['bancada.js', ...struck].map((whose) => `kill at ${whose}`),
    );
    const seconds = Math.round((performance.now() - started) / 1000);
    const sum = (which: 'count' | 'missed') => [...tried.values()].reduce((all, so) => all + so[which], 0);
    const numbers = { count: sum('count'), missed: sum('missed'), failed: fails.length };
    counted({ what: `bad luck: snapshot ${verb}`, ...numbers, seed, seconds });
    expect(fails).toEqual([]);
    // Whatever is killed of a lab is there only while it is up.
    for (const [kind, so] of tried)
      expect(isTried(so) || (kind.startsWith('part of') && so.count > 0), `${kind}: ${JSON.stringify(so)}`).toBe(true);
  },
  7_200_000,
);
