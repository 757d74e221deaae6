import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Streams } from '../../../src/sim/random/streams.ts';
import { exp, log } from '../../../src/sim/random/elementary.ts';
import { normalQuantile } from '../../../src/sim/random/normal.ts';
import { Histogram } from '../../../src/sim/statistics/histogram.ts';
import { BatchSeries } from '../../../src/sim/statistics/mser.ts';
import { quantileOf } from '../../../src/sim/statistics/quantile.ts';
import { student95 } from '../../../src/sim/statistics/student.ts';

const values = fc.array(fc.double({ min: 1e-10, max: 1e8, noNaN: true }), { minLength: 1, maxLength: 200 });

const recorded = (all: readonly number[]): Histogram => {
  const histogram = new Histogram();
  for (const value of all) histogram.record(value);
  return histogram;
};

test('a percentile is within 0.5 % of the value that is at its rank', () => {
  fc.assert(
    fc.property(values, fc.double({ min: 0.01, max: 1, noNaN: true }), (all, share) => {
      const exact = all.toSorted((a, b) => a - b)[Math.ceil(share * all.length) - 1]!;
      expect(Math.abs(recorded(all).quantile(share) / exact - 1)).toBeLessThan(0.005);
    }),
  );
});

test('two histograms together are that of all values', () => {
  fc.assert(
    fc.property(values, values, (some, others) => {
      const sum = recorded(some);
      sum.add(recorded(others));
      const all = recorded([...some, ...others]);
      expect(sum.counts).toEqual(all.counts);
      expect([sum.count, sum.least, sum.greatest]).toEqual([all.count, all.least, all.greatest]);
    }),
    { numRuns: 30 },
  );
});

test('zero, and what is too small or too large, is counted at the ends', () => {
  const histogram = recorded([0, 1e-30, 1e300]);
  expect([histogram.count, histogram.quantile(0.5), histogram.greatest]).toEqual([3, 0, 1e300]);
  expect(new Histogram().quantile(0.5)).toBeNaN();
});

test('logarithm and exponential are those of Math, to the last digits', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), (x) => {
      expect(Math.abs(log(x) - Math.log(x))).toBeLessThanOrEqual(2.3e-16 * Math.abs(Math.log(x)));
      expect(Math.abs(exp(log(x)) / x - 1)).toBeLessThan(1e-13);
    }),
  );
});

test('normal quantiles as in the tables', () => {
  const at = [0.5, 0.975, 0.995, 1e-10, 1 - 1e-3].map((p) => normalQuantile(p));
  const table = [0, 1.959963984540054, 2.5758293035489004, -6.361340902404056, 3.090232306167813];
  at.forEach((value, i) => expect(value).toBeCloseTo(table[i]!, 10));
});

// Computed once and written down: another version of Node, or another machine, must come to the same.
test('chance is the same everywhere', () => {
  const streams = new Streams(['visitors/arrivals', 'desk/service'], 2 ** 40 + 7, 3);
  const drawn = [0, 1, 0, 1].map((stream) => streams.uniform(stream));
  expect(drawn).toEqual([0.1227024527180699, 0.08686702732442819, 0.45666745850575763, 0.937440530167757]);
  streams.exponential(0);
  expect(streams.drawn).toBe(0.7412819337493489);
});

test('an exponential is minus the logarithm of the uniform in its place', () => {
  const [one, other] = [new Streams(['a'], 1, 0), new Streams(['a'], 1, 0)];
  for (let i = 0; i < 10_000; i += 1) {
    one.exponential(0);
    expect(Math.abs(one.drawn + Math.log(other.uniform(0)))).toBeLessThan(2e-15);
  }
});

test('streams, seeds and replications have nothing in common', () => {
  const firsts = new Set<number>();
  for (const name of ['a', 'b', 'a/b', 'ab'])
    for (let seed = 0; seed < 50; seed += 1)
      for (let replication = -1; replication < 50; replication += 1)
        firsts.add(new Streams([name], seed, replication).uniform(0));
  expect(firsts.size).toBe(4 * 50 * 51);
});

