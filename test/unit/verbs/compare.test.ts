import { describe, expect, test } from 'vitest';
import type { Verdict } from '../../../src/model/verdict.ts';
import type { Calibration, Rest } from '../../../src/sim/lab/calibration.ts';
import { kindsOf } from '../../../src/sim/lab/kinds.ts';
import { drawWorkload } from '../../../src/sim/lab/workload.ts';
import { doubtsAbout, nextRate, ratesFor, seenIn } from '../../../src/verbs/compare/askings.ts';
import { doubtsOf, hostDuring } from '../../../src/verbs/compare/doubts.ts';
import { judge, verdictOf } from '../../../src/verbs/compare/figures.ts';
import { restOf, undelayedIn } from '../../../src/verbs/compare/remainder.ts';
import { correlationOf, medianOf, Sample } from '../../../src/verbs/compare/sample.ts';
import type { KindSeen, SeenWorld } from '../../../src/verbs/compare/seen.ts';
import type { Measurement } from '../../../src/verbs/compare/session.ts';
import { simSetup } from '../../support/sim-setup.ts';

describe('what was measured', () => {
  const hundred = new Sample(Array.from({ length: 100 }, (_, at) => ((37 * at) % 100) + 1));

  test('has a mean, and quantiles by the nearest rank', () => {
    expect([hundred.at('mean'), hundred.at('p50'), hundred.at('p95'), hundred.at('p99')]).toEqual([50.5, 50, 95, 99]);
  });

  test('is known as well as there is much of it', () => {
    // The standard deviation of 1 to 100 is 29.01.
    expect(hundred.doubt('mean')).toBeCloseTo((1.96 * 29.011) / 10, 3);
    // 1.96 times the root of 100 · ½ · ½ ranks: 9.8 of them, up to the next whole one.
    expect(hundred.doubt('p50')).toBe(10);
    // One in a hundred of a hundred values: nobody knows how large it could be.
    expect(hundred.doubt('p99')).toBe(Infinity);
    expect(new Sample([]).at('p50')).toBeNaN();
    // Nor how far values lie apart of which there is one.
    expect(new Sample([3]).doubt('mean')).toBe(Infinity);
  });

  test('is known less well where neighbours are alike', () => {
    // Ten means of 5.5, 15.5 … 95.5 have the standard deviation 30.28.
    const rising = new Sample(Array.from({ length: 100 }, (_, at) => at + 1));
    expect(rising.doubt('mean')).toBeCloseTo((2.262 * 30.277) / Math.sqrt(10), 2);
    expect(rising.doubt('p50')).toBeGreaterThan(3 * hundred.doubt('p50'));
  });

  test('covers the truth about as often as it says', () => {
    let state = 1;
    const next = (): number => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
    const covered = (which: 'mean' | 'p95', truth: number): number => {
      const hits = Array.from({ length: 400 }, () => new Sample(Array.from({ length: 300 }, () => -Math.log(next()))));
      return hits.filter((sample) => Math.abs(sample.at(which) - truth) <= sample.doubt(which)).length / 400;
    };
    expect(covered('mean', 1)).toBeGreaterThan(0.9);
    expect(covered('p95', -Math.log(0.05))).toBeGreaterThan(0.9);
  });
});

test('a figure passes within its limit, fails beyond it, and is open where chance may have carried it over', () => {
  expect(judge(1, 1, 0)).toBe('pass');
  expect(judge(1.1, 1, 0)).toBe('fail');
  expect(judge(1.1, 1, 0.2)).toBe('inconclusive');
  expect(judge(1.3, 1, 0.2)).toBe('fail');
  expect(judge(NaN, 1, 0)).toBe('inconclusive');
});

test('a comparison fails with any of its figures, is open with any, and tells nothing where the computer was too busy', () => {
  const of = (...verdicts: readonly Verdict[]) => verdicts.map((verdict) => ({ verdict }));
  expect(verdictOf(of('pass', 'pass'), false)).toBe('pass');
  expect(verdictOf(of('pass', 'inconclusive'), false)).toBe('inconclusive');
  expect(verdictOf(of('inconclusive', 'fail', 'pass'), false)).toBe('fail');
  expect(verdictOf(of('pass'), true)).toBe('inconclusive');
  expect(verdictOf(of('fail'), true)).toBe('inconclusive');
});

