import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { runChecks } from '../../../src/checks/run-checks.ts';
import type { FirewallRule } from '../../../src/model/blueprint.ts';
import type { CheckResult } from '../../../src/model/verdict.ts';
import type { LoopbackLab } from '../../support/loopback-lab.ts';
import { addresses, loopbackLab, ports } from '../../support/loopback-lab.ts';
import type { Stores } from '../../support/real-stores.ts';
import { startStores } from '../../support/real-stores.ts';
import type { Shop } from '../../support/shop.ts';
import { journey, openShop } from '../../support/shop.ts';

let stores: Stores;
let shop: Shop;
beforeAll(async () => {
  stores = await startStores();
  shop = await openShop(stores);
}, 30_000);
afterAll(async () => {
  await shop.close();
  await stores.stop();
});
beforeEach(() => shop.suffer({}));

const stage = { emit: () => undefined, consent: () => Promise.resolve(false), signal: new AbortController().signal };
const check = (lab: LoopbackLab, deadlineMs = 0): Promise<readonly CheckResult[]> =>
  runChecks({ ...lab.ground, stage, deadlineMs });
const notPassed = (results: readonly CheckResult[]) =>
  results.filter(({ verdict }) => verdict !== 'pass').map(({ id, verdict, seen }) => [id, verdict, seen.en]);
const only = async (id: string, lab = loopbackLab({ journey })): Promise<CheckResult> => {
  const found = (await check(lab)).find((result) => result.id === id);
  if (found === undefined) throw new Error(`no check ${id}`);
  return found;
};
const rows = async (): Promise<unknown> => (await stores.mariadb.query('select * from orders'))[0];

test('a lab in order passes everything, within the time of one silence', async () => {
  const lab = loopbackLab({ journey });
  for (const from of ['app1', 'app2', 'back', 'visitors@internet'])
    lab.walls.set(`${from}->${addresses.gate}:${String(ports.front)}`, 'silent');
  const started = performance.now();
  const results = await check(lab);
  expect(notPassed(results)).toEqual([]);
  expect(performance.now() - started).toBeLessThan(3000);
  const kinds = results.map(({ id }) => id.split(':')[0]);
  expect(new Set(kinds)).toEqual(new Set(['flow', 'closed', 'balance', 'journey']));
  // 4 machines and 2 outside places against 4 ports of each other machine, less the flows to
  // machines with one address; the gate is closed at its second one even to those who may use the first.
  expect(kinds.filter((kind) => kind === 'closed').length).toBe(4 * 3 * 4 + 2 * 4 * 4 - 4);
});

test('every check says what was expected and seen, from where, in both languages', async () => {
  for (const { id, from, expected, seen, title } of await check(loopbackLab({ journey })))
    for (const sentence of [expected, seen, title]) {
      expect(sentence.en, id).toMatch(/./);
      expect(sentence.pt, id).toMatch(/./);
      expect(from, id).toMatch(/^(gate|app1|app2|back|visitors@(lan|internet))$/);
    }
});

test('a hole in a firewall is found, and nothing else is blamed', async () => {
  const lab = loopbackLab({ journey });
  lab.walls.set(`visitors@internet->${addresses.back}:${String(ports.store)}`, 'open');
  expect(notPassed(await check(lab))).toEqual([
    [`closed:visitors@internet->back:${String(ports.store)}`, 'fail', `open: ${addresses.back}:${String(ports.store)}`],
  ]);
});

/** Where visitors of the internet meet nothing but silence, as behind a cloud's security groups. */
const silencedLab = (): LoopbackLab => {
  const lab = loopbackLab();
  for (const address of Object.values(addresses))
    for (const port of [...Object.values(ports), 9])
      lab.walls.set(`visitors@internet->${address}:${String(port)}`, 'silent');
  const gate = lab.blueprint.machines.find(({ name }) => name === 'gate')?.interfaces[1]?.address ?? '';
  for (const port of [...Object.values(ports), 9])
    lab.walls.set(`visitors@internet->${gate}:${String(port)}`, 'silent');
  return lab;
};

