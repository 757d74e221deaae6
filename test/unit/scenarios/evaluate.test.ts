import { expect, test } from 'vitest';
import type { Measure } from '../../../src/model/scenario.ts';
import { evaluate, type Happened, type SeenRequest } from '../../../src/scenarios/evaluate.ts';
import { secondsOf } from '../../../src/scenarios/seconds.ts';
import { wantedAfter } from '../../../src/scenarios/wanted.ts';

const request = (at: number, machine: string | undefined, latency = 5): SeenRequest => ({
  ...{ stream: 'visitors', at, path: '/', sent: at },
  ...(machine === undefined ? { error: 'refused' } : { machine, status: 200, latency }),
});

/** Ten a second in turns; from 1 s to 2 s nobody answers; then app2 alone, slowly. */
const happened: Happened = {
  marks: [
    { step: 'start', begun: 0, done: 0 },
    { step: 'broken', begun: 900, done: 1000 },
    { step: 'mended', begun: 2000, done: 2050 },
    { step: 'end', begun: 3000, done: 3000 },
  ],
  requests: Array.from({ length: 30 }, (_, index) => {
    const at = index * 100;
    if (at >= 2000) return request(at, 'app2', 50);
    return request(at, at >= 1000 ? undefined : index % 2 === 0 ? 'app1' : 'app2');
  }),
};

const judge = (from: string, to: string, measure: Measure, plusMs = 0) => {
  const span = { from: { step: from, plusMs }, to: { step: to, plusMs: 0 } };
  return evaluate({ say: { en: 'a', pt: 'b' }, span, measure }, happened, 0);
};

const p95 = 0.95;
const early = { from: { step: 'start', plusMs: 0 }, to: { step: 'broken', plusMs: 0 } };

test.each<readonly [string, string, string, Measure, 'pass' | 'fail' | 'inconclusive']>([
  ['no errors where there were none', 'start', 'broken', { kind: 'errors', most: { count: 0 } }, 'pass'],
  ['too many errors', 'start', 'end', { kind: 'errors', most: { count: 9 } }, 'fail'],
  ['just so many', 'start', 'end', { kind: 'errors', most: { count: 10 } }, 'pass'],
  ['a share of errors', 'broken', 'mended', { kind: 'errors', least: { share: 1 } }, 'pass'],
  ['fewer errors than there should be', 'start', 'end', { kind: 'errors', least: { share: 0.5 } }, 'fail'],
  ['in turns', 'start', 'broken', { kind: 'turns', machines: ['app1', 'app2'] }, 'pass'],
  ['turns may begin anywhere', 'start', 'broken', { kind: 'turns', machines: ['app2', 'app1'] }, 'pass'],
  ['not in those turns', 'start', 'broken', { kind: 'turns', machines: ['app1', 'app1', 'app2'] }, 'fail'],
  ['shares', 'start', 'broken', { kind: 'served', shares: { app1: 0.5 }, give: 0.06 }, 'pass'],
  ['other shares', 'mended', 'end', { kind: 'served', shares: { app1: 0.5 }, give: 0.06 }, 'fail'],
  ['shares of no answers', 'broken', 'mended', { kind: 'served', shares: { app1: 0.5 }, give: 1 }, 'fail'],
  ['one machine', 'mended', 'end', { kind: 'machines', count: 1 }, 'pass'],
  ['quick', 'start', 'broken', { kind: 'latency', percentile: p95, mostMs: 5 }, 'pass'],
  ['not slow', 'start', 'broken', { kind: 'latency', percentile: p95, leastMs: 6 }, 'fail'],
  ['not faster', 'mended', 'end', { kind: 'faster', percentile: p95, than: early, times: 2 }, 'fail'],
  ['nobody came', 'end', 'end', { kind: 'errors', most: { count: 0 } }, 'inconclusive'],
  ['no such step was reached', 'nowhere', 'end', { kind: 'errors', most: { count: 0 } }, 'inconclusive'],
])('%s', (_, from, to, measure, verdict) => {
  expect(judge(from, to, measure).verdict).toBe(verdict);
});

test('a span begins when its step is done, and ends when the next begins', () => {
  // 900 was sent while it was being broken, and counts for neither side.
  expect(judge('start', 'broken', { kind: 'errors', most: { count: 0 } }).seen.en).toBe('0 of 9 requests');
  expect(judge('broken', 'mended', { kind: 'errors', most: { count: 0 } }).seen.en).toBe('10 of 10 requests (refused)');
  expect(judge('broken', 'mended', { kind: 'errors', most: { count: 0 } }, 500).seen.en).toMatch(/^5 of 5/);
});

test('seconds tell who answered, what failed and how long it took', () => {
  expect(secondsOf(happened.requests)).toEqual([
    { second: 0, machines: { app1: 5, app2: 5 }, failed: 0, p95: 5 },
    { second: 1, machines: {}, failed: 10 },
    { second: 2, machines: { app2: 10 }, failed: 0, p95: 50 },
  ]);
});

test('how a lab is to be follows from the steps before, so that one can go back', () => {
  const range = { file: 'f', start: { line: 1, column: 1 }, end: { line: 1, column: 2 } };
  const fault = { name: 'killed', target: 'web', range };
  const steps = [
    { at: 0, deeds: [{ do: 'inject', fault } as const, { do: 'set', value: 'web.balance=hash' } as const] },
    { at: 1, deeds: [{ do: 'undo', fault } as const, { do: 'set', value: 'web.balance=least_conn' } as const] },
    { at: 2, deeds: [{ do: 'reset' } as const, { do: 'silence' } as const] },
  ];
  expect(wantedAfter(steps, 1)).toMatchObject({ faults: [fault], values: ['web.balance=hash'] });
  expect(wantedAfter(steps, 2)).toMatchObject({ faults: [], values: ['web.balance=least_conn'] });
  expect(wantedAfter(steps, 3)).toMatchObject({ faults: [], values: [] });
});
