import { expect, it } from 'vitest';
import { duration } from '../../../src/report/duration.ts';

it.each([
  [0, '0 ms'],
  [999.4, '999 ms'],
  [1000, '1.0 s'],
  [59_949, '59.9 s'],
  [60_000, '1 min 00 s'],
  [125_000, '2 min 05 s'],
])('%d ms is %s', (milliseconds, said) => expect(duration(milliseconds)).toBe(said));
