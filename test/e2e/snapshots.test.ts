import { readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Blueprint } from '../../src/model/blueprint.ts';
import type { PlanResult } from '../../src/verbs/results.ts';
import type { Snapshots } from '../../src/verbs/snapshot/list.ts';
import type { RestoreResult } from '../../src/verbs/snapshot/restore.ts';
import type { Said } from '../support/bancada.ts';
import { stepsOf, tracesOf, unlucky } from '../support/luck.ts';
import { counted, exhaustive, rotatingSeed } from '../support/seed.ts';
import { lastingProject, type SmallProject } from '../support/small-project.ts';
import { good } from '../support/trials.ts';

/** Two stores, each on a machine of its own, and who uses them. */
const stores = `
networks:
  lan: {}
defaults:
  networks: { lan: auto }
machines:
  memory: { services: { redis: {} } }
  tables: { services: { mariadb: { database: shop } } }
  app:
    services:
      shop: { role: survey-app, sessions: redis, database: mariadb }
visitors:
  class: { from: lan, to: shop }
`;

let project: SmallProject;
const topology = (): string => join(project.standing.directory, 'topology', 'kept.yaml');

const bancada = async (verb: string, ...words: readonly string[]): Promise<Said> => {
  const said = await project.bancada(verb, ...words);
  good(said, [verb, ...words].join(' '));
  return said;
};
const on = async (machine: string, ...words: readonly string[]): Promise<string> =>
  (await bancada('exec', '-m', machine, '--', ...words)).stdout.trim();

/** Asks Redis as the survey does. */
const redis = async (...words: readonly string[]): Promise<string> => {
  const password = await readFile(join(project.labFolder, 'secrets/pairs/shop/redis'), 'utf8');
  const { machines } = (await bancada('show', '--json')).json<Blueprint>();
  const address = machines.find(({ name }) => name === 'memory')?.interfaces[0]?.address ?? '';
  return on('memory', 'redis-cli', '-h', address, '--no-auth-warning', '--user', 'shop', '--pass', password, ...words);
};
const sql = (statement: string): Promise<string> => on('tables', 'mariadb', '--skip-column-names', '-e', statement);

/** What the stores hold: one value in each. */
const write = async (value: string): Promise<void> => {
  await sql(`create or replace table shop.mark (x text); insert into shop.mark values ('${value}')`);
  await redis('set', 'shop:mark', value);
};
const held = async (): Promise<readonly string[]> => [
  await sql('select x from shop.mark'),
  await redis('get', 'shop:mark'),
];

const nothingToDo = async (why: string): Promise<void> => {
  const { changes, machines } = (await bancada('plan', '--json')).json<PlanResult>();
  expect([changes, machines.filter(({ action }) => action !== 'keep')], why).toEqual([[], []]);
};

const snapshots = async () => (await bancada('snapshot', 'list', '--json')).json<Snapshots>().snapshots;

beforeAll(async () => {
  project = await lastingProject('kept', stores);
  await bancada('up', '--no-check');
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
  const labFiles = join('/var/lib/bancada/labs', await project.id());
  for (const disk of ['machines/tables/disk.ext4', 'snapshots/seed/tables/disk.ext4'])
    expect((await stat(join(labFiles, disk))).mode & 0o777, disk).toBe(0o600);
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

test('a restore that is killed is ended by up; a topology that changed is told', async () => {
  const seed = rotatingSeed();
  await write('after');
  // Of about 40 steps of the tool, the last half after the point of no return; 100 of root's before machines start again.
  const [whose, when] =
    seed % 2 === 0 ? (['bancada.js', 1 + (seed % 40)] as const) : (['root.js', 1 + (seed % 100)] as const);
  await unlucky(project, { whose, what: 'kill', when }, ['snapshot', 'kept', 'restore', 'seed', '--yes']);
  const before = await readFile(topology(), 'utf8');
  await writeFile(topology(), before.replace('redis: {}', 'redis: { memory: 32 }'));
  expect((await snapshots()).map(({ changed }) => changed)).toEqual([true]);
  await writeFile(topology(), before);
  await bancada('up', '--no-check');
  await nothingToDo(`${whose} killed at ${String(when)}, seed ${String(seed)}`);
  const [inTables, inMemory] = await held();
  expect(inTables).toBe(inMemory);
  await bancada('snapshot', 'delete', 'seed', '--yes');
  expect(await snapshots()).toEqual([]);
  expect(await readdir(join('/var/lib/bancada/labs', await project.id()))).not.toContain('snapshots');
});

const words = {
  save: ['snapshot', 'kept', 'save', 'mark', '--json'],
  restore: ['snapshot', 'kept', 'restore', 'mark', '--yes', '--json'],
} as const;

test.runIf(exhaustive)(
  'kill -9 at any step of save and restore: all machines or none, and the next up mends it',
  async () => {
    await write('before');
    const started = performance.now();
    const made: string[] = [];
    for (const verb of ['save', 'restore'] as const) {
      const forget = () => project.bancada('snapshot', 'delete', 'mark', '--yes');
      if (verb === 'save') await forget();
      const steps = await stepsOf(project, words[verb]);
      for (const whose of ['bancada.js', 'root.js'] as const)
        // What comes after these starts machines, as `up` does, and is counted there.
        for (let when = 1; when <= Math.min(120, steps[whose].steps); when += 1) {
          const why = `${verb}, ${whose}, step ${String(when)}`;
          if (verb === 'save') await forget();
          else await write('after');
          await unlucky(project, { whose, what: 'kill', when }, words[verb]);
          await bancada('up', '--no-check');
          await nothingToDo(why);
          const [inTables, inMemory] = await held();
          expect(inTables, why).toBe(inMemory);
          const there = await snapshots();
          expect(
            there.every(({ machines }) => machines.length === 3),
            why,
          ).toBe(true);
          if (verb === 'restore') expect(there.length, why).toBe(1);
          made.push(why);
        }
    }
    const seconds = Math.round((performance.now() - started) / 1000);
    counted({ what: 'bad luck: kill -9 of snapshot save and restore', count: made.length, failed: 0, seconds });
  },
  5_400_000,
);