test('what the computer did meanwhile: how busy it was, with whom, and what was taken from it', () => {
  const at = (seconds: number, busy: number, stolen: number, used: number) => ({
    ...{ at: seconds * 1000, machines: { app1: used }, services: {}, logs: {}, requests: {} },
    host: { processors: 2, busy, stolen },
  });
  const measured = { processorSeconds: 3, pace: { lag: { p50: 0.4, p95: 1, p99: 2 } } };
  const during = hostDuring({ measured, before: at(0, 50, 1, 10), after: at(20, 62, 2, 14) } as unknown as Measurement);
  // 12 of 40 processor seconds; of those 4 the lab's and 3 the visitors'; of 13 that were wanted one was taken.
  expect(during).toEqual({ busy: 0.3, stolen: 1 / 13, others: 0.25, late: 2, wake: 0.4 });
  const unknown = { ...at(20, 0, 0, 14), host: undefined };
  expect(hostDuring({ measured, before: unknown, after: unknown } as unknown as Measurement)).toEqual({
    late: 2,
    wake: 0.4,
  });
});

test.each([
  [{ busy: 0.89, stolen: 0.019, others: 0.39, late: 4.9 }, true, []],
  [{ late: 0 }, true, []],
  [{ busy: 0.95, late: 0 }, true, ['the processors of this computer were 95 % busy']],
  [{ stolen: 0.021, late: 0 }, true, ['other computers on the same hardware took 2 %']],
  [{ others: 0.5, late: 0 }, true, ['other programs kept 0.5 processors']],
  [{ late: 6 }, true, ['requests were sent up to 6 ms later']],
  [{ busy: 0.95, late: 6 }, false, ['the processors', 'requests were', 'the visitors could not keep to the rate']],
])('a computer that was too busy is named: %j, rate kept: %j', (host, kept, words) => {
  const doubts = doubtsOf(host, { pace: { kept } }).map(({ en }) => en);
  expect(doubts).toEqual(words.map((each) => expect.stringMatching(`^${each}`) as unknown));
});

