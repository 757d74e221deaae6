import { describe, expect, test } from 'vitest';
import { judge } from '../../../src/verbs/compare/figures.ts';
import { correlationOf, medianOf, Sample } from '../../../src/verbs/compare/sample.ts';

describe('what was measured', () => {
  const hundred = new Sample(Array.from({ length: 100 }, (_, at) => 100 - at));

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

test('pairs are alike in the middle, and go together or do not', () => {
  expect(medianOf([9, 1, 5])).toBe(5);
  expect(medianOf([])).toBe(0);
  const pairs = [1, 2, 3, 4].map((x) => [x, 2 * x + 1] as const);
  expect(correlationOf(pairs)).toBeCloseTo(1, 12);
  expect(correlationOf(pairs.map(([x, y]) => [x, -y] as const))).toBeCloseTo(-1, 12);
  expect(correlationOf(pairs.map(([x]) => [x, 7] as const))).toBeNaN();
});
