import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CheckVerbResult, PlanResult, StatusResult, UpResult } from '../../src/verbs/results.ts';
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

/** One check of each kind that can be written, of which one can be made to expect the wrong thing. */
const written = (accounts: number, query = 'select count(*) from account'): string => `
checks:
  page: { kind: http, url: 'http://web/', from: lan, contains: página servida por }
  way: { kind: tcp, from: app3, to: db, port: 3306 }
  shut: { kind: closed, from: lan, to: db, port: 3306 }
  rows: { kind: sql, service: mariadb, query: ${query}, expect: ${String(accounts)} }
  keys: { kind: redis, service: redis, command: [dbsize], expect: 0 }
  unit: { kind: command, on: app2, argv: [systemctl, is-active, survey], contains: active }
  turns: { kind: balance, service: web, requests: 14 }
`;

test.each([
  ['does not hold', written(7), 1, ['user:rows']],
  ['may not be asked', written(0, 'delete from account'), 3, ['user:rows']],
  ['holds', written(0), 0, []],
] as const)('a written check that %s', async (_, checks, code, notPassed) => {
  await project.edit((text) => `${text.split('\nchecks:')[0] ?? ''}${checks}`);
  const said = await project.bancada('check', '--timeout', '3s', '--json');
  expect(said.code, said.stderr).toBe(code);
  const { results } = said.json<CheckVerbResult>();
  expect(results.filter(({ id }) => id.startsWith('user:'))).toHaveLength(7);
  expect(results.filter(({ verdict }) => verdict !== 'pass').map(({ id }) => id)).toEqual(notPassed);
});

test('check says where the file is no longer what the lab came up as', async () => {
  await project.edit((text) => text.replace('title: ', 'title: Another '));
  const { code, stdout, stderr } = await project.bancada('check');
  expect([code, stdout + stderr]).toEqual([0, expect.stringContaining('has changed since weights came up')]);
  await project.edit((text) => (text.split('\nchecks:')[0] ?? '').replace('title: Another ', 'title: '));
});

test('shares that somebody changed by hand are found, and nothing else is blamed', async () => {
  const otherwise = 'sed -i s/weight=5/weight=2/ /etc/nginx/nginx.conf && nginx -s reload';
  expect(await project.bancada('exec', '-m', 'lb', '--', 'sh', '-c', otherwise)).toMatchObject({ code: 0 });
  const said = await project.bancada('check', '--timeout', '1s', '--json');
  expect(said.code).toBe(1);
  const { results } = said.json<CheckVerbResult>();
  expect(results.filter(({ verdict }) => verdict !== 'pass').map(({ id }) => id)).toEqual(['balance:web@lb']);
});

// The first of them mends what the test before has broken.
test.each(['least_conn', 'ip_hash', 'hash', 'random_two'])('requests are shared as %s promises', async (balance) => {
  await project.edit((text) =>
    text.replace(/upstream: survey,.* weights/, `upstream: survey, balance: ${balance}, weights`),
  );
  const { changes, checks } = await project.up();
  expect(changes.map(({ machine, resource }) => `${machine} ${resource}`)).toContain('lb file:/etc/nginx/nginx.conf');
  expect(checks.map(({ id }) => id)).toContain('balance:web@lb');
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
