import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { places } from '../../src/providers/local/places.ts';
import { listFolder } from '../../src/ports/files.ts';
import type { PlanResult, StatusResult } from '../../src/verbs/results.ts';
import type { Said } from '../support/bancada.ts';
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
