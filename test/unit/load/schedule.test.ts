import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chanceFrom } from '../../../src/load/program/chance.ts';
import { momentsOf } from '../../../src/load/program/schedule.ts';

const moments = (perSecond: number, milliseconds: number, spacing: 'random' | 'even', seed = 1): readonly number[] => [
  ...momentsOf({ kind: 'open', perSecond, spacing }, milliseconds, chanceFrom(seed)),
];

test('as many come as the rate says, in order, within the time', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.1, max: 2000, noNaN: true }),
      fc.integer({ min: 100, max: 5000 }),
      fc.constantFrom('random', 'even'),
      fc.nat(),
      (perSecond, milliseconds, spacing, seed) => {
        const found = moments(perSecond, milliseconds, spacing, seed);
        expect(found).toHaveLength(Math.max(1, Math.round((perSecond * milliseconds) / 1000)));
        expect(found).toEqual(found.toSorted((a, b) => a - b));
        expect(found[0]).toBeGreaterThanOrEqual(0);
        expect(found.at(-1)).toBeLessThanOrEqual(milliseconds);
      },
    ),
  );
});

test('evenly means at equal distances', () => {
  expect(moments(4, 1000, 'even')).toEqual([0, 250, 500, 750]);
});

test('at random means like a Poisson process: the counts of short times vary as much as they are large', () => {
  const counts = new Array<number>(10_000).fill(0);
  for (const at of moments(1000, 100_000, 'random')) counts[Math.min(9999, Math.floor(at / 10))]! += 1;
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (counts.length - 1);
  expect(mean).toBe(10);
  // The quotient of 10000 Poisson counts has a standard deviation of sqrt(2/9999), 0.014.
  expect(Math.abs(variance / mean - 1)).toBeLessThan(0.06);
});

test('the same seed draws the same moments, another one others', () => {
  expect(moments(100, 1000, 'random', 7)).toEqual(moments(100, 1000, 'random', 7));
  expect(moments(100, 1000, 'random', 7)).not.toEqual(moments(100, 1000, 'random', 8));
});
