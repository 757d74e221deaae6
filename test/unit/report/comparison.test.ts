import { beforeAll, describe, expect, test } from 'vitest';
import { calibrateLines } from '../../../src/report/compare/calibrate.ts';
import { compareLines } from '../../../src/report/compare/compare.ts';
import { comparePage } from '../../../src/report/compare/page.ts';
import { plain, type Look } from '../../../src/report/line.ts';
import { doubts } from '../../../src/text/compare.ts';
import { figuresOf } from '../../../src/verbs/compare/figures.ts';
import { pairsOf } from '../../../src/verbs/compare/pairs.ts';
import type { CalibrateResult, CompareResult, Compared } from '../../../src/verbs/compare/results.ts';
import { asForetold } from '../../support/as-foretold.ts';

const look = (language: Look['language']): Look => ({ language, width: 100, verbose: false });
const told = (result: CompareResult, language: Look['language'] = 'en'): string =>
  compareLines(result, look(language)).map(plain).join('\n');

let same: CompareResult;
beforeAll(async () => {
  const both = await asForetold();
  const [figures, pairs] = [figuresOf(both), pairsOf(both)];
  same = {
    ...{ lab: 'survey', title: 'Market-survey web app', verdict: 'pass', rate: 40, seconds: 10, seed: 7 },
    ...{ requests: pairs.requests.length, asked: { home: 0.5, results: 0.3, register: 0.2 }, faults: [] },
    ...{ figures, pairs, host: { late: 1, wake: 0.1 }, doubts: [], interrupted: false },
  };
});

const p95: Compared = {
  ...{ topic: 'latency', what: 'p95', unit: 'ms' },
  ...{ predicted: 130, measured: 100, limit: 15, verdict: 'fail' },
};
/** The same lab, but for these figures. */
const apart = (): CompareResult => ({
  ...same,
  verdict: 'fail',
  figures: [
    p95,
    { ...p95, what: 'p99', predicted: 180, measured: 250, limit: 62.5, verdict: 'inconclusive' },
    {
      ...p95,
      topic: 'station',
      what: 'db',
      unit: 'share',
      predicted: 0.061,
      measured: 0.083,
      limit: 0.05,
      verdict: 'pass',
    },
    { ...p95, topic: 'errors', what: '', unit: 'requests', predicted: 4, measured: 4, limit: 2, verdict: 'pass' },
  ],
});

describe('a comparison', () => {
  test('has every figure that was held against the other, under its topic, and what was asked', () => {
    const out = told(same);
    const lines = out.split('\n');
    for (const { what } of same.figures)
      expect(
        lines.some((line) => line.startsWith(`  ✓ ${what}`)),
        what,
      ).toBe(true);
    expect(lines.filter((line) => line.startsWith('  ✓'))).toHaveLength(same.figures.length);
    for (const topic of ['latency', 'by what is asked', 'who answered', 'processors', 'errors'])
      expect(lines).toContain(topic);
    expect(out).toContain(`${String(same.requests)} requests, 40 a second for 10.0 s, seed 7`);
    expect(out).toContain('asked for: home 50 %, results 30 %, register 20 %');
    const words = out.replaceAll('\n', ' ');
    expect(words).toContain('bancada calibrate survey measures them here');
    expect(words).toMatch(/answered by both, half of them predicted within \S+ ms, correlation 1; 100 % of them by/);
    expect(lines.at(-1)).toBe('✓ the prediction holds');
  });

  test('says that it was interrupted: what is compared is what was sent by then', () => {
    const words = told({ ...same, interrupted: true, verdict: 'inconclusive' }).split('\n');
    expect(words).toContain('interrupted: this is what was known so far');
    expect(told(same)).not.toContain('interrupted');
  });

  test('tells foretold and measured, how far apart they are and may be, and what that comes to', () => {
    const out = told(apart());
    expect(out).toMatch(/ +PREDICTED +MEASURED +APART +ALLOWED\n/);
    expect(out).toMatch(/^ {2}✗ p95 +130 ms +100 ms +\+30 % +15 %$/m);
    expect(out).toMatch(/^ {2}\? p99 +180 ms +250 ms +−28 % +25 %$/m);
    expect(out).toMatch(/^ {2}✓ db +6.1 % +8.3 % +−2.2 % +5 %$/m);
    expect(out).toMatch(/^ {2}✓ +4 +4 +0 +2$/m);
    expect(out).toContain('? : further off than it may be, but by less than chance may have brought');
    expect(out).toMatch(/✗ the prediction does not hold$/);
    expect(told(same)).not.toContain('? :');
    const doubted: CompareResult = {
      ...{
        ...apart(),
        verdict: 'inconclusive',
        calibrated: '2026-01-02',
        slowness: 1.084,
        faults: ['survey@app1:down@1.00s..2.00s'],
      },
      doubts: [doubts.others(1.3)],
    };
    expect(told(doubted)).toMatch(
      /the measurement may mean nothing:\n {2}other programs kept 1\.3 processors of this computer busy\n\n\? inconclusive$/,
    );
    expect(told(doubted)).toContain('calibrated on this lab: 2026-01-02');
    expect(told(doubted)).toContain('since then this computer takes 1.08 times as long');
    expect(told(doubted)).toContain('broken: survey@app1:down@1.00s..2.00s');
  });

  test('says so in Portuguese, too', () => {
    const out = told({ ...apart(), doubts: [doubts.notKept] }, 'pt');
    expect(out).toMatch(/ +PREVISTO +MEDIDO +DIFERENÇA +TOLERADO\n/);
    for (const words of [
      'latência',
      'processadores',
      'a medição pode não significar nada:',
      'os visitantes não conseguiram manter a taxa',
      '✗ a previsão não se confirma',
      'pedem: home 50 %',
    ])
      expect(out).toContain(words);
  });
});