const outside = async (lab: LoopbackLab): Promise<readonly CheckResult[]> =>
  (await check(lab)).filter(({ from, id }) => from === 'visitors@internet' && id.startsWith('closed:'));

test('silence where nothing else works either is inconclusive', async () => {
  const results = await outside(silencedLab());
  expect(results.length).toBe(16);
  expect(new Set(results.map(({ verdict }) => verdict))).toEqual(new Set(['inconclusive']));
}, 20_000);

test('a computer on which what is allowed takes longer than a silence is given more time', async () => {
  const lab = silencedLab();
  const gate = lab.blueprint.machines.find(({ name }) => name === 'gate')?.interfaces[1]?.address ?? '';
  lab.walls.set(`visitors@internet->${gate}:9`, 'slow');
  expect(new Set((await outside(lab)).map(({ verdict }) => verdict))).toEqual(new Set(['pass']));
}, 20_000);

test('where only the way by which a machine is managed answers, that is enough for silence to count', async () => {
  const lab = silencedLab();
  const gate = lab.blueprint.machines.find(({ name }) => name === 'gate');
  const rule: FirewallRule = { flow: 'management', from: [], protocol: 'tcp', port: 22 };
  Object.assign(gate?.firewall ?? {}, { input: [rule] });
  expect(new Set((await outside(lab)).map(({ verdict }) => verdict))).toEqual(new Set(['pass']));
});

test('a service that does not answer where it is used fails, with what to look at', async () => {
  const lab = loopbackLab();
  lab.walls.set(`app2->${addresses.back}:${String(ports.store)}`, 'silent');
  const result = await only('flow:shop@app2->store@back:mysql', lab);
  expect(result).toMatchObject({ verdict: 'fail', from: 'app2' });
  expect(result.seen.en).toBe(`${addresses.back}:${String(ports.store)}: no answer`);
  expect(result.hint?.en).toContain('firewall');
});

test('a service that comes late is waited for', async () => {
  const lab = loopbackLab();
  const wall = `app1->${addresses.gate}:${String(ports.cache)}`;
  lab.walls.set(wall, 'refused');
  setTimeout(() => lab.walls.delete(wall), 300);
  expect(notPassed(await check(lab, 5000))).toEqual([]);
});

test('a machine that cannot be entered makes its checks inconclusive, and no others', async () => {
  const lab = loopbackLab();
  const sessions = new Map([...lab.ground.sessions].filter(([name]) => name !== 'back'));
  const results = await runChecks({ ...lab.ground, sessions, stage, deadlineMs: 0 });
  const inconclusive = results.filter(({ verdict }) => verdict === 'inconclusive');
  expect(inconclusive.map(({ from }) => from)).toEqual(Array.from({ length: 12 }, () => 'back'));
  expect(inconclusive[0]?.seen.en).toBe('back cannot be entered');
});

test('a balancer that favours one is caught', async () => {
  shop.suffer({ choose: (request) => (request % 3 === 0 ? 1 : 0) });
  const result = await only('balance:front@gate');
  expect(result.verdict).toBe('fail');
  expect(result.expected.en).toContain('of 20 requests in a row exactly app1 10, app2 10');
  expect(result.seen.en).toMatch(/app1 1[34], app2 [67]/);
});

test('an instance that the balancer leaves out for a while is waited for, and one that it never asks is not for ever', async () => {
  const deadlineMs = 5000;
  const balanceOf = async (): Promise<CheckResult | undefined> =>
    (await check(loopbackLab(), deadlineMs)).find(({ id }) => id === 'balance:front@gate');
  // Three tries of 20 requests, and what the other checks ask before, see one instance only.
  shop.suffer({ choose: (request) => (request < 120 ? 0 : request % 2) });
  expect(await balanceOf()).toMatchObject({ verdict: 'pass' });
  shop.suffer({ choose: () => 0 });
  const never = await balanceOf();
  expect(never).toMatchObject({ verdict: 'fail' });
  expect(never).not.toHaveProperty('passing');
  expect(never?.milliseconds).toBeGreaterThan(1000);
});

