import { expect, test } from 'vitest';
import { isRequestId, type Visited } from '../../../src/kit/trail.ts';
import { joined, calledBy } from '../../../src/live/trace.ts';
import type { Hop } from '../../../src/model/trace.ts';
import { plain } from '../../../src/report/line.ts';
import { traceLines } from '../../../src/report/trace.ts';
import { accessTrail } from '../../../ansible-free-provision/nginx/trail.ts';
import { statementTrail } from '../../../ansible-free-provision/mariadb/trail.ts';
import { requestTrail } from '../../../ansible-free-provision/survey-app/trail.ts';
import { blueprintOf } from '../../support/ui.ts';

const blueprint = blueprintOf('survey');
const front = accessTrail('/var/log/nginx/access.log');
const app = requestTrail('survey.service');

const logged = (fields: object): Visited =>
  front.read(
    JSON.stringify({ request: 'abcdef0123456789', method: 'GET', path: '/resultados', status: 200, ...fields }),
  )!;

const told = (ms: number, spans: readonly (readonly [string, ...number[]])[]): Visited =>
  app.read(`noise\n${JSON.stringify({ method: 'GET', path: '/resultados', status: 200, ms, spans })}\n`)!;

const visits = new Map([
  ['web@lb', logged({ seconds: 0.1, upstream: '192.168.56.11:8000', upstream_seconds: '0.090' })],
  [
    'survey@app1',
    told(70, [
      ['sessions', 1, 2],
      ['pool', 4, 5],
      ['query', 10, 20],
      ['query', 31, 10],
      ['render', 42, 13],
    ]),
  ],
]);

const sums = ({ parts, hops }: Hop): number =>
  [...parts.map(({ took }) => took), ...hops.map(({ waited }) => waited)].reduce((total, each) => total + each, 0);

test('a request is put together from what each service says of it', () => {
  const hop = joined(blueprint, visits, { service: 'web@lb', over: ['lan'], waited: 104 });
  expect(hop).toMatchObject({ service: 'web@lb', waited: 104, took: 100, way: 4, over: ['lan'] });
  const [survey] = hop.hops;
  expect(survey).toMatchObject({ service: 'survey@app1', waited: 90, took: 70, way: 20, over: ['lan'], calls: 1 });
  expect(survey?.parts.map(({ what, took }) => [what.en, took])).toEqual([
    ['waiting for a connection of the pool', 5],
    ['the page is written', 13],
    ['everything else', 20],
  ]);
  expect(survey?.hops.map(({ service, waited, calls, over }) => [service, waited, calls, over])).toEqual([
    ['redis@lb', 2, 1, ['lan']],
    ['mariadb@db', 30, 2, ['lan', 'vpn']],
  ]);
  // Who does not say how long it took is not said to have been quick.
  expect(survey?.hops.every(({ took, way }) => took === undefined && way === undefined)).toBe(true);
});

test('what belongs to a hop adds up to it, and each begins within the one before', () => {
  const within = (hop: Hop): void => {
    if (hop.took !== undefined) {
      expect(sums(hop)).toBeCloseTo(hop.took);
      expect(hop.took + hop.way!).toBeCloseTo(hop.waited);
    }
    for (const below of hop.hops) {
      expect(below.at).toBeGreaterThanOrEqual(hop.at);
      expect(below.at + below.waited).toBeLessThanOrEqual(hop.at + hop.waited);
      within(below);
    }
  };
  within(joined(blueprint, visits, { service: 'web@lb', over: ['lan'], waited: 104 }));
});

test('an instance that was tried in vain is a hop too', () => {
  const visited = logged({
    seconds: 2.01,
    upstream: '192.168.56.11:8000, 192.168.56.12:8000',
    upstream_seconds: '2.001, 0.004',
  });
  expect(calledBy(blueprint, 'web@lb', visited)).toEqual(['survey@app1', 'survey@app2']);
  const { hops } = joined(blueprint, new Map([['web@lb', visited]]), { service: 'web@lb', over: [] });
  expect(hops.map(({ service, waited }) => [service, waited])).toEqual([
    ['survey@app1', 2001],
    ['survey@app2', 4],
  ]);
});

