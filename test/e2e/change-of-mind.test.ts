import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { places } from '../../src/providers/local/places.ts';
import { listFolder } from '../../src/ports/files.ts';
import type { PlanResult, StatusResult } from '../../src/verbs/results.ts';
import type { Said } from '../support/bancada.ts';
import { stores } from '../support/small-labs.ts';
import { smallProject } from '../support/small-project.ts';

const before = `
networks:
  lan: { subnet: 10.78.0.0/24 }
machines:
  one:
    networks: { lan: 10.78.0.11 }
    services: { memcached: {}, redis: {} }
  two:
    networks: { lan: 10.78.0.12 }
    services: { memcached: {} }
  cell:
    count: 1
    networks: { lan: 10.78.0.31 }
    services: { cache: { role: memcached } }
  tables:
    networks: { lan: 10.78.0.13 }
    services: { mariadb: { database: shop } }
visitors:
  class: { from: lan, to: redis }
`;

const after = `
networks:
  lan: { subnet: 10.78.0.0/24 }
machines:
  one:
    networks: { lan: 10.78.0.21 }
    services: { redis: { memory: 32 } }
  three:
    networks: { lan: 10.78.0.12 }
  cell:
    count: 2
    networks: { lan: 10.78.0.31 }
    services: { cache: { role: memcached } }
  tables:
    networks: { lan: 10.78.0.23 }
    services: { mariadb: { database: shop } }
visitors:
  class: { from: lan, to: redis }
`;

const good = ({ code, stdout, stderr }: Said): string => {
  expect(code, stdout + stderr).toBe(0);
  return stdout;
};

test('what leaves the file leaves the lab, and what is told otherwise is changed, after it was agreed to', async () => {
  const project = await smallProject('mind', before);
  good(await project.bancada('up', '--no-check'));
  const id = await project.id();
  const disks = (): Promise<readonly string[]> => listFolder(join(places.labs, id, 'machines'));
  const on = async (machine: string, ...argv: readonly string[]): Promise<string> =>
    good(await project.bancada('exec', '-m', machine, '--', ...argv)).trim();
  const began = (machine: string): Promise<string> =>
    on(machine, 'systemctl', 'show', '-P', 'ExecMainStartTimestampMonotonic', 'memcached');
  const sql = (statement: string): Promise<string> => on('tables', 'mariadb', '--skip-column-names', '-e', statement);
  await on('one', 'touch', '/root/mine');
  await sql(
    "create table shop.answers (id int primary key, x text); insert into shop.answers values (1, 'a'), (2, 'b')",
  );
  const cellBegan = await began('cell1');

  const file = join(project.standing.directory, 'topology', 'mind.yaml');
  await writeFile(file, (await readFile(file, 'utf8')).replace(before, after));
  const plan = (await project.bancada('plan', '--json')).json<PlanResult>();
  expect(plan.machines).toMatchObject([
    { name: 'one', action: 'restart', interrupts: ['redis@one'] },
    { name: 'three', action: 'create' },
    { name: 'cell1', action: 'keep' },
    { name: 'cell2', action: 'create' },
    { name: 'tables', action: 'restart', interrupts: ['mariadb@tables'] },
    { name: 'two', action: 'remove' },
  ]);
  expect((await project.bancada('plan')).stdout).toMatch(/interrupts .*mariadb/);
  const removals = plan.changes.filter(({ action }) => action === 'remove');
  expect(removals.map(({ resource }) => resource)).toEqual(['service:memcached.service', 'file:/etc/memcached.conf']);

  const refused = await project.bancada('up', '--no-check');
  expect([refused.code, refused.stderr]).toEqual([64, expect.stringContaining('no longer in its file')]);
  expect(await disks()).toEqual(['cell1', 'one', 'tables', 'two']);
  expect(await on('one', 'systemctl', 'is-active', 'memcached')).toBe('active');

  good(await project.bancada('up', '--no-check', '--yes'));
  expect(await disks()).toEqual(['cell1', 'cell2', 'one', 'tables', 'three']);
  expect(await sql('select x from shop.answers order by id')).toBe('a\nb');
  // What was there and is as it was runs on.
  expect(await began('cell1')).toBe(cellBegan);
  expect(await on('one', 'sh', '-c', 'systemctl is-active memcached || systemctl is-enabled memcached || true')).toBe(
    'inactive\ndisabled',
  );
  expect(await on('one', 'sh', '-c', 'ls /root/mine /etc/memcached.conf 2>/dev/null || true')).toBe('/root/mine');
  const { machines } = (await project.bancada('status', '--json')).json<StatusResult>();
  expect(machines.map(({ machine, address, services }) => [machine.name, machine.state, address, services])).toEqual([
    ['one', 'running', '10.78.0.21', [expect.objectContaining({ id: 'redis@one', state: 'ready' })]],
    ['three', 'running', '10.78.0.12', []],
    ['cell1', 'running', '10.78.0.31', [expect.objectContaining({ id: 'cache@cell1', state: 'ready' })]],
    ['cell2', 'running', '10.78.0.32', [expect.objectContaining({ id: 'cache@cell2', state: 'ready' })]],
    ['tables', 'running', '10.78.0.23', [expect.objectContaining({ id: 'mariadb@tables', state: 'ready' })]],
  ]);
  good(await project.bancada('plan', '--check'));
});

