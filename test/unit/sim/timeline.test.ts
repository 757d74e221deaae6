import { expect, test } from 'vitest';
import { timelineOf } from '../../../src/sim/lab/timeline.ts';

const visit = (at: number, milliseconds: number, failure?: string) => ({
  ...{ at, visitors: 'class', milliseconds },
  ...(failure !== undefined && { failure }),
});

test('a run is told second by second', () => {
  const requests = [visit(2500, 7), visit(0, 10), visit(999, 30), visit(500, 0, 'down'), visit(2999, 0, 'down')];
  expect(timelineOf(requests, 3)).toEqual([
    { from: 0, seconds: 1, sent: 3, failed: 1, mean: 20, p95: 30 },
    { from: 1, seconds: 1, sent: 0, failed: 0 },
    { from: 2, seconds: 1, sent: 2, failed: 1, mean: 7, p95: 7 },
  ]);
});

test('a long one in longer stretches, and what comes after its end is left out', () => {
  const stretches = timelineOf([visit(0, 1), visit(899_999, 1), visit(900_001, 1)], 900);
  expect(stretches.length).toBe(300);
  expect(stretches[0]).toMatchObject({ seconds: 3, sent: 1 });
  expect(stretches.at(-1)).toMatchObject({ from: 897, sent: 1 });
});
