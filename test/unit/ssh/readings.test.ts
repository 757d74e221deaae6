import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RequestsAnswer } from '../../../src/kit/question.ts';
import { connect } from '../../../src/ssh/connect.ts';
import type { Session } from '../../../src/ssh/session.ts';
import { startSshPeer, type SshPeer } from '../../support/ssh-peer.ts';

let peer: SshPeer;
let session: Session;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bancada-readings-'));
  peer = await startSshPeer();
  session = await connect(peer.reach);
});
afterAll(async () => {
  await session[Symbol.asyncDispose]();
  await peer[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const requestsIn = async (log: string, cursor?: string): Promise<RequestsAnswer> => {
  const question = { ask: 'requests', log, ...(cursor !== undefined && { cursor }) } as const;
  return (await session.ask([question])).answer(question);
};
const line = (status: number, seconds: number, upstream = '10.0.0.1:80'): string =>
  `${JSON.stringify({ status, seconds, upstream })}\n`;

test('a log is counted from where it was left, whole lines only, also when it was begun anew', async () => {
  const log = join(folder, 'access.log');
  await writeFile(log, line(200, 0.001));
  const begin = await requestsIn(log);
  expect(begin.counts).toEqual([]);
  await appendFile(log, `${line(200, 0.0014)}not json\n${line(200, 0.123)}${line(502, 0.127)}{"status":20`);
  const first = await requestsIn(log, begin.cursor);
  expect(first.counts).toEqual([
    { upstream: '10.0.0.1:80', status: 200, count: 2, seconds: [0] },
    { upstream: '10.0.0.1:80', status: 502, count: 1, seconds: [0] },
  ]);
  expect(first.milliseconds).toEqual([
    [1, 1],
    [120, 2],
  ]);
  await appendFile(log, `0,"seconds":2,"upstream":""}\n`);
  const second = await requestsIn(log, first.cursor);
  expect(second.counts).toEqual([{ upstream: '', status: 200, count: 1, seconds: [0] }]);
  await rm(log);
  await writeFile(log, line(204, 0));
  const anew = { upstream: '10.0.0.1:80', status: 204, count: 1, seconds: [0] };
  expect((await requestsIn(log, second.cursor)).counts).toEqual([anew]);
  expect((await requestsIn(join(folder, 'nothing'))).counts).toEqual([]);
});

test('how long each of those took that a request came to is added up in their order', async () => {
  const log = join(folder, 'tried.log');
  const tried = (upstream: string, seconds: unknown): string =>
    `${JSON.stringify({ status: 200, seconds: 1, upstream, upstream_seconds: seconds })}\n`;
  await writeFile(log, '');
  const { cursor } = await requestsIn(log);
  await appendFile(log, tried('a:1', '0.25') + tried('a:1', '0.5') + tried('a:1, b:1', '0.125, 2'));
  await appendFile(log, tried('a:1, b:1', '-, 1') + tried('', '') + tried('b:1', '1, 2') + tried('c:1', 7));
  expect((await requestsIn(log, cursor)).counts.map(({ upstream, seconds }) => [upstream, seconds])).toEqual([
    ['a:1', [0.75]],
    ['a:1, b:1', [0.125, 3]],
    ['', [0]],
    ['b:1', [0]],
    ['c:1', [7]],
  ]);
});

test('the machine as a whole, and the processes of a unit that does not run', async () => {
  const [machine, processes] = [{ ask: 'machine' }, { ask: 'processes', unit: 'no-such.service' }] as const;
  const before = (await session.ask([machine])).answer(machine);
  const facts = await session.ask([machine, processes]);
  const after = facts.answer(machine);
  expect(before.cpuSeconds).toBeGreaterThan(0);
  expect(after.cpuSeconds).toBeGreaterThanOrEqual(before.cpuSeconds);
  expect(after.memoryBytes).toBeGreaterThan(0);
  expect(after.disk.totalBytes).toBeGreaterThan(after.disk.usedBytes);
  expect(after.devices).not.toHaveProperty('lo');
  expect(facts.answer(processes)).toEqual([]);
});

test('a slow question does not hold up the next', async () => {
  const slow = session.ask([{ ask: 'command', argv: ['sleep', '2'] }]);
  let ended = false;
  void slow.then(() => (ended = true));
  await session.ask([{ ask: 'machine' }]);
  expect(ended).toBe(false);
  await slow;
});
