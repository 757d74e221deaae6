import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { run } from '../../../src/cli/run.ts';
import { warningsOf } from '../../../src/report/sim/designs.ts';
import { simLines } from '../../../src/report/sim/sim.ts';
import type { SimVerbResult } from '../../../src/verbs/sim/results.ts';
import { sim } from '../../../src/verbs/sim/sim.ts';
import { scriptedConsole } from '../../support/scripted-console.ts';
import { cutAfter, foretold, say } from '../../support/sim-command.ts';
import { temporaryFolder } from '../../support/temporary.ts';

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
      half within        1.3 ms ±0.046 ms
      90 % within        245 ms ±0.96 ms
      95 % within        245 ms ±0.98 ms
      99 % within        278 ms ±60.5 ms
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

      SERVICE       QUESTIONS/S   AT ONCE   TAKES                  95 % WITHIN           MOST TAKEN             TAKEN    WAITING
      vpn@lb        382           0.015     0.039 ms ±0.00036 ms                         daemon                 1.5 %    0.00012 ±0.000069
      redis@lb      78.5          0.0039    0.05 ms ±0.00053 ms    0.076 ms ±0.0033 ms   thread                 0.39 %   0.0000048 ±0.0000075
      web@lb        78.4          6.1       78.2 ms ±8.8 ms        245 ms ±0.98 ms       workers                1.2 %    0.00008 ±0.000018
      survey@app1   39.2          2.8       70.8 ms ±10.3 ms       245 ms ±0.96 ms       threads of process 1   36.1 %   0.051 ±0.047
      survey@app2   39.2          3.3       85.2 ms ±10.6 ms       245 ms ±0.98 ms       threads of process 2   40.7 %   0.079 ±0.084
      vpn@db        382           0.015     0.039 ms ±0.00036 ms                         daemon                 1.5 %    0.00011 ±0.000044
      mariadb@db    191           0.017     0.09 ms ±0.0015 ms     0.18 ms ±0.0057 ms

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

  it('lets so many visitors come again and again, who think in between', async () => {
    const { designs, closed } = await foretold('survey', '--closed', '10', '--think', '100ms', '--ask', 'whoami');
    expect(closed).toEqual({ visitors: 10, thinkMs: 100 });
    // The interactive response time law: N = X (R + Z).
    const { throughput, latency } = designs[0]!.outcome.visitors[0]!;
    expect(throughput.value * (latency.mean.value / 1000 + 0.1)).toBeCloseTo(10, 0);
    expect(throughput.value).toBeGreaterThan(95);
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
    // It saturates where those do who ask for the same, and not where the usual visitors do.
    expect(traced.designs[0]!.saturation! / saturation!).toBeCloseTo(1, 1);
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

  it('says what is the matter where visitors who do not think are turned away', async () => {
    const { code, error } = await say('survey', '--closed', '4000', '--for', '1s');
    expect(code).toBe(64);
    expect(error.replaceAll(/\s+/g, ' ')).toContain('some of 4000 visitors are turned away at once');
    expect(error).toContain('--think 1s');
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
    [['--fault', 'survey@app1:slow=4@1s'], '"survey@app1" cannot be slow by itself', 'say --fault app1:slow=4@1s', 64],
    [['--fault', 'app1:down=5@1s'], '--fault cannot be "app1:down=5@1s"', 'app1:slow=4', 64],
    [['--sweep', 'internet.link.delay=1ms..5'], '--sweep cannot be', 'internet.link.delay=0ms..80ms', 64],
    [['--fault', 'app1:down@9s..3s'], '--fault cannot be "app1:down@9s..3s"', 'app1:down@60s..90s', 64],
    [['--closed', '5', '--sweep', 'rate=10..20'], '--closed says how visitors come', 'leave --closed out', 64],
    [['--closed', '5', '--clients', '3'], '--closed', '--clients', 64],
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

  it('prints what is known after Ctrl-C in the first run of a fault', { timeout: 60_000 }, async () => {
    const words = ['sim', 'weights', '--for', '20h', '--rate', '200', '--fault', 'survey@app1:down@10s..19h'];
    const console = scriptedConsole({ words });
    const ended = run(console);
    await vi.waitFor(() => expect(console.stderr()).toContain('simulating'), { timeout: 60_000, interval: 5 });
    // Its runs take minutes; before the first one only the most that the lab can do is looked for, in a few steps.
    for (let look = 0; look < 60; look += 1) await setImmediate();
    console.interrupt();
    expect(await ended).toBe(130);
    expect(console.stdout()).toMatch(/cut off after \d+\.\d s: the figures are those of that time/);
    expect(console.stdout()).toMatch(/answers a second +\d/);
  });

  it('shows after Ctrl-C no time that was not simulated', { timeout: 120_000 }, async () => {
    const knownOf = async (...faults: readonly string[]) => {
      const asked = { lab: 'weights', uncalibrated: true, milliseconds: 3_600_000, rate: 80, faults };
      return (await sim(asked, cutAfter(25, /as it is/))).designs[0]!;
    };
    // Of stretches that follow each other, and of a first run in which something breaks too late.
    const { outcome, timeline = [], courses } = await knownOf();
    const cut = await knownOf('survey@app1:down@3590s');
    expect(outcome.visitors[0]!.means.length).toBeLessThan(8);
    expect(outcome.notices.map(({ code }) => code)).not.toContain('cut-off');
    expect(cut.outcome.notices.map(({ code }) => code)).toContain('cut-off');
    for (const stretches of [timeline, cut.timeline!]) {
      expect(stretches.length).toBeGreaterThan(1);
      expect(stretches.length).toBeLessThan(300);
      expect(stretches.filter(({ sent }) => sent === 0)).toEqual([]);
    }
    expect([courses, cut.courses]).toEqual([undefined, undefined]);
  });

  it('says how many still wait for their answers when a run with a fault ends', async () => {
    // nginx gives up after 15 s, which is after the end.
    const hanging = ['survey', '--rate', '20', '--for', '30s', '--ask', 'home', '--fault'];
    const { out } = await say(...hanging, 'survey:hang@20s');
    const [, waiting] = /at the end about (\d+) requests still waited/.exec(out.replaceAll('\n', ' ')) ?? [];
    expect(Number(waiting)).toBeGreaterThan(150);
    expect(Number(waiting)).toBeLessThan(250);
    expect((await say(...hanging, 'survey:hang@20s..21s')).out).not.toContain('still waited');
    const { out: swept } = await say(...hanging, 'survey:hang@20s', '--sweep', 'rate=10..20/10');
    const marks = [...swept.matchAll(/^ *(10|20) .* (\d+) still waited$/gm)].map(([, rate, many]) => [rate, many]);
    expect(marks.map(([rate]) => rate)).toEqual(['10', '20']);
    expect(Number(marks[1]![1])).toBeGreaterThan(150);
    // Of those who think a third of an answer's time is usual; where more come than can be answered, that is what is said.
    const crowd = ['survey', '--closed', '60', '--think', '1s', '--for', '30s', '--ask', 'home', '--fault'];
    const { designs } = JSON.parse((await say(...crowd, 'survey:hang@20s', '--json')).out) as SimVerbResult;
    expect(designs[0]!.stillWaiting).toBeGreaterThan(50);
    const tooMany = ['survey', '--rate', '300', '--for', '30s', '--ask', 'results', '--fault', 'app1:down@10s..11s'];
    const flooded = (await say(...tooMany)).out;
    expect(flooded).toContain('unstable');
    expect(flooded).not.toContain('still waited');
  });

  it('tells what comes of a fault that is mended after the end', async () => {
    const { designs } = await foretold('weights', '--fault', 'survey@app1:down@10s..40s');
    expect(designs[0]!.courses).toEqual([expect.objectContaining({ failed: expect.any(Number) as number })]);
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