test('MSER-5 cuts off a beginning that is different, and nothing where there is none', () => {
  const [even, late] = [new BatchSeries(), new BatchSeries()];
  const streams = new Streams(['noise'], 5, 0);
  for (let i = 0; i < 50_000; i += 1) {
    const noise = streams.uniform(0);
    even.add(noise, i);
    late.add(noise + 5 * Math.max(0, 1 - i / 5000), i);
  }
  expect(even.warmup()).toMatchObject({ certain: true });
  expect(even.warmup().until).toBeLessThan(2500);
  expect(late.warmup().certain).toBe(true);
  expect(late.warmup().until).toBeGreaterThan(4000);
  expect(late.warmup().until).toBeLessThan(8000);
});

test('how soon a series forgets is known from its own numbers', () => {
  // Each is the one before, less 1 %, and chance: correlations fall by 1/e in 100.
  const [slow, quick] = [new BatchSeries(), new BatchSeries()];
  const streams = new Streams(['noise'], 5, 0);
  let value = 0;
  for (let i = 0; i < 100_000; i += 1) {
    const noise = streams.uniform(0) - 0.5;
    value += noise - value / 100;
    slow.add(value, i);
    quick.add(noise, i);
  }
  expect(slow.memory()).toBeGreaterThan(115 / 1.4);
  expect(slow.memory()).toBeLessThan(115 * 1.4);
  // It cannot tell less than the table holds: here means of 80.
  expect(quick.memory()).toBeLessThan(81);
  expect(new BatchSeries().memory()).toBe(Infinity);
});

test("Student's t as in the tables", () => {
  expect([1, 9, 30, 31, 60, 120].map((degrees) => student95(degrees).toFixed(3))).toEqual([
    '12.706',
    '2.262',
    '2.042',
    '2.040',
    '2.000',
    '1.980',
  ]);
});

describe('how sure a quantile is', () => {
  const windows = (count: number, values: (window: number) => readonly number[]) => {
    const all = new Histogram();
    const parts = Array.from({ length: count }, (_, at) => {
      const part = new Histogram();
      for (const value of values(at)) part.record(value);
      all.add(part);
      return part;
    });
    return [all, parts] as const;
  };
  /** Evenly between two values, in an order that tells nothing. */
  const even = (count: number, from: number, to: number) =>
    Array.from({ length: count }, (_, at) => from + (to - from) * ((((at * 7919) % count) + 0.5) / count));

  test('where every window is like the others, it is as sure as so many independent values are', () => {
    const { value, halfWidth } = quantileOf(0.95, ...windows(8, () => even(2000, 0, 1)));
    expect(value).toBeCloseTo(0.95, 2);
    // 1.96 times the root of 0.95 · 0.05 / 16 000, but for the steps of the histogram.
    expect(halfWidth).toBeGreaterThan(0.0025);
    expect(halfWidth).toBeLessThan(0.008);
  });

  test('where windows differ, it is much less sure than their values are many', () => {
    const { halfWidth } = quantileOf(0.95, ...windows(8, (at) => even(2000, 0, at % 2 === 0 ? 0.5 : 1)));
    expect(halfWidth).toBeGreaterThan(0.05);
  });

  test('where nothing differs, it is certain; where too little is known, nobody knows', () => {
    expect(quantileOf(0.95, ...windows(8, () => Array.from({ length: 100 }, () => 3)))).toEqual({
      value: 3,
      halfWidth: 0,
    });
    // Of two values that lie in one step nobody knows more than the step tells.
    const alike = quantileOf(0.95, ...windows(8, () => even(2000, 1, 1.001)));
    expect(alike.halfWidth).toBeCloseTo(alike.value / 256, 6);
    expect(quantileOf(0.5, ...windows(1, () => even(1000, 0, 1))).halfWidth).toBe(Infinity);
    // One in a hundred of eighty values: nobody knows how large the largest could be.
    expect(quantileOf(0.99, ...windows(8, () => even(10, 0, 1))).halfWidth).toBe(Infinity);
    expect(quantileOf(0.5, ...windows(8, () => []))).toEqual({ value: NaN, halfWidth: Infinity });
  });
});
