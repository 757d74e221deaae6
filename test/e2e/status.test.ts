import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import type { MachineStatus, StatusResult } from '../../src/verbs/results.ts';
import { smallProject } from '../support/small-project.ts';
import { startAt } from '../support/bancada.ts';

const front = `
networks:
  lan: {}
machines:
  lb:
    networks: { lan: auto }
    services: { web: { role: nginx, upstream: survey }, redis: {} }
  app:
    count: 2
    networks: { lan: auto }
    services: { survey: { role: survey-app, sessions: redis, database: mariadb } }
  db:
    networks: { lan: auto }
    services: { mariadb: {} }
visitors:
  class: { from: lan, to: web }
`;

const machineIn = (status: StatusResult, name: string): MachineStatus | undefined =>
  status.machines.find((each) => each.machine.name === name);
const serviceIn = (status: StatusResult, id: string) =>
  status.machines.flatMap(({ services }) => services).find((service) => service.id === id);
const gaugeIn = (status: StatusResult, id: string, name: string) =>
  serviceIn(status, id)?.gauges.find((gauge) => gauge.name === name)?.value;

test('what a lab does is read while it works, and a machine that goes is said to be gone', async () => {
  const project = await smallProject('front', front);
  expect((await project.bancada('up', '--no-check')).code).toBe(0);
  const once = (await project.bancada('status', '--json')).json<StatusResult>();
  const url = once.published[0]?.url ?? '';
  expect(gaugeIn(once, 'mariadb@db', 'queries')).toEqual(expect.any(Number));

  const watch = startAt(project.standing, 'status', 'front', '--watch', '--json');
  onTestFinished(() => void watch.kill('SIGKILL'));
  const statuses = createInterface({ input: watch.stdout })[Symbol.asyncIterator]();
  const until = async (holds: (status: StatusResult) => boolean): Promise<StatusResult> => {
    for (;;) {
      const { value } = (await statuses.next()) as { readonly value: string };
      const status = JSON.parse(value) as StatusResult;
      if (holds(status)) return status;
    }
  };
  await until((status) => serviceIn(status, 'web@lb')?.traffic !== undefined);
  for (let sent = 0; sent < 40; sent += 1) expect((await fetch(url)).status).toBe(200);
  const busy = await until((status) => (serviceIn(status, 'web@lb')?.traffic?.perSecond ?? 0) > 0);
  const traffic = serviceIn(busy, 'web@lb')?.traffic;
  const shares = traffic?.targets.map(({ perSecond }) => perSecond) ?? [];
  expect(shares).toHaveLength(2);
  expect(Math.max(...shares)).toBeGreaterThan(0);
  expect(traffic?.seconds?.p50).toBeGreaterThan(0);
  expect(machineIn(busy, 'app1')?.load?.memory.usedBytes).toBeGreaterThan(0);
  expect(gaugeIn(busy, 'redis@lb', 'memory')).toBeGreaterThan(0);
  expect(gaugeIn(busy, 'survey@app1', 'workers')).toBeGreaterThan(0);

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