test('how long the database was at it is said by the database, and the rest of the waiting is the way', () => {
  const logged = [
    [3, '0.000211'],
    [4, '0.001300'],
  ].map(
    ([lines, seconds]) => `# User@Host: survey[survey] @  [10.8.0.2]
# Thread_id: 36  Schema: survey  QC_hit: No
# Query_time: ${String(seconds)}  Lock_time: 0.000100  Rows_sent: 1  Rows_examined: 0
# Rows_affected: 0  Bytes_sent: 64
${lines === 4 ? 'use survey;\n' : ''}SET timestamp=1700000000;
set statement long_query_time = 0 for select 1 /* abcdef0123456789 */;`,
  );
  const database = statementTrail.read(logged.join('\n'));
  expect(database?.took).toBeCloseTo(1.511);
  const told = new Map([...visits, ['mariadb@db', database!]]);
  const hop = joined(blueprint, told, { service: 'web@lb', over: ['lan'] }).hops[0]?.hops[1];
  expect(hop).toMatchObject({ service: 'mariadb@db', waited: 30 });
  expect(hop?.way).toBeCloseTo(28.489);
  expect(statementTrail.read('')).toBeUndefined();
});

test('a store that tells its time only to who asks it is a hop with a way too', () => {
  const spans = [
    ['sessions', 1, 2, 0.02],
    ['sessions', 5, 3, 0.03],
    ['query', 10, 20],
  ] as const;
  const app = (named: typeof spans | (typeof spans)[number][]) =>
    joined(blueprint, new Map([...visits, ['survey@app1', told(70, named)]]), { service: 'web@lb', over: [] }).hops[0];
  expect(app(spans)?.hops[0]).toMatchObject({ service: 'redis@lb', waited: 5, calls: 2, took: 0.05, way: 4.95 });
  expect(app(spans)?.hops[0]?.parts.map(({ what, took, times }) => [what.en, took, times])).toEqual([
    ['its own work', 0.05, 2],
  ]);
  // Of one that has told only once of two times it is not known how long it took.
  const [first] = app([...spans, ['sessions', 40, 1] as never])!.hops;
  expect(first).toMatchObject({ service: 'redis@lb', waited: 6, calls: 3, parts: [] });
  expect(first?.took).toBeUndefined();
});

test('nothing, or nonsense, is no visit', () => {
  for (const printed of ['', '\n', '[1]', '{"seconds":"x"}', '{"seconds"', '{"ms":1}']) {
    expect(front.read(printed)).toBeUndefined();
    expect(app.read(printed)).toBeUndefined();
  }
  expect(logged({ seconds: 0, upstream: '', upstream_seconds: '' }).spans).toEqual([]);
  expect(logged({ seconds: 0, upstream: '192.168.56.11:8000', upstream_seconds: '-' }).spans).toEqual([]);
});

test('an id means nothing to any program', () => {
  expect(['8f2c41d09be37a56c1f0e2d47b9a6035', 'a1b2c3d4-0000'].every(isRequestId)).toBe(true);
  expect(['', 'short', '.*.*.*.*', '--version', 'a b c d e', 'x'.repeat(65), 'abcdefgh\n'].filter(isRequestId)).toEqual(
    [],
  );
});

test('the drawing fits the window, and says how long each had it', () => {
  const hop = joined(blueprint, visits, { service: 'web@lb', over: ['lan'], waited: 104 });
  const trace = { lab: 'survey', request: 'abcdef0123456789', path: '/resultados', status: 200, hop };
  for (const width of [40, 80, 120]) {
    const lines = traceLines(trace, { language: 'en', width, verbose: false }).map(plain);
    expect(lines.slice(1, -1).every((line) => line.length <= width)).toBe(true);
    expect(lines.join('\n')).toMatch(/mariadb@db.*30 ms/);
  }
  expect(traceLines(trace, { language: 'pt', width: 100, verbose: false }).map(plain)).toMatchSnapshot();
});
