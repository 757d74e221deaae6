import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { limitFile, limitNeeds } from '../../../src/providers/local/limits.ts';
import { limitKeys, requestSchema } from '../../../src/providers/local/protocol.ts';
import { localFindings } from '../../../src/text/local.ts';

const machines = (count: number, ...networks: readonly string[]) =>
  Array.from({ length: count }, () => ({ interfaces: networks.map((network) => ({ network })) }));

const needed = async (...[own, others = 0]: readonly [ReturnType<typeof machines>, number?]) =>
  Object.fromEntries((await limitNeeds(own, others)).map((need) => [need.key, need.needed]));

test('every limit is read from the kernel as it is', async () => {
  const needs = await limitNeeds([], 0);
  expect(needs.map(({ key }) => key)).toEqual(limitKeys);
  for (const { key, now, raise } of needs) {
    expect(now).toBe(Number(await readFile(limitFile(key), 'utf8')));
    expect(raise).toBeUndefined();
  }
});

test('machines of other labs take their share, but are nobody’s neighbours', async () => {
  const alone = await needed(machines(10, 'lan'));
  const among = await needed(machines(10, 'lan'), 40);
  expect(alone['fs.inotify.max_user_instances']).toBe(60);
  expect(among['fs.inotify.max_user_instances']).toBe(300);
  expect(among['kernel.pid_max']).toBe(5 * (alone['kernel.pid_max'] ?? 0));
  expect(among['net.ipv4.neigh.default.gc_thresh3']).toBe(alone['net.ipv4.neigh.default.gc_thresh3']);
});

test('neighbours are those on one network, and the visitors there', async () => {
  const key = 'net.ipv4.neigh.default.gc_thresh3';
  expect((await needed(machines(10, 'lan')))[key]).toBe(110);
  expect((await needed([...machines(10, 'lan'), ...machines(10, 'other')]))[key]).toBe(220);
  expect((await needed([...machines(10, 'lan'), ...machines(1, 'lan', 'other')]))[key]).toBe(11 * 12 + 2);
});

test('what is too little is to be raised to twice of what is needed, and what is said to be enough is', async () => {
  for (const { key, now, enoughFor } of await limitNeeds([], 0)) {
    const enough = Math.min(enoughFor, 100_000);
    const at = async (count: number) => (await limitNeeds(machines(count, 'lan'), 0)).find((need) => need.key === key);
    if (enough > 2000) continue;
    expect((await at(enough))?.raise).toBeUndefined();
    const more = await at(enough + 1);
    expect(more?.raise?.value).toBeGreaterThanOrEqual(2 * (more?.needed ?? Infinity));
    expect(more?.raise?.value).toBeGreaterThan(now);
  }
});

test('root raises no other limits, and none beyond reason', () => {
  const raise = (key: string, value: number) =>
    requestSchema.safeParse({ operation: 'raise', limits: [{ key, value }] }).success;
  expect(raise('fs.inotify.max_user_instances', 1024)).toBe(true);
  for (const key of ['kernel.core_pattern', '../../etc/passwd', 'fs/inotify/max_user_instances', ''])
    expect(raise(key, 1024)).toBe(false);
  for (const value of [0, -1, 1.5, 1e12]) expect(raise('kernel.pid_max', value)).toBe(false);
});

test('a number that systemd has lifted out of the way is told as what it is', () => {
  const need = { key: 'fs.file-max', needed: 500, machines: 1, enoughFor: 1 };
  expect(localFindings.limit({ ...need, now: 2 ** 63 }).en).toBe('fs.file-max is no limit (open files)');
  expect(localFindings.limit({ ...need, now: 500 }).en).toContain('is 500 (open files): enough for 1 machine at once');
});
