import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SimVerbResult } from '../../../src/verbs/sim/results.ts';
import { foretold, say } from '../../support/sim-command.ts';
import { temporaryFolder } from '../../support/temporary.ts';

describe('sim, one design after the other', () => {
  it('compares the file with what if', async () => {
    const { designs } = await foretold('weights', '--what-if', 'app.count=4', '--what-if', 'web.balance=least_conn');
    expect(designs.map(({ changes }) => changes)).toEqual([[], ['app.count=4', 'web.balance=least_conn']]);
    expect(designs.map(({ outcome }) => outcome.balancers[0]!.targets.length)).toEqual([3, 4]);
    expect(designs[1]!.saturation).toBeGreaterThan(designs[0]!.saturation! * 1.5);
  });

  it('tells how sure the difference of two designs is, to which the same visitors come', async () => {
    const { out } = await say('weights', '--rate', '200', '--what-if', 'web.balance=least_conn', '--for', '10s');
    const [, one, ofOne, other, ofOther] = /\nmean latency +(\S+) ms ±(\S+) ms +(\S+) ms ±(\S+) ms\n/.exec(out) ?? [];
    const [, sign, apart, half] = /\ndifference in mean +– +([−+])(\S+) ms ±(\S+) ms\n/.exec(out) ?? [];
    // Both are rounded to two digits.
    expect(Math.abs(Number(other) - Number(one) - (sign === '−' ? -1 : 1) * Number(apart))).toBeLessThan(0.11);
    // Of visitors of their own, the variances of both means would add up.
    expect(Number(half)).toBeLessThan(Math.hypot(Number(ofOne), Number(ofOther)) * Math.SQRT1_2);
  });

  it('sweeps, and draws a page that stands by itself', async () => {
    const file = join(await temporaryFolder(), 'sim.html');
    const { out } = await say('weights', '--sweep', 'rate=50..1400/4', '--for', '10s', '-o', file);
    // A row each, with a bar as long as its 95th percentile: of 24 cells where that is greatest.
    const rows = [...out.split('for each rate')[1]!.matchAll(/^(\d+) .* m?s +(█*)([▏▎▍▌▋▊▉]?) +([\d.]+) (ms|s) /gm)];
    expect(rows.map(([, rate]) => Number(rate))).toEqual([50, 500, 950, 1400]);
    const bars = rows.map(([, , full = '', part = '']) => full.length + ' ▏▎▍▌▋▊▉'.indexOf(part || ' ') / 8);
    const times = rows.map(([, , , , value, unit]) => Number(value) * (unit === 's' ? 1000 : 1));
    expect(Math.max(...bars)).toBe(24);
    times.forEach((each, at) => expect(bars[at]! / 24).toBeCloseTo(each / Math.max(...times), 1));
    const page = await readFile(file, 'utf8');
    expect(page.match(/<polyline /g)).toHaveLength(8);
    expect(page).not.toMatch(/NaN|undefined|https?:|<script/);
    expect(out).toMatch(/^1400 .* unstable *$/m);
    expect(out).not.toMatch(/^50 .* unstable *$/m);
    expect(out).toContain('unstable: more come than are answered');
    expect(page).toMatch(/<p class="bad">at (950, )?1400: unstable: more come than are answered/);
    const { sweep } = await foretold('weights', '--sweep', 'app.count=1..3');
    expect(sweep!.points.map(({ value }) => value)).toEqual([1, 2, 3]);
    const busiest = sweep!.points.map(({ utilisation }) => utilisation);
    expect(busiest[0]).toBeGreaterThan(busiest[2]!);
  });

  it('sweeps what has a unit', async () => {
    const words = ['--sweep', 'internet.link.delay=10ms..90ms/3', '--for', '20s', '--ask', 'results', '--rate', '5'];
    const { sweep } = await foretold('survey', ...words);
    expect(sweep).toMatchObject({ what: 'internet.link.delay', unit: 'ms' });
    const means = sweep!.points.map(({ value, visitors }) => [value, visitors[0]!.latency.mean]);
    expect(means.map(([value]) => value)).toEqual([10, 50, 90]);
    expect(means[1]![1]! - means[0]![1]!).toBeGreaterThan(40);
    expect(means[2]![1]! - means[1]![1]!).toBeGreaterThan(40);
    // With no more digits than a topology takes.
    const share = await foretold('survey', '--sweep', 'internet.link.loss=0%..1%', '--for', '2s');
    expect(share.sweep!.points).toHaveLength(12);
    expect((await say('survey', ...words)).out).toMatch(/^INTERNET.LINK.DELAY +.*\n10ms +.*\n50ms /m);
  });

  it('sweeps for every group of visitors, each with its figures', async () => {
    const folder = await temporaryFolder();
    const file = join(folder, 'two.yaml');
    const survey = await readFile('topology/survey.yaml', 'utf8');
    await writeFile(file, `${survey}  staff: { from: lan, to: web }\n`);
    const page = join(folder, 'sim.html');
    const words = ['--sweep', 'rate=20..60/2', '--for', '20s'];
    const { sweep } = JSON.parse((await say(file, ...words, '--json')).out) as SimVerbResult;
    for (const { value, throughput, visitors } of sweep!.points) {
      expect(visitors.map((each) => each.visitors)).toEqual(['class', 'staff']);
      for (const each of visitors) expect(each.throughput / (value / 2)).toBeCloseTo(1, 0);
      expect(visitors.reduce((sum, each) => sum + each.throughput, 0)).toBeCloseTo(throughput, 6);
      expect(visitors.every(({ latency }) => latency.p95 >= latency.p50 && latency.p50 > 0)).toBe(true);
    }
    // So many visitors in all, whole ones, as the response time law tells: N = X (R + Z).
    const crowd = async (count: number): Promise<readonly number[]> => {
      const closed = ['--closed', String(count), '--think', '100ms', '--for', '20s'];
      const { designs } = JSON.parse((await say(file, ...closed, '--json')).out) as SimVerbResult;
      const { visitors } = designs[0]!.outcome;
      return visitors.map(({ throughput, latency }) =>
        Math.round(throughput.value * (latency.mean.value / 1000 + 0.1)),
      );
    };
    expect(await crowd(5)).toEqual([3, 2]);
    expect(await crowd(1)).toEqual([1]);
    const { out } = await say(file, ...words, '-o', page);
    expect(out).toMatch(/^RATE +VISITORS +ANSWERS\/S/m);
    expect(out).toMatch(/^60 +class +.*\n +staff +\d/m);
    expect((await readFile(page, 'utf8')).match(/<p class="soft">(class|staff)<\/p>/g)).toHaveLength(2);
  });
});
