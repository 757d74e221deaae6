import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { hostLoad, hostWork, stolenShare } from '../../../src/ports/host-load.ts';
import { keepBusy } from '../../support/busy.ts';

test.skipIf(process.platform !== 'linux')(
  'a computer whose processors all have work is measured to be full',
  async () => {
    using _busy = await keepBusy();
    const [before, began] = [hostLoad(), performance.now()];
    await pause(1500);
    const work = hostWork(before, hostLoad(), (performance.now() - began) / 1000);
    // The kernel counts in ticks of 10 ms.
    expect(work!.busy / work!.processors).toBeGreaterThan(0.95);
  },
);

const load = (busy: number, stolen: number) => ({ processors: 4, busy, stolen });

test.each([
  [load(10, 0), load(14, 0), 2, 2],
  // What somebody else was given in our place, nobody here could have.
  [load(10, 1), load(12, 3), 2, 2],
  // Readings are not quite of one moment.
  [load(0, 0), load(9, 0), 2, 4],
])('from %j to %j in %d s: %d at work', (before, after, seconds, busy) => {
  expect(hostWork(before, after, seconds)).toEqual({ processors: 4, busy });
});

test('where the system does not tell, or there was no time, nothing is known', () => {
  expect(hostWork(undefined, load(1, 0), 2)).toBeUndefined();
  expect(hostWork(load(1, 0), undefined, 2)).toBeUndefined();
  expect(hostWork(load(1, 0), load(1, 0), 0)).toBeUndefined();
});

test('what a hypervisor gave to others is a share of what was wanted here, whoever had nothing to do lost nothing', () => {
  expect(stolenShare(load(10, 1), load(13, 2))).toBe(0.25);
  expect(stolenShare(load(10, 1), load(13, 1))).toBe(0);
  expect(stolenShare(load(10, 1), load(10, 1))).toBe(0);
});
