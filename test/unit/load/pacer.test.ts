import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { loop, Pacer } from '../../../src/load/program/pacer.ts';

test('a call that comes late, when its turn was seen already, does not take the wake away', async () => {
  const turn = new Int32Array(new SharedArrayBuffer(4));
  const left = new Float64Array(new SharedArrayBuffer(8)).fill(300);
  const thread = new Worker(loop, { eval: true, workerData: { turn, left } });
  await once(thread, 'online');
  const woken = once(thread, 'message', { signal: AbortSignal.timeout(3000) });
  const asked = performance.now();
  Atomics.add(turn, 0, 1);
  // Once it sleeps towards its moment there is somebody to call.
  while (Atomics.notify(turn, 0) === 0 || performance.now() - asked < 100);
  await woken;
  expect(performance.now() - asked).toBeGreaterThanOrEqual(299);
  Atomics.store(turn, 0, -1);
  Atomics.notify(turn, 0);
  expect(await once(thread, 'exit')).toEqual([0]);
});

test('one wake after the other comes, each at its moment', async () => {
  const late: number[] = [];
  using pacer = await Pacer.begin();
  await new Promise<void>((resolve) => {
    let meant = 0;
    const next = (): void => {
      meant = performance.now() + 2;
      pacer.wakeIn(2);
    };
    pacer.onWake = () => {
      late.push(performance.now() - meant);
      if (late.length < 200) next();
      else resolve();
    };
    next();
  });
  expect(Math.min(...late)).toBeGreaterThan(-0.05);
  expect(late.toSorted((one, other) => one - other)[100]).toBeLessThan(1);
});
