import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { simulate, type Quota } from '../../../src/sim/index.ts';

interface Job {
  readonly at: number;
  readonly work: number;
}

interface Desk {
  readonly servers: number;
  readonly quota: Quota;
}

/** When each job leaves, and the processor time used until the end. */
const simulated = async (jobs: readonly Job[], { servers, quota }: Desk, seconds: number) => {
  const sources = Object.fromEntries(
    jobs.map(({ at, work }, i) => [
      `job ${String(i)}`,
      { trace: { times: [at] }, steps: [{ visit: 'cpu', for: work }] },
    ]),
  );
  const stations = { cpu: { discipline: 'sharing' as const, servers, quota } };
  const result = await simulate({ sources, stations }, { seconds, replications: 1, warmup: 0 });
  return {
    left: jobs.map(({ at }, i) => at + result.sources[`job ${String(i)}`]!.latency.mean.value),
    used: result.stations['cpu']!.utilisation.value * Math.min(servers, quota.seconds / quota.period) * seconds,
  };
};

const slice = 1e-4;

/** The same in small slices of time, as a kernel would do it: whoever may run runs, until the group has used its quota. */
const stepped = (jobs: readonly Job[], { servers, quota }: Desk): readonly number[] => {
  const left = jobs.map(({ work }) => work);
  const ends = jobs.map(() => NaN);
  let allowed = quota.seconds;
  let period = Math.floor(-(quota.phase ?? 0) / quota.period);
  for (let step = 0; ends.some(Number.isNaN); step += 1) {
    const now = step * slice;
    const current = Math.floor((now + slice / 2 - (quota.phase ?? 0)) / quota.period);
    if (current > period) allowed = quota.seconds;
    period = current;
    const there = jobs.flatMap(({ at }, i) => (at <= now && left[i]! > 0 ? [i] : []));
    const running = Math.min(servers, there.length);
    const each = Math.min(slice, allowed / Math.max(1, running)) * (running / Math.max(1, there.length));
    allowed -= each * there.length;
    for (const i of there) {
      left[i] = left[i]! - each;
      if (left[i] < slice / 100) {
        left[i] = 0;
        ends[i] = now + slice;
      }
    }
  }
  return ends;
};

const half: Desk = { servers: 2, quota: { seconds: 0.05, period: 0.1 } };

describe('a part of a processor', () => {
  test('runs at full speed, and stands still from when the quota is used until the period ends', async () => {
    const { left } = await simulated([{ at: 0, work: 0.12 }], half, 1);
    expect(left[0]).toBeCloseTo(0.22, 9);
  });

  test('a short request is not slowed down at all, where a slower processor would take twice as long', async () => {
    const { left } = await simulated([{ at: 0.03, work: 0.01 }], half, 1);
    expect(left[0]).toBeCloseTo(0.04, 9);
  });

  test('two who run side by side use it up twice as fast', async () => {
    const jobs = [
      { at: 0, work: 0.06 },
      { at: 0, work: 0.06 },
    ];
    const { left, used } = await simulated(jobs, half, 1);
    expect(left).toEqual([expect.closeTo(0.21, 9), expect.closeTo(0.21, 9)]);
    expect(used).toBeCloseTo(0.12, 9);
  });

  test('what is left of a period is lost', async () => {
    const { left } = await simulated([{ at: 0.95, work: 0.1 }], half, 2);
    // 50 ms until the period ends, for which there is just enough, and 50 ms of the next one.
    expect(left[0]).toBeCloseTo(1.05, 9);
    const late = await simulated([{ at: 0.96, work: 0.1 }], half, 2);
    expect(late.left[0]).toBeCloseTo(1.11, 9);
  });

  test('the phase says when periods begin', async () => {
    const quota = { ...half.quota, phase: 0.03 };
    const { left } = await simulated([{ at: 0, work: 0.12 }], { ...half, quota }, 1);
    // 30 ms, then 50 of the period from 0.03 on, then 40 of the next.
    expect(left[0]).toBeCloseTo(0.17, 9);
  });

  // Whoever just misses the end of the quota waits for the next period, so that the slices' rounding can cost a whole one:
  // the exact time lies between those of jobs that are a little smaller and a little larger.
  test('any jobs leave when they do in slices of a tenth of a millisecond', { timeout: 120_000 }, async () => {
    const job = fc.record({ at: fc.nat(4000), work: fc.integer({ min: 12, max: 900 }) });
    const desk = fc.record({
      servers: fc.integer({ min: 1, max: 3 }),
      quota: fc.record({
        seconds: fc.integer({ min: 20, max: 250 }),
        period: fc.constantFrom(50, 100),
        phase: fc.nat(99),
      }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(job, { minLength: 1, maxLength: 6 }), desk, async (drawn, { servers, quota }) => {
        const jobs = drawn.map(({ at, work }) => ({ at: at / 1e4, work: work / 1e4 }));
        const exact = { seconds: quota.seconds / 1e3, period: quota.period / 1e3, phase: quota.phase / 1e3 };
        const { left, used } = await simulated(jobs, { servers, quota: exact }, 60);
        const changed = (by: number) =>
          stepped(
            jobs.map(({ at, work }) => ({ at, work: work + by })),
            { servers, quota: exact },
          );
        const [sooner, later] = [changed(-10 * slice), changed(10 * slice)];
        left.forEach((end, i) => {
          expect(end).toBeGreaterThan(sooner[i]! - 2 * slice);
          expect(end).toBeLessThan(later[i]! + 2 * slice);
        });
        expect(used).toBeCloseTo(
          jobs.reduce((sum, { work }) => sum + work, 0),
          6,
        );
      }),
      { numRuns: 150 },
    );
  });

  test('more than the quota is unstable, a little less is not', async () => {
    const loaded = (rate: number) =>
      simulate(
        {
          sources: { visitors: { arrivals: { rate }, steps: [{ visit: 'cpu', for: { exponential: 0.005 } }] } },
          stations: { cpu: { discipline: 'sharing', ...half } },
        },
        { seconds: 300, replications: 4, warmup: 20 },
      );
    const { stations, notices } = await loaded(90);
    expect(stations['cpu']!.utilisation.value).toBeCloseTo(0.9, 1);
    expect(notices).toEqual([]);
    expect((await loaded(110)).notices[0]).toMatchObject({ code: 'unstable', station: 'cpu' });
  });

  test('belongs to stations that are shared', async () => {
    const model = {
      sources: { visitors: { arrivals: { rate: 1 }, steps: [{ visit: 'cpu', for: 0.1 }] } },
      stations: { cpu: { quota: { seconds: 0, period: 0.1 } } },
    };
    await expect(simulate(model, { seconds: 1 })).rejects.toMatchObject({
      context: {
        'stations.cpu.quota': expect.stringContaining('shared') as string,
        'stations.cpu.quota.seconds': '0 is not greater than 0',
      },
    });
  });
});