const beside = `
networks:
  lan: {}
defaults:
  networks: { lan: auto }
machines:
  shop:
    services: { mariadb: { database: shop }, redis: {} }
  cell:
    services: { memcached: {} }
visitors:
  class: { from: lan, to: redis }
`;

/** One machine gets a role whose package it lacks; beside it a service is told otherwise, for which it has to start anew. */
const newcomer = beside.replace('redis: {}', 'redis: { memory: 32 }, cache: { role: memcached }');

/** By service: the unit it runs as. */
const units = {
  'mariadb@shop': ['shop', 'mariadb'],
  'redis@shop': ['shop', 'redis-server'],
  'memcached@cell': ['cell', 'memcached'],
} as const;

test('a role that comes with a package of its own interrupts nothing but what plan has named, and no data is lost', async () => {
  const project = await smallProject('newcomer', beside);
  good(await project.bancada('up', '--no-check'));
  const on = async (machine: string, ...argv: readonly string[]): Promise<string> =>
    good(await project.bancada('exec', '-m', machine, '--', ...argv)).trim();
  /** Which start of it runs: its process, and when that began. */
  const startsOf = async (): Promise<Readonly<Record<string, string>>> => {
    const told = Object.entries(units).map(async ([id, [machine, unit]]) => {
      const start = await on(
        machine,
        'systemctl',
        'show',
        '-P',
        'MainPID',
        '-P',
        'ExecMainStartTimestampMonotonic',
        unit,
      );
      expect(start).toMatch(/^[1-9]\d*\n[1-9]\d*$/);
      return [id, start] as const;
    });
    return Object.fromEntries(await Promise.all(told));
  };
  const boots = () => Promise.all(['shop', 'cell'].map((machine) => on(machine, 'cat', '/proc/1/stat')));
  const rows = () => on('shop', 'mariadb', '--skip-column-names', '-e', 'checksum table shop.answers');
  const statement =
    "create table shop.answers (id int primary key, x text); insert into shop.answers values (1, 'a'), (2, 'b')";
  await on('shop', 'mariadb', '-e', statement);
  const [startsBefore, rowsBefore, bootsBefore] = await Promise.all([startsOf(), rows(), boots()]);

  const file = join(project.standing.directory, 'topology', 'newcomer.yaml');
  await writeFile(file, (await readFile(file, 'utf8')).replace(beside, newcomer));
  const { machines, changes } = (await project.bancada('plan', '--json')).json<PlanResult>();
  expect(machines).toMatchObject([
    { name: 'shop', action: 'update', interrupts: [] },
    { name: 'cell', action: 'keep', interrupts: [] },
  ]);
  const restarts = changes.filter(({ action }) => action === 'restart');
  const named = [...machines.flatMap(({ interrupts }) => interrupts), ...restarts.map(({ service }) => service)];
  expect(named).toEqual(['redis@shop']);
  expect(await startsOf()).toEqual(startsBefore);

  good(await project.bancada('up', '--no-check'));
  expect(await on('shop', 'systemctl', 'is-active', 'memcached')).toBe('active');
  const startsAfter = await startsOf();
  expect(Object.keys(units).filter((id) => startsAfter[id] !== startsBefore[id])).toEqual(named);
  expect(await rows()).toBe(rowsBefore);
  const began = (stats: readonly string[]) => stats.map((stat) => stat.split(' ')[21]);
  expect(began(await boots())).toEqual(began(bootsBefore));
  good(await project.bancada('plan', '--check'));
});

const movingStores = stores.replace('lan: {}', 'lan: { subnet: 10.79.0.0/24 }');
const tablesAt = (address: string): string =>
  movingStores.replace('  tables: {', `  tables: { networks: { lan: ${address} },`);

test('who asks a database that moves is told of by plan, started anew, and asks it where it is', async () => {
  const project = await smallProject('moved', tablesAt('10.79.0.13'));
  good(await project.bancada('up', '--no-check'));
  const on = async (machine: string, ...argv: readonly string[]): Promise<string> =>
    good(await project.bancada('exec', '-m', machine, '--', ...argv)).trim();
  const began = (machine: string, unit: string): Promise<string> =>
    on(machine, 'systemctl', 'show', '-P', 'ExecMainStartTimestampMonotonic', unit);
  await on('tables', 'mariadb', '-e', "create table shop.mine (x text); insert into shop.mine values ('kept')");
  const [app, memory] = [await began('app', 'shop'), await began('memory', 'redis-server')];

  const file = join(project.standing.directory, 'topology', 'moved.yaml');
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace(tablesAt('10.79.0.13'), tablesAt('10.79.0.23')));
  const { machines, changes } = (await project.bancada('plan', '--json')).json<PlanResult>();
  expect(machines).toMatchObject([
    { name: 'memory', interrupts: [] },
    { name: 'tables', action: 'restart', interrupts: ['mariadb@tables'] },
    { name: 'app', interrupts: [] },
  ]);
  expect(new Set(changes.flatMap(({ action, service }) => (action === 'restart' ? [service] : [])))).toContain(
    'shop@app',
  );

  // Its checks ask for pages that ask the database.
  good(await project.bancada('up'));
  expect(await began('app', 'shop')).not.toBe(app);
  expect(await began('memory', 'redis-server')).toBe(memory);
  expect(await on('tables', 'mariadb', '--skip-column-names', '-e', 'select x from shop.mine')).toBe('kept');
  good(await project.bancada('plan', '--check'));
});
