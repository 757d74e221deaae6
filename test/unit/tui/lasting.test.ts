import { expect, test } from 'vitest';
import { measureFrames } from '../../../bench/ui.ts';

/** Looks, one a second: of a third of an hour; of a whole one among the exhaustive tests. */
const looks = process.env['BANCADA_TEST_ALL'] === undefined ? 1200 : 3600;

test('an hour of looks, one a second, leaves the memory as it was', async () => {
  // From its first quarter on: what is remembered of the past is full by then.
  const { growth } = await measureFrames(5, looks);
  expect(growth).toBeLessThan(1e6);
}, 120_000);

test('a frame of fifty machines takes 30 ms of a processor at the most', async () => {
  const { median, bytes } = await measureFrames(50, 200);
  expect(median).toBeLessThan(30);
  // Only what has changed is sent; a whole window would be 4800 characters and their colours.
  expect(bytes).toBeLessThan(20_000);
}, 60_000);
