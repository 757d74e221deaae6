import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Latency, LoadResult } from '../../../src/model/load.ts';
import { loadPage } from '../../../src/report/load/page.ts';
import { loadLines } from '../../../src/report/load.ts';
import { plain, type Look } from '../../../src/report/line.ts';
import { linear, nines, upTo } from '../../../src/report/plot/scale.ts';

const english: Look = { language: 'en', width: 100, verbose: false };

const latency = (count: number, p50: number): Latency => ({
  count,
  mean: p50 * 1.2,
  min: p50 / 2,
  p50,
  p90: p50 * 2,
  p95: p50 * 3,
  p99: p50 * 5,
  p999: p50 * 8,
  max: p50 * 9,
});

const result: LoadResult = {
  lab: 'survey',
  visitors: 'class',
  network: 'lan',
  profile: 'page',
  title: { en: 'one page: /', pt: 'uma página: /' },
  target: 'web@lb (192.168.56.10:80)',
  started: '2026-01-31T08:00:00.000Z',
  seconds: 2.2,
  interrupted: false,
  processorSeconds: 0.4,
  sources: 126,
  pace: { asked: 400, sent: 380, askedRate: 200, sentRate: 190, kept: false, lag: latency(380, 4) },
  sent: 380,
  answered: 370,
  failed: 30,
  latency: latency(370, 3.21),
  distribution: [0, 0.5, 0.9, 0.99, 1].map((share) => ({ share, ms: 1 + share * 20 })),
  statuses: [
    { status: 200, latency: latency(350, 3) },
    { status: 503, latency: latency(20, 900) },
  ],
  machines: [
    { machine: 'app1', latency: latency(200, 3) },
    { machine: '<script>alert(1)</script>', latency: latency(150, 3) },
  ],
  steps: [{ step: 'GET /', failed: 20, latency: latency(370, 3.21) }],
  errors: [
    { error: 'silent', count: 10 },
    { error: 'status', count: 20 },
  ],
  timeline: [0, 1, 2].map((second) => ({
    second,
    asked: 200,
    sent: 190,
    answered: second === 2 ? 5 : 180,
    failed: 10,
    open: 10,
    p50: 3,
    p95: 9,
    p99: 14,
    machines: { app1: 100, '<script>alert(1)</script>': 80 },
  })),
};

describe('a computer that was full', () => {
  const told = (busy?: number): string => {
    const host = busy === undefined ? {} : { host: { processors: 2, busy } };
    return loadLines({ ...result, ...host }, english)
      .map(plain)
      .join('\n');
  };

  test('is told, with what was at work', () => {
    expect(told(1.96)).toContain('this computer was full: 2.0 of its 2 processors were at work');
  });

  test.each([undefined, 1.8])('is not made up: %s of 2', (busy) => {
    expect(told(busy)).not.toContain('full');
  });
});

describe('on a terminal', () => {
  const text = loadLines(result, english).map(plain).join('\n');

  test('what could not be held, and what is in no percentile, is said', () => {
    expect(text).toContain('the rate could not be held: 190 a second were sent instead of 200');
    expect(text).toContain('10 requests had no answer; they are not in these times');
    expect(text).toContain('this computer was busy: 1 % of the requests left 20.0 ms late or more');
    expect(text).toContain('no answer in time: 10');
  });

  test('times stand by status and by machine, with as many decimals as are worth reading', () => {
    expect(text).toMatch(/^all +370 +3\.85 +3\.21 +6\.42 +9\.63 +16\.1 +25\.7 +28\.9$/m);
    expect(text).toMatch(/^503 +20 +1080 +900/m);
    expect(text).toMatch(/^app1 +200/m);
  });
});

describe('on a page', () => {
  const page = loadPage(result, english);

  test('nothing comes from elsewhere, and no word of a machine is taken for markup', () => {
    expect(page).not.toMatch(/<script|<link|<img|\b(?:href|src)=|url\(|@import/);
    expect(page).toContain('&lt;script&gt;');
  });

  test('the last, short second does not look like a fall', () => {
    const [, asked = ''] = /class="line asked" d="M([^"]*)"/.exec(page) ?? [];
    expect(asked.split('L')).toHaveLength(2);
  });

  test('a load that nobody answered has a page too', () => {
    const nothing = {
      ...result,
      answered: 0,
      latency: { ...latency(0, 0) },
      distribution: [],
      statuses: [],
      machines: [],
    };
    expect(loadPage({ ...nothing, timeline: [] }, english)).toContain('</html>');
    expect(page).toContain('lang="en"');
    expect(loadPage(nothing, { ...english, language: 'pt' })).toContain('lang="pt-BR"');
  });
});

describe('scales', () => {
  test('have round ticks that hold every value', () => {
    expect(linear(0.0734, 0, 100, 5).ticks.map(({ label }) => label)).toEqual(['0', '0.02', '0.04', '0.06', '0.08']);
    expect(linear(1000, 0, 100, 5).ticks.at(-1)?.label).toBe('1000');
    expect(upTo(30, 0, 100, 10).ticks.map(({ value }) => value)).toEqual([0, 5, 10, 15, 20, 25, 30]);
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e9, noNaN: true }), fc.integer({ min: 2, max: 12 }), (most, count) => {
        const scale = linear(most, 0, 100, count);
        expect(scale.at(most)).toBeLessThanOrEqual(100.000001);
        expect(scale.at(scale.ticks.at(-1)!.value)).toBeCloseTo(100, 6);
        expect(scale.ticks.length).toBeLessThanOrEqual(count + 2);
      }),
    );
  });

  test('give each further nine the same room', () => {
    const scale = nines(0.001, 0, 300);
    expect([0, 0.9, 0.99, 0.999, 1].map((share) => Math.round(scale.at(share)))).toEqual([0, 100, 200, 300, 300]);
    expect(scale.ticks.at(-1)?.label).toBe('99.9 %');
  });
});
