import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import Ajv from 'ajv';
import { expect, onTestFinished, test } from 'vitest';
import { packageRoot } from '../../src/ports/files.ts';
import type { MachineStatus, StatusResult } from '../../src/verbs/results.ts';
import { startAt } from '../support/bancada.ts';
import { elsewhere } from '../support/small-labs.ts';
import { smallProject } from '../support/small-project.ts';

const ajv = new Ajv({ allErrors: true });
const schema = JSON.parse(readFileSync(join(packageRoot(), 'docs', 'status.schema.json'), 'utf8')) as object;

/** A document as it was printed; it is what is documented, and nothing else. */
const documented = (text: string): StatusResult => {
  const document = JSON.parse(text) as StatusResult;
  ajv.validate(schema, document);
  expect(ajv.errors).toBeNull();
  return document;
};

const machineIn = (status: StatusResult, name: string): MachineStatus | undefined =>
  status.machines.find((each) => each.machine.name === name);
const serviceIn = (status: StatusResult, id: string) =>
  status.machines.flatMap(({ services }) => services).find((service) => service.id === id);
const gaugeIn = (status: StatusResult, id: string, name: string) =>
  serviceIn(status, id)?.gauges.find((gauge) => gauge.name === name)?.value;
const numberIn = (status: StatusResult, id: string, name: string): number => {
  const value = gaugeIn(status, id, name);
  return typeof value === 'number' ? value : Number.NaN;
};

test('what a lab does is read while it works, and a machine that goes is said to be gone', async () => {
  const project = await smallProject('front', elsewhere);
  documented((await project.bancada('status', '--json')).stdout);
  expect((await project.bancada('up', '--no-check')).code).toBe(0);
  const once = documented((await project.bancada('status', '--json')).stdout);
  const url = once.published[0]?.url ?? '';

  const watch = startAt(project.standing, 'status', 'front', '--watch', '--json');
  onTestFinished(() => void watch.kill('SIGKILL'));
  const statuses = createInterface({ input: watch.stdout })[Symbol.asyncIterator]();
  const until = async (holds: (status: StatusResult) => boolean): Promise<StatusResult> => {
    for (;;) {
      const { value } = (await statuses.next()) as { readonly value: string };
      const status = documented(value);
      if (holds(status)) return status;
    }
  };
  const unreadIn = ({ machines }: StatusResult): readonly (readonly [string, string])[] =>
    machines.flatMap(({ services }) =>
      services.flatMap(({ id, gauges }) =>
        gauges.filter(({ value }) => value === null).map(({ name }) => [id, name] as const),
      ),
    );
  // Each gauge there is, while nobody comes, once each machine was read twice; but nobody has looked anything up yet.
  const idle = await until((status) => unreadIn(status).length <= 1);
  expect(unreadIn(idle)).toEqual([['redis@lb', 'hits']]);
  expect(gaugeIn(idle, 'vpn@db', 'clients')).toBe(1);
  const recent = Date.now() - 10 * 60_000;
  for (const name of ['since', 'handshake']) {
    const moment = Date.parse(`${String(gaugeIn(idle, 'vpn@db', name))}Z`);
    expect(moment).toBeGreaterThan(recent);
    expect(moment).toBeLessThan(Date.now() + 2000);
  }
  expect(gaugeIn(idle, 'mariadb@db', 'connections')).toMatch(/^\d+\/\d+$/);
  expect(numberIn(idle, 'mariadb@db', 'running')).toBeGreaterThan(0);
  expect(numberIn(idle, 'redis@lb', 'memory')).toBeGreaterThan(100_000);
  expect(gaugeIn(idle, 'survey@app1', 'workers')).toBe(2);

  // Each of them has a session kept, and asks the database.
  const rush = async (): Promise<void> => {
    const pages = ['cadastro', 'resultados', 'entrar', 'healthz'];
    const cookie = (await fetch(`${url}/cadastro`)).headers.get('set-cookie') ?? '';
    const statuses = pages.map(async (page) => (await fetch(`${url}/${page}`, { headers: { cookie } })).status);
    expect(await Promise.all(statuses)).toEqual([200, 200, 200, 200]);
  };
  for (let sent = 0; sent < 12; sent += 1) await rush();
  const moved = (status: StatusResult): boolean =>
    (serviceIn(status, 'web@lb')?.traffic?.perSecond ?? 0) > 0 &&
    numberIn(status, 'redis@lb', 'operations') > 2 * numberIn(idle, 'redis@lb', 'operations') &&
    numberIn(status, 'mariadb@db', 'queries') > 2 * numberIn(idle, 'mariadb@db', 'queries');
  const busy = await until(moved);
  const traffic = serviceIn(busy, 'web@lb')?.traffic;
  const shares = traffic?.targets.map(({ perSecond }) => perSecond) ?? [];
  expect(shares).toHaveLength(2);
  expect(Math.max(...shares)).toBeGreaterThan(0);
  expect(traffic?.seconds?.p50).toBeGreaterThan(0);
  expect(machineIn(busy, 'app1')?.load?.memory.usedBytes).toBeGreaterThan(0);
  expect(numberIn(busy, 'redis@lb', 'keys')).toBe(12);
  expect(numberIn(busy, 'redis@lb', 'hits')).toBeGreaterThan(0.5);
  // The tunnel's daemon tells its counts a second later.
  await until((status) =>
    ['received', 'sent'].every((name) => numberIn(status, 'vpn@db', name) > numberIn(idle, 'vpn@db', name) + 10_000),
  );

  await project.bancada('stop', 'app2');
  const without = await until((status) => machineIn(status, 'app2')?.machine.state === 'stopped');
  expect(serviceIn(without, 'survey@app2')?.state).toBe('unknown');
  expect(gaugeIn(without, 'survey@app2', 'workers')).toBeNull();
  expect(serviceIn(without, 'survey@app1')?.state).toBe('ready');
  await project.bancada('start', 'app2');
  await until((status) => serviceIn(status, 'survey@app2')?.state === 'ready');
  watch.kill('SIGINT');
  expect((await watch).exitCode).toBe(0);
});