describe('the page of a comparison', () => {
  test('has the same figures and verdicts, and both as lines over each other', () => {
    const page = comparePage({ ...apart(), doubts: [doubts.late(80)], title: '<b>' }, look('en'));
    expect(page).toContain(
      '<tr><th scope="row">p95</th><td>130 ms</td><td>100 ms</td><td>+30 %</td><td>15 %</td><td class="bad">✗</td></tr>',
    );
    expect(page).toMatch(/<th scope="row">p99<\/th>.*<td class="">\?<\/td>/);
    expect(page).toContain('✗ the prediction does not hold</p>');
    expect(page).toContain('<li>requests were sent up to 80 ms later than meant</li>');
    // Predicted and measured, in both plots.
    expect(page.match(/<(polyline|path) [^>]*class="[^"]*\b[ab]\b/g)).toHaveLength(4);
    expect(page).not.toMatch(/NaN|undefined|https?:|<script|<b>/);
    expect(comparePage(same, look('en'))).not.toContain('class="remarks"');
  });

  test('in Portuguese', () => {
    const page = comparePage(same, look('pt'));
    for (const words of ['lang="pt-BR"', '✓ a previsão se confirma', '>PREVISTO<', 'quanto demoraram as respostas'])
      expect(page).toContain(words);
  });
});

describe('a calibration', () => {
  const calibrated: CalibrateResult = {
    ...{ lab: 'survey', at: '2026-01-02', processors: 2, background: { lb: 0.004, db: 0.02 }, undelayed: [] },
    kinds: [
      {
        ...{ kind: 'home', path: '/', count: 540, failed: 0, mean: 3.2, p95: 5.1, rest: 1.4, wake: 0.1 },
        processor: { web: 0.31, survey: 1.2, redis: 0 },
      },
    ],
    ...{ doubts: [], interrupted: false },
  };
  const lines = (result: CalibrateResult, language: Look['language'] = 'en'): string =>
    calibrateLines(result, look(language)).map(plain).join('\n');

  test('tells of each kind how long it took, what of that no model explains, and who worked for it', () => {
    const out = lines(calibrated);
    expect(out).toMatch(/^KIND +PATH +ANSWERS +MEAN +P95 +OF IT UNEXPLAINED +PROCESSOR TIME$/m);
    expect(out).toMatch(/^home +\/ +540 +3.2 ms +5.1 ms +1.4 ms +web 0.31 ms, survey 1.2 ms$/m);
    expect(out).toContain('while nobody asks: lb 0.4 %, db 2 %');
    expect(out).toContain('✓ kept with the lab; sim survey and compare survey calculate with it');
    expect(out).not.toContain('mean nothing');
  });

  test('and why not to believe it, what has no delay, and that nothing was kept', () => {
    const doubtful = { ...calibrated, undelayed: ['internet'], doubts: [doubts.stolen(0.2)], interrupted: true };
    const out = lines(doubtful);
    expect(out).toContain('internet: links have no delay here');
    expect(out).toMatch(
      /may mean nothing:\n {2}other computers on the same hardware took 20 % of the processor time that was wanted here\n/,
    );
    expect(out).toContain('nothing was kept');
    expect(out).not.toContain('✓');
    expect(lines(doubtful, 'pt')).toMatch(/TEMPO DE PROCESSADOR[^]*enquanto ninguém pergunta[^]*nada foi guardado/);
  });
});
