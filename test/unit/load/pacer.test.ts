import { expect, test } from 'vitest';
import { Pacer } from '../../../src/load/program/pacer.ts';

test('no wake is ever lost, however soon after the one before it is asked for', async () => {
  const wakes = 10_000;
  let woken = 0;
  const outcome = new Promise<void>((resolve) => {
    const pacer = new Pacer(() => {
      woken += 1;
      if (woken < wakes) pacer.wakeIn(0.02);
      else {
        pacer[Symbol.dispose]();
        resolve();
      }
    });
    pacer.wakeIn(0.02);
  });
  await outcome;
  expect(woken).toBe(wakes);
}, 10_000);
