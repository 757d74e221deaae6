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
    { upstream: '10.0.0.1:80', status: 200, count: 2 },
    { upstream: '10.0.0.1:80', status: 502, count: 1 },
  ]);
  expect(first.milliseconds).toEqual([
    [1, 1],
    [120, 2],
  ]);
  await appendFile(log, `0,"seconds":2,"upstream":""}\n`);
  const second = await requestsIn(log, first.cursor);
  expect(second.counts).toEqual([{ upstream: '', status: 200, count: 1 }]);
  await rm(log);
  await writeFile(log, line(204, 0));
  expect((await requestsIn(log, second.cursor)).counts).toEqual([{ upstream: '10.0.0.1:80', status: 204, count: 1 }]);
  expect((await requestsIn(join(folder, 'nothing'))).counts).toEqual([]);
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
