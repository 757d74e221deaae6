import { describe, expect, test } from 'vitest';
import type { Rest } from '../../../src/sim/lab/calibration.ts';
import { kindsOf } from '../../../src/sim/lab/kinds.ts';
import { drawWorkload } from '../../../src/sim/lab/workload.ts';
import type { HostDuring } from '../../../src/verbs/compare/results.ts';
import { slownessSince } from '../../../src/verbs/compare/waking.ts';
import { simSetup } from '../../support/sim-setup.ts';

/** Seconds to wake after a short pause and after a long one, as calibration found them. */
const usual = { short: 0.0004, long: 0.0006 };
const woken = ({ short, long }: typeof usual): readonly Rest[] => [
  { rate: 40, after: 0, values: [0.001], wake: short },
  { rate: 40, after: 0.02, values: [0.001], wake: long },
];
const rest = { whoami: woken(usual), home: woken({ short: 0.0008, long: 0.0012 }) };

const calm: HostDuring = { late: 1, wake: 0.5 };

describe('how quick the computer is now', () => {
  const kinds = kindsOf(simSetup('survey', 1).services, { whoami: 1, home: 1 });
  const asked = (seconds: number) =>
    drawWorkload({ arrivals: { rate: 40 }, seconds, kinds, sources: ['192.168.56.130'], seed: 3 });
  /** A lab on which visitors take so many times as long to wake as in calibration. */
  const slownessOf = async (times: (i: number) => number, { seconds = 20, host = calm } = {}) => {
    const workload = await asked(seconds);
    const { times: moments, keys = [] } = workload.trace;
    const outcomes = workload.requests.map(({ at, path }, i) => {
      const kind = kinds[keys[i]!]!.name as keyof typeof rest;
      const bin = moments[i]! - (moments[i - 1] ?? -1) < 0.02 ? 0 : 1;
      return { at, path, sent: at + 1000 * times(i) * rest[kind][bin]!.wake, latency: 3 };
    });
    const measurement = { measured: { outcomes, pace: { kept: true } } } as unknown as Parameters<
      typeof slownessSince
    >[2]['measurement'];
    return slownessSince({ rest }, workload, { measurement, kinds, host });
  };

  test('is told by how long visitors take to wake, whatever they ask for and however long they had slept', async () => {
    expect(await slownessOf(() => 1)).toBeCloseTo(1, 9);
    expect(await slownessOf(() => 1.3)).toBeCloseTo(1.3, 9);
    expect(await slownessOf(() => 0.8)).toBeCloseTo(0.8, 9);
  });

  test('is told by most of them: a few that were very late do not matter', async () => {
    expect(await slownessOf((i) => (i % 5 === 0 ? 40 : 1.1))).toBeCloseTo(1.1, 9);
  });

  test('is not told where something disturbed the lab', async () => {
    expect(await slownessOf(() => 1.3, { host: { ...calm, others: 0.3 } })).toBeCloseTo(1.3, 9);
    expect(await slownessOf(() => 1.3, { host: { ...calm, others: 0.5 } })).toBeUndefined();
    expect(await slownessOf(() => 1.3, { host: { ...calm, late: 6 } })).toBeUndefined();
  });

  test('is not told by a handful of requests, nor by kinds that calibration has not seen', async () => {
    expect(await slownessOf(() => 1.3, { seconds: 0.5 })).toBeUndefined();
    const workload = await asked(20);
    const outcomes = workload.requests.map(({ at, path }) => ({ at, path, sent: at + 1 }));
    const measurement = { measured: { outcomes, pace: { kept: true } } } as unknown as Parameters<
      typeof slownessSince
    >[2]['measurement'];
    expect(slownessSince({ rest: {} }, workload, { measurement, kinds, host: calm })).toBeUndefined();
  });
});