describe('what calibrating makes of what was seen', () => {
  const calm = { late: 0, wake: 0.1 };
  const busy = { ...calm, others: 0.7 };
  const setup = simSetup('survey', 1);
  const kinds = kindsOf(setup.services, { whoami: 1 });
  const kind = kinds.find(({ name }) => name === 'whoami')!;
  const seen = async (latency: (at: number) => number, ...hosts: KindSeen['askings'][number]['host'][]) => {
    const arrivals = { rate: 50, spacing: 'even' } as const;
    const workload = await drawWorkload({ arrivals, seconds: 4, kinds, sources: ['192.168.56.130'], seed: 1 });
    const outcomes = workload.requests.map(({ at, path }, i) => ({ at, path, sent: at + 0.5, latency: latency(i) }));
    const measurement = { measured: { outcomes, pace: { kept: true } } } as unknown as Measurement;
    return { kind, askings: hosts.map((host) => ({ rate: 50, workload, measurement, host })) };
  };

  test('the rest is never below nothing, and has the mean that was measured', async () => {
    const known: Calibration = {
      ...{ at: '', processors: 2, rest: {}, wakes: [], background: {}, undelayed: [] },
      factors: Object.fromEntries(setup.blueprint.services.map(({ name }) => [name, { '*': 1 }])),
    };
    const calibrated = { ...setup, calibration: known };
    const [one] = await restOf(await seen(() => 1000, calm), calibrated);
    const foretold = 1 - one!.values[0]!;
    expect(foretold).toBeGreaterThan(0);
    expect(foretold).toBeLessThan(0.004);
    // Every other one is quicker than foretold.
    const [{ values: rest }, ...others] = (await restOf(await seen((at) => (at % 2) * 10, calm), calibrated)) as [
      Rest,
      ...Rest[],
    ];
    // Evenly spaced, there is one pause.
    expect(others).toEqual([]);
    const measured = (0.01 * Math.floor(rest.length / 2)) / rest.length;
    expect(Math.min(...rest)).toBe(0);
    expect(rest.reduce((sum, value) => sum + value, 0) / rest.length).toBeCloseTo(measured - foretold, 9);
  });

  test('what took long stays long in the rest, however many were quicker than foretold', async () => {
    const [one] = await restOf(await seen((at) => (at === 108 ? 100 : (at % 2) * 10), calm), setup);
    expect(one!.values.at(-1)).toBeGreaterThan(0.09);
  });

  test('of more than can be kept the mean is kept', async () => {
    const { kind: of, askings } = await seen((at) => (at === 150 ? 5000 : 10 + (at % 7)), calm);
    const meanRest = async (times: number) => {
      const [one] = await restOf({ kind: of, askings: Array.from({ length: times }, () => askings[0]!) }, setup);
      return {
        count: one!.values.length,
        mean: one!.values.reduce((sum, value) => sum + value, 0) / one!.values.length,
      };
    };
    const [once, often] = [await meanRest(1), await meanRest(11)];
    expect(often.count).toBe(1000);
    expect(once.count * 11).toBeGreaterThan(1000);
    expect(often.mean).toBeCloseTo(once.mean, 9);
  });

  test('the rest is told by how long nobody had come before', async () => {
    const arrivals = { rate: 40 } as const;
    const workload = await drawWorkload({ arrivals, seconds: 20, kinds, sources: ['192.168.56.130'], seed: 1 });
    const { times } = workload.trace;
    const after = (at: number): number => times[at]! - (times[at - 1] ?? -1);
    const late = (i: number): number => (after(i) < 0.016 ? 0.25 : 0.5);
    const outcomes = workload.requests.map(({ at, path }, i) => ({
      ...{ at, path, sent: at + late(i), latency: 400 * late(i) },
    }));
    const measurement = { measured: { outcomes, pace: { kept: true } } } as unknown as Measurement;
    const rest = await restOf({ kind, askings: [{ ...arrivals, workload, measurement, host: calm }] }, setup);
    expect(rest.map((each) => each.after)).toEqual([0, 0.004, 0.008, 0.016, 0.032]);
    const means = rest.map(({ values }) => values.reduce((sum, value) => sum + value, 0) / values.length);
    expect(means.map((mean) => Math.round(mean * 10))).toEqual([1, 1, 1, 2, 2]);
    // The first five seconds do not count.
    const settled = times.filter((seconds) => seconds >= 5).length;
    expect(rest.reduce((sum, { values }) => sum + values.length, 0)).toBe(settled);
  });

  test('a kernel that cannot delay is found out by answers that come sooner than their ways take', async () => {
    const kinds = kindsOf(setup.services, { results: 1 });
    const results = kinds.find(({ name }) => name === 'results')!;
    const world = { measuring: {}, setup, kinds, background: {} } as unknown as SeenWorld;
    const at = async (latency: number): Promise<readonly string[]> => {
      const { askings } = await seen(() => latency, calm);
      const workload = await drawWorkload({
        ...{ arrivals: { rate: 50, spacing: 'even' }, seconds: 4, kinds, sources: ['192.168.56.130'], seed: 1 },
      });
      return undelayedIn([{ kind: results, askings: [{ ...askings[0]!, workload }] }], world);
    };
    expect(await at(4)).toEqual(['internet']);
    expect(await at(400)).toEqual([]);
  });

  test('what was asked for while the computer was slow counts in the rest as it usually is, but for what was asked to be computed', async () => {
    const kinds = kindsOf(setup.services, { demo: 1 });
    const arrivals = { rate: 2, spacing: 'even' } as const;
    const workload = await drawWorkload({ arrivals, seconds: 100, kinds, sources: ['192.168.56.130'], seed: 1 });
    const { demands = [] } = workload.trace;
    // Visitors took half a millisecond to wake.
    const outcomes = workload.requests.map(({ at, path }, i) => ({
      ...{ at, path, sent: at + 0.5, latency: 400 + 1000 * demands[i]! },
    }));
    const measurement = { measured: { outcomes, pace: { kept: true } } } as unknown as Measurement;
    const all = {
      kind: kinds.find(({ share }) => share > 0)!,
      askings: [{ rate: 2, workload, measurement, host: calm }],
    };
    const restWhere = async (seconds: number): Promise<number> => {
      const calibration: Calibration = {
        ...{ at: '', processors: 2, rest: {}, background: {}, undelayed: [] },
        factors: Object.fromEntries(setup.blueprint.services.map(({ name }) => [name, { '*': 1 }])),
        wakes: [{ rate: 2, after: 0, seconds }],
      };
      const [rest] = await restOf(all, { ...setup, calibration });
      return rest!.values.reduce((sum, value) => sum + value, 0) / rest!.values.length;
    };
    const [usual, slow] = [await restWhere(0.0005), await restWhere(0.00025)];
    const work = 0.4 - usual;
    expect(work).toBeGreaterThan(0);
    expect(work).toBeLessThan(0.01);
    expect(slow).toBeCloseTo(0.4 / 2 ** 0.6 - work, 5);
  });

  test('a kind is asked for at the usual rates that do not keep a machine busy, or else at the highest that does not', () => {
    expect(ratesFor(200, 3)).toEqual([40, 20, 100]);
    expect(ratesFor(50, 3)).toEqual([40, 20, 40]);
    expect(ratesFor(28, 3)).toEqual([20, 20, 20]);
    expect(ratesFor(7, 2)).toEqual([7, 7]);
    expect(ratesFor(200, 1)).toEqual([40]);
  });

  test('each rate has its turn, and once more where something has disturbed it, until that was enough', async () => {
    const [{ askings: good }, { askings: disturbed }] = [await seen(() => 1, calm), await seen(() => 1, busy)];
    const at = (rate: number, askings = good) => ({ ...askings[0]!, rate });
    const wanted = [40, 20, 40];
    expect(nextRate([], wanted)).toBe(40);
    expect(nextRate([at(40)], wanted)).toBe(20);
    expect(nextRate([at(40, disturbed), at(20)], wanted)).toBe(40);
    expect(nextRate([at(40), at(20), at(40)], wanted)).toBeUndefined();
    expect(nextRate([at(40), at(20, disturbed), at(40)], wanted)).toBe(20);
    expect(nextRate([at(40), at(20), at(40, disturbed)], wanted)).toBe(40);
    expect(nextRate([at(40, disturbed), at(20, disturbed), at(40), at(40)], wanted)).toBe(20);
    expect(nextRate([at(40, disturbed), at(20, disturbed), at(40), at(40), at(20)], wanted)).toBeUndefined();
    const turns = [at(40, disturbed), at(20), at(40), at(40)];
    expect(seenIn(kind, turns, 3).askings).toEqual(turns.slice(1));
    expect(seenIn(kind, turns.slice(0, 3), 3).askings).toEqual(turns.slice(0, 3));
  });

  test('the worst that disturbed it is told once', async () => {
    const each = await seen(
      () => 1,
      { others: 0.5, late: 1, wake: 0.1 },
      { others: 0.7, late: 1, wake: 0.1 },
      { late: 6, wake: 0.1 },
    );
    const doubts = doubtsAbout([each, each]).map(({ en }) => en);
    expect(doubts).toHaveLength(2);
    expect(doubts[0]).toContain('other programs kept 0.7 processors');
    expect(doubts[1]).toContain('up to 6 ms later');
    expect(doubtsAbout([await seen(() => 1, { others: 0.2, late: 1, wake: 0.1 })])).toEqual([]);
  });
});

test('pairs are alike in the middle, and go together or do not', () => {
  expect(medianOf([9, 1, 5])).toBe(5);
  expect(medianOf([])).toBe(0);
  const pairs = [1, 2, 3, 4].map((x) => [x, 2 * x + 1] as const);
  expect(correlationOf(pairs)).toBeCloseTo(1, 12);
  expect(correlationOf(pairs.map(([x, y]) => [x, -y] as const))).toBeCloseTo(-1, 12);
  expect(correlationOf(pairs.map(([x]) => [x, 7] as const))).toBeNaN();
});
