import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PlanResult, StatusResult, UpResult } from '../../src/verbs/results.ts';
import { projectCopy, type ProjectCopy } from '../support/project-copy.ts';

let project: ProjectCopy;
let brought: UpResult;

beforeAll(async () => {
  project = await projectCopy('weights');
  brought = await project.up();
});
afterAll(() => project[Symbol.asyncDispose]());

const shares = async (url: string, requests: number): Promise<Readonly<Record<string, number>>> => {
  const counts: Record<string, number> = {};
  for (let request = 0; request < requests; request += 1) {
    const { machine } = (await (await fetch(new URL('/whoami', url))).json()) as { readonly machine: string };
    counts[machine] = (counts[machine] ?? 0) + 1;
  }
  return counts;
};

test('another topology comes up as it is, and its checks follow from it', () => {
  const kinds = new Set(brought.checks.map(({ id }) => id.split(':')[0]));
  expect(kinds).toEqual(new Set(['flow', 'closed', 'balance', 'journey']));
});

test('of seven requests app1 gets five, app2 and app3 one each', async () => {
  expect(await shares(brought.published[0]?.url ?? '', 21)).toEqual({ app1: 15, app2: 3, app3: 3 });
});

test('a service of another role is one line of the topology, and touches only what it has to', async () => {
  await project.edit((text) => text.replace('      mariadb: { database: survey }\n', '$&      memcached: {}\n'));
  const { changes } = await project.up();
  expect(new Set(changes.map(({ machine, service }) => `${machine} ${service}`))).toEqual(new Set(['db memcached@db']));
  const { machines } = (await project.bancada('status', '--json')).json<StatusResult>();
  const onDb = machines.find(({ machine }) => machine.name === 'db')?.services ?? [];
  expect(onDb.map(({ id, state }) => [id, state])).toContainEqual(['memcached@db', 'ready']);
  expect((await project.bancada('plan', '--json')).json<PlanResult>().changes).toEqual([]);
});
