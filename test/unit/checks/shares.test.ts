import fc from 'fast-check';
import { expect, test } from 'vitest';
import { criticalChiSquared, exactShares, looksLike, wholeTurns } from '../../../src/checks/shares.ts';

const weights = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 8 });

test('requests come in whole turns, so that exact shares are whole numbers that add up', () => {
  fc.assert(
    fc.property(weights, fc.integer({ min: 1, max: 200 }), (values, atLeast) => {
      const requests = wholeTurns(values, atLeast);
      const shares = [
        ...exactShares(new Map(values.map((weight, index) => [String(index), weight])), requests).values(),
      ];
      expect(requests).toBeGreaterThanOrEqual(atLeast);
      expect(shares.every(Number.isInteger)).toBe(true);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBe(requests);
    }),
  );
});

// Chi-squared at 0.999, from printed tables.
test.each([
  [1, 10.828],
  [2, 13.816],
  [4, 18.467],
  [9, 27.877],
  [30, 59.703],
])('the critical value for %i degrees of freedom is near %f', (freedom, value) => {
  expect(Math.abs(criticalChiSquared(freedom) - value) / value).toBeLessThan(0.04);
});

test.each([
  [[40, 40], true],
  [[50, 30], true],
  [[56, 24], false],
  [[80, 0], false],
  [[40, 40, 40], true],
  [[60, 30, 30], false],
  [[7], true],
])('counts of %j look even: %s', (counts, even) => {
  expect(
    looksLike(
      counts.map(() => 1),
      counts,
    ),
  ).toBe(even);
});

test.each([
  [[3, 1], [60, 20], true],
  [[3, 1], [40, 40], false],
  [[0.24, 0.38, 0.38], [24, 38, 38], true],
  [[0.24, 0.38, 0.38], [72, 14, 14], false],
])('chances of %j may come to %j: %s', (chances, counts, may) => {
  expect(looksLike(chances, counts)).toBe(may);
});
