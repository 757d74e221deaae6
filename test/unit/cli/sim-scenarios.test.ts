import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { run } from '../../../src/cli/run.ts';
import type { ScenarioResult } from '../../../src/verbs/scenario/scenario.ts';
import { foretellScenario } from '../../../src/verbs/sim/scenario.ts';
import { scriptedConsole } from '../../support/scripted-console.ts';
import { cutAfter, say } from '../../support/sim-command.ts';
import { temporaryFolder } from '../../support/temporary.ts';

describe('sim --scenario', () => {
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

  it('prints what is known so far of a scenario after Ctrl-C, and what is not', async () => {
    const text = await readFile('topology/scenarios/failover.yaml', 'utf8');
    const file = join(await temporaryFolder(), 'long.yaml');
    await writeFile(file, text.replace('at: 27s', 'at: 24000s'));
    const console = scriptedConsole({ words: ['sim', 'survey', '--scenario', file] });
    const ended = run(console);
    await vi.waitFor(() => expect(console.stderr()).toContain('simulating'), { timeout: 60_000, interval: 5 });
    // The simulator looks up at least twice in each of the hundred parts; a part is 240 s.
    for (let turn = 0; turn < 30; turn += 1) await setImmediate();
    console.interrupt();
    expect(await ended).toBe(130);
    const out = console.stdout();
    expect(out).toContain('interrupted: this is what was known so far');
    expect(out).toMatch(/✓ both machines take turns\n/);
    expect(out).toMatch(/✓ within a second all traffic goes to app2\n/);
    // They are about the end of it.
    expect(out).toMatch(/\? hardly anybody sees an error\n.*: interrupted before that\n/);
    expect(out).toMatch(/\? the balance returns once the 10 s are over\n.*: interrupted before that\n/);
    expect(out.replaceAll('\n', ' ')).toMatch(
      /killed survey@app1 \(5\.0 s – 11\.0 s\): no error, answers again 4\.\d s after/,
    );
  });

  it('knows of a part that Ctrl-C cut off no more than was simulated', async () => {
    const file = join(await temporaryFolder(), 'slow.yaml');
    const steps = ['{ at: 0s, traffic: { rate: 150 } }', '{ at: 300s, traffic: off }', '{ at: 36000s, as: over }'];
    const words = ['scenario: 1', 'title: { en: Busy, pt: Cheio }', `timeline: [${steps.join(', ')}]`];
    await writeFile(
      file,
      [
        ...words,
        'expect: [{ say: { en: All is well, pt: Tudo bem }, from: start, to: over, errors: { most: 0 } }]',
      ].join('\n'),
    );
    // A part is 360 s, in which the simulator looks up more often than that.
    const asked = { lab: 'survey', scenario: file, uncalibrated: true };
    const { milliseconds, seconds } = (await foretellScenario(asked, cutAfter(6, /Busy/)))!;
    expect(seconds.length).toBeGreaterThan(10);
    expect(milliseconds / 1000).toBeLessThan(seconds.at(-1)!.second + 2);
  });

  it('says that nothing is known of a scenario after Ctrl-C', async () => {
    const text = await readFile('topology/scenarios/failover.yaml', 'utf8');
    const file = join(await temporaryFolder(), 'busy.yaml');
    // Half a minute of it takes a while: what is asked last may be answered as late as that.
    await writeFile(file, text.replace('rate: 20', 'rate: 180'));
    const console = scriptedConsole({ words: ['sim', 'survey', '--scenario', file] });
    const ended = run(console);
    await vi.waitFor(() => expect(console.stderr()).toContain('simulating'), { timeout: 60_000, interval: 5 });
    console.interrupt();
    expect(await ended).toBe(130);
    expect(console.stdout()).toContain('interrupted: nothing of the scenario is known yet');
  });
});
