import { expect, test } from 'vitest';
import type { Clock } from '../../../src/ports/clock.ts';
import { comesTrue } from '../../../src/ports/comes-true.ts';

/** On a computer that is busy: each pause takes three times as long, and each look 40 ms. */
const busy = () => {
  let now = 0;
  const clock: Clock = {
    now: () => new Date(now),
    elapsed: () => now,
    sleep: async (milliseconds) => {
      now += 3 * milliseconds;
      return Promise.resolve();
    },
  };
  return { clock, look: () => (now += 40), elapsed: () => now };
};

test('what never comes true is waited for by the clock, however long a look takes', async () => {
  const { clock, look, elapsed } = busy();
  expect(await comesTrue(() => look() < 0, { forMs: 5000, clock })).toBe(false);
  expect(elapsed()).toBeLessThan(5100);
});

test('what is so is not waited for, and what comes true ends it', async () => {
  const { clock, elapsed } = busy();
  expect(await comesTrue(() => true, { forMs: 0, clock })).toBe(true);
  expect(elapsed()).toBe(0);
  expect(await comesTrue(() => Promise.resolve(elapsed() >= 90), { forMs: 5000, clock })).toBe(true);
  expect(elapsed()).toBe(90);
});

test('who is told to end waits no longer', async () => {
  const waiting = comesTrue(() => false, { forMs: 60_000, signal: AbortSignal.timeout(20) });
  await expect(waiting).rejects.toThrow(/abort/i);
});
