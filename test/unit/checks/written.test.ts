import { afterAll, beforeAll, expect, test } from 'vitest';
import { runChecks } from '../../../src/checks/run-checks.ts';
import { Secret } from '../../../src/model/secret.ts';
import type { CheckResult } from '../../../src/model/verdict.ts';
import { run } from '../../support/program.ts';
import { account, addresses, loopbackLab, ports } from '../../support/loopback-lab.ts';
import type { Stores } from '../../support/real-stores.ts';
import { startStores } from '../../support/real-stores.ts';
import type { Shop } from '../../support/shop.ts';
import { openShop } from '../../support/shop.ts';

let stores: Stores;
let shop: Shop;
beforeAll(async () => {
  stores = await startStores();
  shop = await openShop(stores);
  await stores.redis.set('greeting', 'olá');
}, 30_000);
afterAll(async () => {
  await shop.close();
  await stores.stop();
});

const stage = { emit: () => undefined, consent: () => Promise.resolve(false), signal: new AbortController().signal };

const ask = async (check: string): Promise<CheckResult> => {
  const lab = loopbackLab({}, `checks:\n  mine: ${check}\n`);
  const sessions = new Map(
    [...lab.ground.sessions].map(([name, session]) => [
      name,
      { ...session, run: (argv: readonly string[]) => Promise.resolve(local(argv)) },
    ]),
  );
  const results = await runChecks({ ...lab.ground, sessions, stage, deadlineMs: 0 });
  const mine = results.find(({ id }) => id === 'user:mine');
  if (mine === undefined) throw new Error('the check was not asked');
  return mine;
};
const local = ([program = '', ...argv]: readonly string[]) => {
  try {
    return { code: 0, stdout: run(program, ...argv), stderr: '' };
  } catch (error) {
    return { code: 1, stdout: '', stderr: String(error) };
  }
};

const [shopPort, storePort] = [String(ports.shop), String(ports.store)];

test.each([
  ["{ kind: http, url: 'http://front/', from: lan, contains: Welcome }", 'pass', 'status 200'],
  ["{ kind: http, url: 'http://front/nothing', from: lan }", 'fail', 'status 404'],
  ["{ kind: http, url: 'http://front/', from: lan, contains: Farewell }", 'fail', '“Farewell” does not occur'],
  [`{ kind: http, url: 'http://app2:${shopPort}/whoami', from: gate, contains: app2 }`, 'pass', 'status 200'],
  [`{ kind: tcp, to: back, port: ${storePort}, from: app1 }`, 'pass', 'the connection was accepted'],
  [`{ kind: tcp, to: back, port: ${storePort}, from: gate }`, 'fail', `${addresses.back}:${storePort}: refused`],
  [`{ kind: closed, to: back, port: ${storePort}, from: internet }`, 'pass', `${addresses.back}: refused`],
  [`{ kind: closed, to: back, port: ${storePort}, from: app1 }`, 'fail', `open: ${addresses.back}:${storePort}`],
  ["{ kind: sql, query: 'select 40 + 2', service: store, expect: 42 }", 'pass', '“42”'],
  ["{ kind: sql, query: 'select count(*) from orders', service: store, expect: 1 }", 'fail', '“0”'],
  ["{ kind: redis, command: [get, greeting], service: cache, expect: 'olá' }", 'pass', '“olá”'],
  ['{ kind: redis, command: [get, nothing], service: cache, expect: x }', 'fail', 'nothing was found'],
  ['{ kind: command, argv: [echo, ready], on: app1, contains: ready }', 'pass', 'exit code 0: ready'],
  ["{ kind: command, argv: ['false'], on: app1 }", 'fail', /^exit code 1: .*/],
  ['{ kind: balance, service: front, requests: 8 }', 'pass', 'app1 4, app2 4'],
])('%s', async (check, verdict, seen) => {
  const result = await ask(check);
  expect([result.verdict, result.seen.en]).toEqual([
    verdict,
    typeof seen === 'string' ? seen : expect.stringMatching(seen),
  ]);
});

test('what the read-only account may not do is inconclusive, and is not done', async () => {
  const result = await ask(`{ kind: sql, query: "insert into orders values ('x')", service: store, expect: x }`);
  expect(result).toMatchObject({ verdict: 'inconclusive' });
  expect(result.seen.en).toContain('denied');
  expect(JSON.stringify(result)).not.toContain(account.password.reveal());
  expect((await stores.mariadb.query('select * from orders'))[0]).toEqual([]);
});

test('a wrong password is told, and not shown', async () => {
  const lab = loopbackLab(
    {},
    `checks:\n  mine: { kind: redis, command: [get, greeting], service: cache, expect: x }\n`,
  );
  const wrong = {
    speaks: 'redis',
    address: addresses.gate,
    port: ports.cache,
    user: account.user,
    password: new Secret('wr0ng'),
  } as const;
  const roles = lab.ground.world.roles.map((role) =>
    role.name === 'cache' ? { ...role, inspect: () => wrong } : role,
  );
  const results = await runChecks({ ...lab.ground, world: { ...lab.ground.world, roles }, stage, deadlineMs: 0 });
  const mine = results.find(({ id }) => id === 'user:mine');
  expect(mine).toMatchObject({ verdict: 'inconclusive' });
  expect(mine?.seen.en).toContain('WRONGPASS');
  expect(JSON.stringify(results)).not.toContain('wr0ng');
});