const weighted = { 'shop@app1': 3, 'shop@app2': 1 };
test.each([
  ['weighted rotation', { balance: 'weighted-rotation', weights: weighted }, (n: number) => (n % 4 === 2 ? 1 : 0)],
  ['stickiness', { balance: 'sticky' }, () => 1],
  ['chance', { balance: 'random' }, () => Math.round(Math.random())],
  ['uneven chance', { balance: 'random', weights: weighted }, () => (Math.random() < 0.75 ? 0 : 1)],
] as const)('%s is recognised', async (_, promises, choose) => {
  shop.suffer({ choose });
  expect((await only('balance:front@gate', loopbackLab(promises))).verdict).toBe('pass');
});

test.each([
  ['even where weights are promised', { balance: 'weighted-rotation', weights: weighted }, (n: number) => n % 2],
  ['alternating where stickiness is promised', { balance: 'sticky' }, (n: number) => n % 2],
  ['lopsided where chance is promised', { balance: 'random' }, (n: number) => (n % 5 === 0 ? 1 : 0)],
  ['even where chances differ', { balance: 'random', weights: weighted }, (n: number) => n % 2],
] as const)('what is %s fails', async (_, promises, choose) => {
  shop.suffer({ choose });
  expect((await only('balance:front@gate', loopbackLab(promises))).verdict).toBe('fail');
});

test('a journey leaves nothing behind', async () => {
  expect((await only('journey:shop')).verdict).toBe('pass');
  expect(await rows()).toEqual([]);
  expect(await stores.redis.keys('*')).toEqual([]);
});

test('a visitor whom a killed check left behind is sent home by the next one, and one who never came is forgotten', async () => {
  const lab = loopbackLab({ journey });
  const { visits } = lab.ground;
  await stores.mariadb.query('insert into orders values (?)', ['bancadalost']);
  const ended = { pid: 2 ** 22 - 1, started: '1', boot: 'another' };
  const noted = (visitor: string): string => join(lab.folder, 'visits', `${visitor}.json`);
  for (const visitor of ['bancadalost', 'bancadanever']) {
    await visits.begin('shop', visitor);
    await writeFile(noted(visitor), JSON.stringify({ ...ended, service: 'shop' }));
  }
  expect(await visits.lost('shop')).toEqual(['bancadalost', 'bancadanever']);
  expect((await only('journey:shop', lab)).verdict).toBe('pass');
  expect(await rows()).toEqual([]);
  expect(await visits.lost('shop')).toEqual([]);
  expect(await readdir(join(lab.folder, 'visits'))).toEqual([]);
});

test('under a sticky balancer the other instances are asked directly', async () => {
  shop.suffer({ choose: () => 0 });
  expect((await only('journey:shop')).verdict).toBe('pass');
  shop.suffer({ choose: () => 0, forgetsSessions: true });
  const result = await only('journey:shop');
  expect(result.seen.en).toBe('GET /whoami: the session is not known to app2');
});

test.each([
  ['forgets sessions', { forgetsSessions: true }, /GET \/whoami: the session is not known to app[12]/],
  ['loses orders', { losesOrders: true }, /database \(sql\): nothing was found/],
  ['keeps what was deleted', { leavesOrders: true }, /the trace is still there afterwards/],
] as const)('an application that %s fails its journey, and is tidied up', async (_, faults, seen) => {
  shop.suffer(faults);
  const result = await only('journey:shop');
  expect(result.verdict).toBe('fail');
  expect(result.seen.en).toMatch(seen);
  if (!('leavesOrders' in faults)) expect(await rows()).toEqual([]);
  await stores.mariadb.query('delete from orders');
});
