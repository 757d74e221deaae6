import { expect, test } from 'vitest';
import { number, percent, time, uncertain } from '../../../src/report/sim/figures.ts';

test.each([
  [{ value: 79.1, halfWidth: 2.04 }, '79.1 ms ±2 ms'],
  [{ value: 79.1, halfWidth: 0 }, '79.1 ms'],
  [{ value: 79.1, halfWidth: Infinity }, '79.1 ms ±?'],
  [{ value: NaN, halfWidth: Infinity }, '– ms'],
])('how sure a figure is: %j', (estimate, shown) => {
  expect(uncertain(estimate, time)).toBe(shown);
});

test.each([
  [0, '0'],
  [0.1834, '0.18'],
  [2.71, '2.7'],
  [79.12, '79.1'],
  [1234, '1234'],
  [Infinity, '–'],
])('a number has the digits that mean something: %d', (value, shown) => {
  expect(number(value)).toBe(shown);
});

test('a share is in percent', () => {
  expect([percent(0.0123), percent(NaN)]).toEqual(['1.2 %', '–']);
});
