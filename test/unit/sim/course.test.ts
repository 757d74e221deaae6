import { expect, test } from 'vitest';
import { coursesOf } from '../../../src/sim/lab/course.ts';
import type { Fault } from '../../../src/sim/lab/faults.ts';
import type { Service } from '../../../src/model/blueprint.ts';

const services = ['app1', 'app2', 'db'].map((machine) => {
  const name = machine === 'db' ? 'store' : 'shop';
  return { id: `${name}@${machine}`, name, machine } as Service;
});
const down = (what: string, from: number, until?: number): Fault => ({
  ...{ what, harm: { how: 'down' }, from },
  ...(until !== undefined && { until }),
});
const visit = (at: number, target: string, failure?: string) => ({
  ...{ at, visitors: 'class', kind: 'page', target, milliseconds: 10 },
  ...(failure !== undefined && { failure }),
});

/** In whole milliseconds. */
const told = (...given: Parameters<typeof coursesOf>) =>
  coursesOf(...given).map((course) =>
    Object.fromEntries(Object.entries(course).map(([figure, value]: [string, number]) => [figure, Math.round(value)])),
  );

test('when the last error came after it broke, and the first answer after it was back', () => {
  const requests = [
    visit(9980, 'shop@app1', 'down'),
    visit(10_000, 'shop@app1', 'down'),
    visit(10_390, 'shop@app1', 'down'),
    // Others answer all the time; it itself is asked again late.
    ...[11_000, 20_500, 21_000].map((at) => visit(at, 'shop@app2')),
    visit(22_090, 'shop@app1'),
  ];
  expect(told(requests, [down('app1', 10, 20)], { services })).toEqual([
    { failed: 2, lastFailure: 400, answersAgain: 2100 },
  ]);
  // Any of its instances counts for a service.
  expect(told(requests, [down('shop', 10, 20)], { services })[0]).toMatchObject({ answersAgain: 510 });
  expect(told(requests, [down('shop@app1', 10)], { services })).toEqual([{ failed: 2, lastFailure: 400 }]);
  expect(told(requests, [down('app1', 12, 23)], { services })).toEqual([{ failed: 0 }]);
});

test('where nobody chooses it, what had failed tells: a page without the store works all the time', () => {
  const results = (at: number, failure?: string) => ({ ...visit(at, 'shop@app1', failure), kind: 'results' });
  const requests = [visit(1000, 'shop@app1'), results(2000, '503'), visit(4000, 'shop@app1'), results(4500)];
  expect(told(requests, [down('db', 1.5, 3)], { services })).toEqual([
    { failed: 1, lastFailure: 510, answersAgain: 1510 },
  ]);
  expect(told(requests, [down('db', 3, 3.5)], { services })).toEqual([{ failed: 0 }]);
});

test('who is back answers again while somebody else is broken, or is broken anew', () => {
  const requests = [visit(11_000, 'shop@app1', 'down'), visit(21_000, 'shop@app2', 'down'), visit(31_000, 'shop@app1')];
  const overlapping = [down('app1', 10, 30), down('app2', 20, 40)];
  expect(told(requests, overlapping, { services })).toEqual([
    { failed: 1, lastFailure: 1010, answersAgain: 1010 },
    { failed: 1, lastFailure: 1010 },
  ]);
  // The first answer is after it broke for the second time: nothing is known of the first.
  expect(told(requests, [down('app1', 10, 12), down('shop', 20, 30)], { services })).toEqual([
    { failed: 1, lastFailure: 1010 },
    { failed: 1, lastFailure: 1010, answersAgain: 1010 },
  ]);
});

test('what comes after the next fault is that one’s', () => {
  const requests = [visit(1000, 'shop@app1', 'down'), visit(5000, 'shop@app1', 'down'), visit(9000, 'shop@app1')];
  const faults = [down('app1', 0.5, 2), down('app1', 4, 8)];
  expect(told(requests, faults, { services })).toEqual([
    { failed: 1, lastFailure: 510 },
    { failed: 1, lastFailure: 1010, answersAgain: 1010 },
  ]);
});
