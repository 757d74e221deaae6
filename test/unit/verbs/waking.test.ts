import { describe, expect, test } from 'vitest';
import type { Wake } from '../../../src/sim/lab/calibration.ts';
import { kindsOf } from '../../../src/sim/lab/kinds.ts';
import { drawWorkload } from '../../../src/sim/lab/workload.ts';
import type { HostDuring } from '../../../src/verbs/compare/results.ts';
import type { Asking } from '../../../src/verbs/compare/seen.ts';
import { slownessOf, wakesIn } from '../../../src/verbs/compare/waking.ts';
import { simSetup } from '../../support/sim-setup.ts';

const calm: HostDuring = { late: 1, wake: 0.5 };

/** Seconds to wake after a short pause and after a long one, as calibration found them; who comes more often wakes sooner. */
const usual: readonly Wake[] = [
  { rate: 40, after: 0, seconds: 0.0004 },
  { rate: 40, after: 0.02, seconds: 0.0006 },
  { rate: 160, after: 0, seconds: 0.0002 },
];

describe('how quick the computer is now', () => {
  const kinds = kindsOf(simSetup('survey', 1).services, { whoami: 1, home: 1 });
  /** On which visitors take so many times as long to wake as at 40 a second in calibration. */
  const asked = async (
    times: (i: number) => number,
    { rate = 40, seconds = 20, host = calm } = {},
  ): Promise<Asking> => {
    const sources = ['192.168.56.130'];
    const workload = await drawWorkload({ arrivals: { rate }, seconds, kinds, sources, seed: 3 });
    const moments = workload.trace.times;
    const outcomes = workload.requests.map(({ at, path }, i) => {
      const wake = moments[i]! - (moments[i - 1] ?? -1) < 0.02 ? 0.0004 : 0.0006;
      return { at, path, sent: at + 1000 * times(i) * wake, latency: 3 };
    });
    const measurement = { measured: { outcomes, pace: { kept: true } } } as unknown as Asking['measurement'];
    return { rate, workload, measurement, host };
  };
  const slowness = async (...how: Parameters<typeof asked>) => slownessOf(await asked(...how), usual);

  test('goes with the 0.6th power of how long visitors take to wake, however long they had slept', async () => {
    expect(await slowness(() => 1)).toBeCloseTo(1, 9);
    expect(await slowness(() => 1.3)).toBeCloseTo(1.3 ** 0.6, 9);
    expect(await slowness(() => 0.8)).toBeCloseTo(0.8 ** 0.6, 9);
  });

  test('is told by what is usual at that rate: by those around it, as ratios go, or else by the nearest', async () => {
    expect(await slowness(() => 1, { rate: 10 })).toBeCloseTo(1, 9);
    // Most come within 20 ms then, and are woken in 0.4 ms where 0.2 are usual.
    expect(await slowness(() => 1, { rate: 160 })).toBeCloseTo(2 ** 0.6, 9);
    expect(await slowness(() => 1, { rate: 300 })).toBeCloseTo(2 ** 0.6, 9);
    // As many times more than 40 as it is fewer than 160: 0.3 ms are usual.
    expect(await slowness(() => 1, { rate: 80 })).toBeCloseTo((4 / 3) ** 0.6, 9);
  });

  test('is told by most of them: a few that were very late do not matter', async () => {
    expect(await slowness((i) => (i % 5 === 0 ? 40 : 1.1))).toBeCloseTo(1.1 ** 0.6, 9);
  });

  test('is not told where something disturbed the lab', async () => {
    expect(await slowness(() => 1.3, { host: { ...calm, others: 0.3 } })).toBeCloseTo(1.3 ** 0.6, 9);
    expect(await slowness(() => 1.3, { host: { ...calm, others: 0.5 } })).toBeUndefined();
    expect(await slowness(() => 1.3, { host: { ...calm, late: 6 } })).toBeUndefined();
  });

  test('is not told by a handful of requests, nor where nothing is known of what is usual', async () => {
    expect(await slowness(() => 1.3, { seconds: 0.5 })).toBeUndefined();
    expect(slownessOf(await asked(() => 1.3), [])).toBeUndefined();
  });

  test('is held against what was found before: that is as quick as itself', async () => {
    const asking = await asked(() => 1.7);
    const found = wakesIn([asking]);
    expect(found.map(({ rate, after }) => [rate, after])).toEqual([0, 0.004, 0.008, 0.016, 0.032].map((s) => [40, s]));
    expect(found[0]!.seconds).toBeCloseTo(1.7 * 0.0004, 9);
    expect(found.at(-1)!.seconds).toBeCloseTo(1.7 * 0.0006, 9);
    expect(slownessOf(asking, found)).toBeCloseTo(1, 9);
  });

  test('is found of all kinds of request together, but by their rates, and of none that was disturbed', async () => {
    const usually = await asked(() => 1);
    const slower = await asked(() => 2);
    const busy = await asked(() => 5, { host: { ...calm, others: 0.5 } });
    const often = await asked(() => 3, { rate: 100 });
    const few = await asked(() => 1, { rate: 5, seconds: 5 });
    const found = wakesIn([usually, slower, slower, busy, busy, busy, busy, often, few]);
    expect(new Set(found.map(({ rate }) => rate))).toEqual(new Set([40, 100]));
    const shortest = (at: number): number => found.find(({ rate }) => rate === at)!.seconds;
    expect(shortest(40)).toBeCloseTo(2 * 0.0004, 9);
    expect(shortest(100)).toBeCloseTo(3 * 0.0004, 9);
    // A turn at a rate at which another kind was asked for is held against both.
    expect(slownessOf(usually, found)).toBeCloseTo(0.5 ** 0.6, 9);
  });
});
