import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { run } from '../../../src/cli/run.ts';
import { courseRows, warningsOf } from '../../../src/report/sim/designs.ts';
import { simLines } from '../../../src/report/sim/sim.ts';
import type { ScenarioResult } from '../../../src/verbs/scenario/scenario.ts';
import type { SimVerbResult } from '../../../src/verbs/sim/results.ts';
import { scriptedConsole } from '../../support/scripted-console.ts';
import { temporaryFolder } from '../../support/temporary.ts';

/** By the roles' own figures: whoever runs this may have a lab that was calibrated. */
const say = async (...words: readonly string[]) => {
  const console = scriptedConsole({ words: ['sim', ...words, '--uncalibrated'] });
  const code = await run(console);
  return { code, out: console.stdout(), error: console.stderr() };
};
const foretold = async (...words: readonly string[]): Promise<SimVerbResult> =>
  JSON.parse((await say(...words, '--for', '30s', '--json')).out) as SimVerbResult;

describe('sim', () => {
  it(
    'finds out how much of the beginning does not count, and says what is too little to tell',
    { timeout: 180_000 },
    async () => {
      const { leftOut, designs } = await foretold('survey', '--rate', '80', '--what-if', 'app.count=3');
      expect(leftOut?.certain).toBe(true);
      expect(leftOut!.milliseconds).toBeLessThan(3000);
      // The same is left out of both: they count the same visitors.
      const [one, other] = designs.map(({ outcome }) => outcome.visitors[0]!.sent);
      expect(other).toBe(one);
      // What waits grows from the beginning to the end: half of it is left out, and that is not enough.
      const full = await foretold('survey', '--rate', '260');
      expect(full.leftOut).toMatchObject({ certain: false });
      expect(full.leftOut!.milliseconds).toBeGreaterThan(10_000);
      expect((await say('survey', '--rate', '1', '--for', '5s')).out).toContain('cannot\nbe told in so short a time');
      // What happens at a set time is counted from the start.
      expect((await foretold('survey', '--fault', 'app1:down@5s..10s')).leftOut).toBeUndefined();
    },
  );

  it('says what comes of a load, what is used up first, and when', async () => {
    const { code, out } = await say('survey', '--rate', '80', '--for', '30s', '--seed', '1');
    expect(code).toBe(0);
    expect(out).toMatchInlineSnapshot(`
      "survey  Market-survey web app
      80 requests a second for 30.0 s, seed 1
      left out: the first 256 ms, in which hardly anybody is there yet (MSER-5)
      asked for: home 50 %, results 30 %, register 20 %

      answers a second   78.6 ±5.3
      mean latency       78.2 ms ±8.8 ms
      half within        1.3 ms ±0.043 ms
      90 % within        245 ms
      95 % within        245 ms ±1.9 ms
      99 % within        278 ms ±33.7 ms
      errors             none
      saturates at       206 a second

      bottleneck: all threads of process 1 and threads of process 2 of survey@app1 and
      survey@app2 are taken first, while processors have room: there are 4 of each,
      and one is kept for 75.9 ms at a time

      MACHINE   PROCESSOR                                 CPUS   AT ONCE
      lb        █▌                       6.1 % ±0.47 %    0.5    0.03 ±0.0024
      app1      ██▌                      10.6 % ±0.57 %   0.5    0.053 ±0.0029
      app2      ██▋                      11 % ±0.87 %     0.5    0.055 ±0.0044
      db        █▌                       6.4 % ±0.75 %    0.5    0.032 ±0.0038

      SERVICE       QUESTIONS/S   AT ONCE   TAKES                  MOST TAKEN             TAKEN    WAITING
      vpn@lb        382           0.015     0.039 ms ±0.00036 ms   daemon                 1.5 %    0.00012 ±0.000069
      redis@lb      78.5          0.0039    0.05 ms ±0.00053 ms    thread                 0.39 %   0.0000048 ±0.0000075
      web@lb        78.4          6.1       78.2 ms ±8.8 ms        workers                1.2 %    0.00008 ±0.000018
      survey@app1   39.2          2.8       70.8 ms ±10.3 ms       threads of process 1   36.1 %   0.051 ±0.047
      survey@app2   39.2          3.3       85.2 ms ±10.6 ms       threads of process 2   40.7 %   0.079 ±0.084
      vpn@db        382           0.015     0.039 ms ±0.00036 ms   daemon                 1.5 %    0.00011 ±0.000044
      mariadb@db    191           0.017     0.09 ms ±0.0015 ms

      BALANCER   SHARES
      web@lb     survey@app1 50 %, survey@app2 50 %

      ± : 95 % of such intervals hold the true value of the model; how true the model
      is, only a measurement tells
      "
    `);
  });

  it('foretells the same from the same seed, and something else from another', async () => {
    const latencies = (await Promise.all(['1', '1', '2'].map((seed) => foretold('weights', '--seed', seed)))).map(
      ({ designs }) => designs[0]!.outcome.visitors[0]!.latency.mean.value,
    );
    expect(latencies[0]).toBe(latencies[1]);
    expect(latencies[0]).not.toBe(latencies[2]);
  });

  /** What the lab itself is held to by these same files when they are played on it. */
  it.each([
    'round-robin',
    'weights',
    'failover',
    'both-down',
    'ip-hash',
    'session-survives',
    'slow-backend',
    'vpn-cut',
    'graceful-reload',
  ])('foretells that the scenario %s comes to what it expects', async (scenario) => {
    const { code, out, error } = await say('survey', '--scenario', scenario, '--json');
    expect(code, out + error).toBe(0);
    const { expectations, seconds, milliseconds } = JSON.parse(out) as ScenarioResult;
    expect(expectations.length).toBeGreaterThan(0);
    expect(expectations.filter(({ verdict }) => verdict !== 'pass')).toEqual([]);
    // Until the last request: visitors who come every other second may have left before the end.
    expect(seconds.length).toBeGreaterThan(0.9 * (milliseconds / 1000));
    expect(seconds.length).toBeLessThanOrEqual(Math.ceil(milliseconds / 1000));
  });

  it('foretells of the faults of a scenario how many errors they make, when the last comes, and when it answers again', async () => {
    const { courses = [] } = JSON.parse(
      (await say('survey', '--scenario', 'both-down', '--json')).out,
    ) as ScenarioResult;
    expect(courses.map(({ fault, from, until }) => [fault, from, until])).toEqual([
      ['killed survey@app1', 4000, 7000],
      ['killed survey@app2', 4000, 7000],
    ]);
    // Both are left out until more than ten whole seconds of a clock are over: twenty errors a second until then.
    for (const { failed, lastFailure = NaN, answersAgain = NaN } of courses) {
      expect(failed).toBeCloseTo(lastFailure / 50, -1);
      expect(lastFailure).toBeGreaterThan(10_000);
      expect(lastFailure).toBeLessThan(11_100);
      expect(3000 + answersAgain).toBeGreaterThan(lastFailure);
      expect(3000 + answersAgain).toBeLessThan(lastFailure + 300);
    }
    const { out } = await say('survey', '--scenario', 'failover');
    expect(out.replaceAll('\n', ' ')).toMatch(
      / killed survey@app1 \(5\.0 s – 11\.0 s\): no error, answers again 4\.\d s after it was back all 4 checks passed/,
    );
  });

  it('foretells what would not come to what is expected', async () => {
    const text = await readFile('topology/scenarios/failover.yaml', 'utf8');
    const folder = await temporaryFolder();
    const file = join(folder, 'both.yaml');
    await writeFile(file, text.replaceAll('killed survey@app1', 'killed survey'));
    const { code, out } = await say('survey', '--scenario', file);
    expect(code).toBe(1);
    expect(out).toMatch(/✗ hardly anybody sees an error\n +at most 2 errors: 2\d\d of 540 requests \(502\)/);
  });

  /** What comes of `failover`, if this fault is at work from 5 to 11 s, and visitors ask for this, 20 times a second. */
  const comesOf = async (fault: string, asked: string, ...words: readonly string[]) => {
    const text = await readFile('topology/scenarios/failover.yaml', 'utf8');
    const file = join(await temporaryFolder(), 'fault.yaml');
    await writeFile(file, text.replaceAll('killed survey@app1', fault).replace('rate: 20', asked));
    return say('survey', '--scenario', file, ...words);
  };
  const some = String.raw`12\d of 540 requests \(503\)`;

  it.each([
    // To a balancer 500 is an answer, so it does not stop to send its share.
    ['bad-release survey@app1', String.raw`60 of 540 requests \(500\)`, String.raw`60 of 540 requests \(500\)`],
    ['redis-password redis@lb', String.raw`120 of 540 requests \(503\)`, String.raw`120 of 540 requests \(503\)`],
    ['upstream-astray web@lb', String.raw`120 of 540 requests \(502\)`, String.raw`120 of 540 requests \(502\)`],
    // A page that needs the database fails where that does, or the way to it, if it has only begun to ask.
    ['mariadb-connections mariadb@db', '0 of 540 requests', some],
    ['tunnel-certificate vpn@lb', '0 of 540 requests', some],
    ['tunnel-clock vpn@lb', '0 of 540 requests', some],
    ['tunnel-revoked vpn@lb', '0 of 540 requests', some],
    // Who only reads notices nothing, and nobody of what was not reloaded.
    ['mariadb-read-only mariadb@db', '0 of 540 requests', '0 of 540 requests'],
    ['mariadb-locked mariadb@db', '0 of 540 requests', '0 of 540 requests'],
    ['config-broken web@lb', '0 of 540 requests', '0 of 540 requests'],
  ])('foretells what a role says of its own fault: %s', async (fault, home, results) => {
    expect((await comesOf(fault, 'rate: 20')).out).toMatch(new RegExp(`: ${home}\n`));
    expect((await comesOf(fault, 'rate: 20, path: /resultados')).out).toMatch(new RegExp(`: ${results}\n`));
  });

  it.each(['mariadb-read-only mariadb@db', 'mariadb-locked mariadb@db'])(
    'foretells that visitors who write are told to come back: %s',
    async (fault) => {
      const { out } = await comesOf(fault, 'rate: 2, profile: visit');
      expect(out).toMatch(/: [1-9]\d* of \d+ requests \(503\)\n/);
    },
  );

  it('foretells that a tunnel is built anew after one of its ends was away: for two seconds who needs it waits', async () => {
    const { out } = await comesOf('tunnel-certificate vpn@lb', 'rate: 20, path: /resultados', '--json');
    const { seconds } = JSON.parse(out) as ScenarioResult;
    const [before, broken, mended] = [3, 8, 11].map((second) => seconds[second]!);
    expect(before!.failed).toBe(0);
    expect(broken!.failed).toBe(20);
    expect(mended!.failed).toBe(0);
    expect(mended!.p95! - before!.p95!).toBeGreaterThan(1500);
  });

  // docs/simulator.md names them.
  it.each([
    'names-wrong lb',
    'not-forwarding lb',
    'rule-missing survey@app1',
    'redis-full redis@lb',
    'worker-killed survey@app1',
    'machine-busy app1',
    'disk-full db',
  ])('says that it knows nothing like the fault %s', async (fault) => {
    const { code, error } = await comesOf(fault, 'rate: 20');
    expect(code).toBe(64);
    expect(error).toContain(`nothing like the fault ${fault.split(' ')[0]!}`);
  });

  it('asks for as much as the path says, also for visitors who come again', async () => {
    const text = await readFile('topology/scenarios/failover.yaml', 'utf8');
    const file = join(await temporaryFolder(), 'demo.yaml');
    for (const ms of [20, 100]) {
      await writeFile(file, text.replace('rate: 20', `visitors: 1, path: "/demo?ms=${String(ms)}"`));
      const { seconds } = JSON.parse((await say('survey', '--scenario', file, '--json')).out) as ScenarioResult;
      for (const { p95 = 0 } of seconds) expect(p95).toBeGreaterThan(ms);
    }
  });

  it('says what of a scenario is too much for it, and what cannot be meant', async () => {
    const folder = await temporaryFolder();
    const file = join(folder, 'full.yaml');
    const text = await readFile('topology/scenarios/failover.yaml', 'utf8');
    await writeFile(file, text.replace('at: 27s', 'at: 3600000s').replace('rate: 20', 'rate: 2000'));
    expect((await say('survey', '--scenario', file)).error).toContain('are too many to be foretold one by one');
    await writeFile(file, text.replace('at: 27s', 'at: 3600000s').replace('rate: 20', 'visitors: 500'));
    expect((await say('survey', '--scenario', file)).error).toContain('are too many to be foretold one by one');
    // Ten requests of a visit and two that take away what it left: 440 000 and 88 000.
    await writeFile(file, text.replace('at: 27s', 'at: 2200s').replace('rate: 20', 'rate: 20, profile: visit'));
    expect((await say('survey', '--scenario', file)).error).toContain('528000');
    const slow = text.replaceAll('killed survey@app1', 'slow survey@app1').replace('rate: 20', 'rate: 0.1');
    await writeFile(file, slow.replace('at: 11s', 'at: 3600000s').replace('at: 27s', 'at: 3600016s'));
    expect((await say('survey', '--scenario', file)).error).toContain('slow is foretold for ten hours at most');
    await writeFile(file, text.replaceAll('killed survey@app1', 'kiled survey@app1'));
    expect((await say('survey', '--scenario', file)).error).toMatch(/full\.yaml:\d+:\d+/);
    expect((await say('survey', '--scenario', 'failovr')).error).toContain('failover');
    expect((await say('survey', '--scenario', 'failover', '--rate', '3')).code).toBe(64);
    expect((await say('survey', '--scenario', 'failover', '--what-if', 'app.count=3')).error).toContain('--what-if');
  });

  it('plays what a trace says, and tells request by request what becomes of it', async () => {
    const folder = await temporaryFolder();
    const trace = join(folder, 'trace.jsonl');
    await writeFile(
      trace,
      '{"at":0,"source":"192.168.56.130","path":"/"}\n{"at":120,"path":"/demo?ms=20"}\n{"at":2000.5,"path":"/whoami?x=1"}\n',
    );
    const { code, out, error } = await say('survey', '--trace', trace, '--log', '--json');
    expect(code, error).toBe(0);
    const { asked, designs, rate } = JSON.parse(out) as SimVerbResult;
    expect(rate).toBeUndefined();
    expect(asked).toEqual({ home: 1 / 3, demo: 1 / 3, whoami: 1 / 3 });
    const { requests = [], timeline = [] } = designs[0]!;
    expect(requests.map(({ at, kind }) => [at, kind])).toEqual([
      [0, 'home'],
      [120, 'demo'],
      [expect.closeTo(2000.5, 6), 'whoami'],
    ]);
    expect(requests[1]!.milliseconds).toBeGreaterThan(20);
    expect(timeline.map(({ sent }) => sent)).toEqual([2, 0, 1, 0]);
  });

  it('foretells of a fault how many errors it makes, when the last comes, and when it answers again', async () => {
    const trace = join(await temporaryFolder(), 'even.jsonl');
    // Twenty a second for 36 s.
    const lines = Array.from({ length: 720 }, (_, i) => JSON.stringify({ at: 50 * i, path: '/whoami' }));
    await writeFile(trace, lines.join('\n'));
    const words = ['survey', '--trace', trace, '--fault', 'survey:down@10s..15s', '--fault', 'app1:down@24s..29s'];
    const result = JSON.parse((await say(...words, '--json')).out) as SimVerbResult;
    const [design] = result.designs;
    const [{ failed, lastFailure = NaN, answersAgain: again = NaN } = { failed: NaN }, one] = design!.courses!;
    // At 10 s both refuse, one after the other, and are left out until more than ten whole seconds are over of a clock that
    // ticks somewhere between two of ours: for 10 to 11 s, and each twentieth of a second is an error.
    expect(again).toBeGreaterThan(5000);
    expect(again).toBeLessThan(6010);
    expect(failed).toBe(Math.floor((5000 + again) / 50));
    expect(lastFailure).toBeCloseTo(50 * (failed - 1), -1);
    // The other four runs have other clocks.
    const ofAllRuns = Object.values(design!.outcome.visitors[0]!.failures).reduce((sum, count) => sum + count, 0);
    expect(ofAllRuns).toBeGreaterThan(5 * 200);
    expect(ofAllRuns).toBeLessThanOrEqual(5 * 220);
    // One machine: who is sent to it is passed on to the other. The same clock, and then it has its turn within two requests.
    expect(one).toEqual({ failed: 0, answersAgain: expect.any(Number) as number });
    expect(one!.answersAgain).toBeGreaterThan(again - 10);
    expect(one!.answersAgain).toBeLessThan(again + 110);
    // In each of the five runs app1 refuses once from 10 s on and once from 24 s on, app2 once; then they are left out.
    const { services, machines } = design!.outcome;
    const failedAt = (id: string) => services.find(({ service }) => service === id)!.failures;
    const [first = NaN, second = NaN] = ['survey@app1', 'survey@app2'].map((id) => failedAt(id)['down'] ?? NaN);
    expect(second).toBe(5);
    expect(first).toBe(10);
    expect(failedAt('web@lb')).toEqual({ 'no-target': ofAllRuns - 5 });
    expect(machines.find(({ machine }) => machine === 'app1')!.failures).toEqual({ down: first });
    expect(machines.find(({ machine }) => machine === 'db')!.failures).toEqual({});
    const file = join(await temporaryFolder(), 'sim.html');
    const { out, code } = await say(...words, '-o', file);
    expect(code).toBe(0);
    expect(out).toMatch(/another one was asked then; 5 runs\nMACHINE +SERVICE +FAILED THERE\nlb +web@lb +nobody left/);
    expect(out).toMatch(/\napp1 +survey@app1 +refused 10\n/);
    expect(await readFile(file, 'utf8')).toContain('<td>app1</td><td>survey@app1</td><td>refused 10</td>');
    expect(out).toContain(`
broken: survey:down@10s..15s, app1:down@24s..29s
`);
    const told = `survey:down@10s..15s: 209 errors, the last 10.4 s after it broke, answers again
5.5 s after it was back
app1:down@24s..29s: no error, answers again 5.6 s after it was back
`;
    expect(out).toContain(`what visitors meet of it, in the first run\n${told}`);
    expect(await readFile(file, 'utf8')).toContain(
      '<p>survey:down@10s..15s: 209 errors, the last 10.4 s after it broke',
    );
    expect(courseRows(design!, result, { language: 'pt' })[0]![1]).toBe(
      '209 erros, o último 10.4 s depois da quebra, volta a responder 5.5 s depois de voltar',
    );
  });

  it('plays a trace once, whoever else visits the lab, and says what is missing where nobody does', async () => {
    const folder = await temporaryFolder();
    const survey = await readFile('topology/survey.yaml', 'utf8');
    const trace = join(folder, 'trace.jsonl');
    await writeFile(trace, '{"at":0,"path":"/whoami"}\n{"at":1000,"path":"/whoami"}\n');
    const two = join(folder, 'two.yaml');
    await writeFile(two, `${survey}  staff: { from: lan, to: web }\n`);
    const { code, out, error } = await say(two, '--trace', trace, '--log', '--json');
    expect(code, error).toBe(0);
    expect((JSON.parse(out) as SimVerbResult).designs[0]!.requests).toHaveLength(2);
    const nobody = join(folder, 'nobody.yaml');
    const unvisited = survey.slice(0, survey.indexOf('visitors:')).replace('{web}', 'the address of lb');
    await writeFile(nobody, unvisited);
    const alone = await say(nobody);
    expect(alone.code).toBe(64);
    expect(alone.error).toContain('nobody visits this lab');
  });

  it('counts visitors who think by what they ask, and says what is too much to be written down', async () => {
    const few = ['survey', '--closed', '50', '--think', '2s', '--ask', 'whoami'];
    const { designs } = JSON.parse((await say(...few, '--fault', 'app1:down@60s..90s', '--json')).out) as SimVerbResult;
    expect(designs[0]!.courses).toHaveLength(1);
    expect(designs[0]!.timeline).toHaveLength(300);
    // A hundred times a second each, if answers were quick.
    const many = ['survey', '--closed', '500', '--for', '12s', '--ask', 'results', '--fault', 'app1:down@5s..6s'];
    const all = JSON.parse((await say(...many, '--json')).out) as SimVerbResult;
    expect(all.designs[0]).toMatchObject({ unlogged: 600_000 });
    expect(all.designs[0]).not.toHaveProperty('timeline');
    const lines = simLines(all, { language: 'en', width: 80, verbose: false }).flat();
    const told = lines.map((span) => (typeof span === 'string' ? span : span.text));
    expect(told.join(' ')).toContain('about 600000 requests are too many to be told one by one');
  });

  it('foretells a machine that is four times as slow, and a service that is silent', async () => {
    const words = ['survey', '--ask', 'whoami', '--rate', '20'];
    const timeOf = ({ designs }: SimVerbResult, id: string) =>
      designs[0]!.outcome.services.find(({ service }) => service === id)!.time.value;
    const slow = await foretold(...words, '--fault', 'app1:slow=4@0s');
    const times = timeOf(slow, 'survey@app1') / timeOf(slow, 'survey@app2');
    expect(times).toBeGreaterThan(3);
    expect(times).toBeLessThan(5);
    // Who is sent to it waits until it goes on again: nobody fails, and nobody is told sooner.
    const silent = await foretold(...words, '--fault', 'survey@app1:hang@10s..12s');
    const [visitors] = silent.designs[0]!.outcome.visitors;
    expect(visitors!.failures).toEqual({});
    expect(visitors!.latency.p99.value).toBeGreaterThan(1000);
    expect(visitors!.latency.p90.value).toBeLessThan(100);
    const stretch = (from: number) => silent.designs[0]!.timeline!.find((each) => each.from === from)!;
    expect(stretch(11).p95!).toBeGreaterThan(500);
    expect(stretch(13).p95!).toBeLessThan(100);
  });

  it('refuses a trace that is out of order, or asks for what nobody knows, with its place', async () => {
    const folder = await temporaryFolder();
    const refused = async (...lines: readonly object[]) => {
      const file = join(folder, 'bad.jsonl');
      await writeFile(file, lines.map((line) => JSON.stringify(line)).join('\n'));
      return say('survey', '--trace', file);
    };
    const late = await refused({ at: 5, path: '/' }, { at: 4, path: '/' });
    expect(late).toMatchObject({ code: 64, error: expect.stringContaining('bad.jsonl:2: out of order') as string });
    const odd = await refused({ at: 5, path: '/basket' });
    expect(odd).toMatchObject({ code: 64, error: expect.stringContaining('"/basket"') as string });
    expect((await say('survey', '--trace', 'none.jsonl')).code).toBe(64);
    expect((await say('survey', '--trace', 'none.jsonl', '--rate', '5')).error).toContain('--rate');
  });

  it('lets so many visitors come again and again, who think in between', async () => {
    const { designs, closed } = await foretold('survey', '--closed', '10', '--think', '100ms', '--ask', 'whoami');
    expect(closed).toEqual({ visitors: 10, thinkMs: 100 });
    // The interactive response time law: N = X (R + Z).
    const { throughput, latency } = designs[0]!.outcome.visitors[0]!;
    expect(throughput.value * (latency.mean.value / 1000 + 0.1)).toBeCloseTo(10, 0);
    expect(throughput.value).toBeGreaterThan(95);
  });

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

  it('names what gets more than it can answer, and how fast it grows', async () => {
    const { designs, rate } = await foretold('survey', '--ask', 'results', '--rate', '100');
    const { saturation, unstable } = designs[0]!;
    expect(unstable!.growth).toBeCloseTo(100 - saturation!, 6);
    // Without a rate that could be told, each part that gets too much is named.
    const trace = join(await temporaryFolder(), 'many.jsonl');
    const lines = Array.from({ length: 1500 }, (_, i) => JSON.stringify({ at: 10 * i, path: '/resultados' }));
    await writeFile(trace, lines.join('\n'));
    const traced = JSON.parse((await say('survey', '--trace', trace, '--json')).out) as SimVerbResult;
    expect(traced.designs[0]!.unstable!.growth).toBeGreaterThan(10);
    expect(traced.designs[0]!.unstable!.growth).toBeLessThan(60);
    expect(JSON.stringify(traced.designs[0]!.outcome.notices)).toContain(
      'survey@app1 threads of process 1 is overloaded',
    );
    const [told] = warningsOf(designs[0]!, { rate } as SimVerbResult, { language: 'en' });
    expect(told).toMatch(
      /unstable: 100 a second come and at most 6\d(\.\d)? are answered, so 3\d(\.\d)? more wait or are turned away every second/,
    );
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

  it.each([
    [['--what-if', 'ap.count=3'], 'there is no "ap" in this topology', 'did you mean "app"?', 64],
    [['--what-if', 'count=3'], '--what-if cannot be "count=3"', 'app.count=3', 64],
    [['--what-if', 'web.balence=ip_hash'], 'unknown key "balence"', 'did you mean "balance"?', 65],
    [['--ask', 'resultz'], 'no service here can be asked for "resultz"', 'did you mean "results"?', 64],
    [['--fault', 'app9:down@1s'], 'there is no "app9" in this topology', 'did you mean', 64],
    [['--ask', 'results=0', '--ask', 'home=0'], '--ask results=0 --ask home=0 leaves nothing to ask for', '', 64],
    [
      ['--fault', 'app1:down@60s..90s', '--for', '30s'],
      'visitors come for 30 s, and it begins after that',
      '--for',
      64,
    ],
    [['--fault', 'app1:down@9s..3s'], '--fault cannot be "app1:down@9s..3s"', 'app1:down@60s..90s', 64],
    [['--closed', '5', '--sweep', 'rate=10..20'], '--closed says how visitors come', 'leave --closed out', 64],
    [['--sweep', 'rate=200..10'], '--sweep cannot be "rate=200..10"', 'rate=10..200', 64],
    [['--rate', '0'], '--rate cannot be "0"', 'a number greater than 0', 64],
  ])('%s is refused', async (words, message, hint, code) => {
    const refused = await say('survey', ...words);
    expect(refused.code).toBe(code);
    expect(refused.error).toContain(message);
    expect(refused.error).toContain(hint);
  });

  it('tells how full links are that have a rate and are used, and how many wait there', async () => {
    const slow = ['--what-if', 'lan.link.rate=2mbit', '--for', '5s', '--rate', '20'];
    const { out } = await say('weights', ...slow);
    expect(out).toMatch(/\nLINK +USED +WAITING\nlb into lan +\d/);
    expect(out.match(/^LINK /gm)).toHaveLength(1);
    expect(out).not.toContain('FAILED THERE');
  });

  it('says in Portuguese what it foretells, too', async () => {
    const { out } = await say('weights', '--for', '10s', '--lang', 'pt');
    for (const words of ['respostas por segundo', 'gargalo:']) expect(out).toContain(words);
  });

  it('says that nothing is known of a scenario after Ctrl-C', async () => {
    const text = await readFile('topology/scenarios/failover.yaml', 'utf8');
    const file = join(await temporaryFolder(), 'long.yaml');
    await writeFile(file, text.replace('at: 27s', 'at: 5000s'));
    const console = scriptedConsole({ words: ['sim', 'survey', '--scenario', file] });
    const ended = run(console);
    await vi.waitFor(() => expect(console.stderr()).toContain('simulating'), { timeout: 15_000, interval: 5 });
    console.interrupt();
    expect(await ended).toBe(130);
    expect(console.stdout()).toContain('interrupted: nothing of the scenario is known yet');
  });

  it('prints what is known so far after Ctrl-C', async () => {
    const words = ['sim', 'weights', '--for', '10s', '--sweep', 'rate=10..500/100'];
    const console = scriptedConsole({ words });
    const ended = run(console);
    await vi.waitFor(() => expect(console.stderr()).toContain('with rate=14'), { timeout: 15_000, interval: 5 });
    console.interrupt();
    expect(await ended).toBe(130);
    expect(console.stdout()).toContain('interrupted: this is what was known so far');
    expect(console.stdout()).toMatch(/answers a second +\d/);
    expect(console.stdout()).not.toMatch(/^500 /m);
  });
});
