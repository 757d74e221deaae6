import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LoadResult } from '../../src/model/load.ts';
import type { CalibrateResult, CompareResult } from '../../src/verbs/compare/results.ts';
import type { SimVerbResult } from '../../src/verbs/sim/results.ts';
import { keepBusy } from '../support/busy.ts';
import { drawnIn } from '../support/drawn.ts';
import { twoApps } from '../support/small-labs.ts';
import { lastingProject, type SmallProject } from '../support/small-project.ts';

let project: SmallProject;

beforeAll(async () => {
  project = await lastingProject('crowd', twoApps('hash'));
  const { code, stdout, stderr } = await project.bancada('up');
  expect(code, stdout + stderr).toBe(0);
}, 180_000);

afterAll(async () => {
  await project.bancada('destroy', '--yes');
});

const load = async (...words: readonly string[]): Promise<LoadResult> => {
  const { code, stdout, stderr } = await project.bancada('load', '--json', ...words);
  expect(code, stdout + stderr).toBe(0);
  return JSON.parse(stdout.split('\n').at(-1) ?? '') as LoadResult;
};

const accounts = async (): Promise<string> =>
  (await project.bancada('exec', '-m', 'lb', '--', 'mariadb', '-N', '-e', 'select count(*) from shop.account')).stdout;

describe('load', () => {
  test('says when this computer was full', async () => {
    using _busy = await keepBusy();
    const { code, stdout, stderr } = await project.bancada('load', '--rate', '20', '--for', '2s');
    expect(code, stdout + stderr).toBe(0);
    expect(stdout).toContain('this computer was full');
  });

  test('visitors come from many addresses, and the balancer tells them apart', async () => {
    const result = await load('--rate', '120', '--for', '2s', '--even', '-o', 'page.html');
    expect(result).toMatchObject({ sent: 240, answered: 240, failed: 0, sources: 126, errors: [], profile: 'page' });
    expect(result.statuses.map(({ status, latency }) => [status, latency.count])).toEqual([[200, 240]]);
    // A hash of the address: both serve, neither by turns.
    expect(result.machines.map(({ machine }) => machine)).toEqual(['app1', 'app2']);
    expect(result.timeline.length).toBeGreaterThanOrEqual(2);
    const log = await project.bancada('exec', '-m', 'lb', '--', 'cat', '/var/log/nginx/access.log');
    const seen = log.stdout.split('\n').map((line) => (JSON.parse(line) as { from: string }).from);
    const visitors = new Set(seen.filter((address) => Number(address.split('.')[3]) >= 128));
    expect(visitors.size).toBeGreaterThan(60);
    const [rates] = drawnIn(await readFile(join(project.standing.directory, 'page.html'), 'utf8'));
    expect([...rates!.areas.keys()]).toEqual(['app1', 'app2']);
    const drawn = [...rates!.areas].flatMap(([machine, edge]) =>
      edge.map(({ height }, second) => [height, result.timeline[second]?.machines[machine] ?? 0] as const),
    );
    // One scale for all: so many pixels an answer.
    const [pixels, answers] = drawn.reduce((one, other) => (one[1] > other[1] ? one : other));
    expect(answers).toBeGreaterThan(0);
    for (const [height, count] of drawn) expect(Math.abs(height - (pixels * count) / answers)).toBeLessThan(0.25);
  });

  test('two thousand requests a second of a trivial page are held', async () => {
    const { pace, errors } = await load('--rate', '2000', '--for', '5s', '--path', '/favicon.ico');
    expect(errors).toEqual([]);
    expect(pace).toMatchObject({ asked: 10_000, sent: 10_000, kept: true });
    expect(Math.abs(pace.sentRate - 2000)).toBeLessThanOrEqual(20);
  });

  test('visitors register, answer and look at the results, and leave no account', async () => {
    const result = await load('--closed', '4', '--for', '3s', '--profile', 'visit');
    expect(result.errors).toEqual([]);
    expect(result.visits?.finished).toBeGreaterThan(3);
    expect(result.visits).toMatchObject({ begun: result.visits?.finished, left: 0 });
    expect(await accounts()).toBe('0');
  });

  test('Ctrl-C shows what is known so far, and leaves nothing', async () => {
    const running = project.start('load', '--rate', '20', '--for', '5m', '--profile', 'visit');
    await once(running.stderr, 'data');
    for (let text = ''; !/ {3}2 s/.test(text);) text += String(await once(running.stderr, 'data'));
    process.kill(-(running.pid ?? 0), 'SIGINT');
    const { exitCode, stdout } = await running;
    expect(exitCode).toBe(130);
    expect(stdout).toContain('interrupted: this is what is known so far');
    expect(stdout).toMatch(/GET \/cadastro +\d+/);
    expect(await accounts()).toBe('0');
  });

  test('a comparison that is interrupted compares what was sent by then', async () => {
    const log = async (): Promise<number> =>
      Number(
        (await project.bancada('exec', '-m', 'lb', '--', 'wc', '-l', '/var/log/nginx/access.log')).stdout.split(' ')[0],
      );
    const before = await log();
    const running = project.start('compare', '--json', '--rate', '30', '--for', '5m', '--ask', 'home');
    while ((await log()) < before + 60) expect(running.exitCode, 'compare is over').toBeNull();
    process.kill(-(running.pid ?? 0), 'SIGINT');
    const { exitCode, stdout, stderr } = await running;
    expect(exitCode, stdout + stderr).toBe(130);
    const { interrupted, verdict, requests, seconds, pairs, figures } = JSON.parse(stdout) as CompareResult;
    expect([interrupted, verdict]).toEqual([true, 'inconclusive']);
    expect(requests).toBeGreaterThan(30);
    expect(requests).toBeLessThan(3000);
    expect(seconds * 30).toBeGreaterThan(requests / 2);
    expect(seconds * 30).toBeLessThan(requests * 2);
    // Of some the answer was not awaited.
    expect(pairs.requests).toHaveLength(requests);
    expect(pairs.count).toBeGreaterThan(requests - 10);
    expect(
      figures.filter(({ topic, verdict: each }) => ['split', 'errors'].includes(topic) && each !== 'pass'),
    ).toEqual([]);
  });

  // A busy computer spoils milliseconds and processor times, and the verdict says so; who answers it does not spoil.
  test('a lab that was calibrated is held against its model, request by request', { timeout: 120_000 }, async () => {
    const calibrated = await project.bancada('calibrate', '--for', '2s', '--json');
    expect([0, 3], calibrated.stderr).toContain(calibrated.code);
    const { kinds, at } = calibrated.json<CalibrateResult>();
    expect(kinds.map(({ kind, failed }) => [kind, failed])).toEqual(
      ['home', 'results', 'register', 'whoami', 'health', 'demo'].map((kind) => [kind, 0]),
    );
    for (const { processor } of kinds) expect(processor['shop']).toBeGreaterThan(0.1);
    const words = ['--rate', '30', '--for', '5s', '--ask', 'home', '--ask', 'demo'];
    const compared = await project.bancada('compare', '--json', ...words);
    const result = compared.json<CompareResult>();
    expect(compared.code, compared.stderr).toBe({ pass: 0, fail: 1, inconclusive: 3 }[result.verdict]);
    expect(result).toMatchObject({ calibrated: at, faults: [], interrupted: false });
    // Of a computer that is too busy it is not known.
    if (result.doubts.length === 0) expect(result.slowness).toBeGreaterThan(0.2);
    const figures = new Map(result.figures.map((figure) => [`${figure.topic} ${figure.what}`, figure]));
    // A hash of the address leaves nothing to chance.
    for (const machine of ['app1', 'app2']) {
      const { predicted, measured } = figures.get(`split ${machine}`)!;
      expect(measured).toBe(predicted);
      const used = figures.get(`station ${machine}`)!;
      expect(Math.abs(used.predicted - used.measured)).toBeLessThan(result.doubts.length > 0 ? 0.15 : 0.05);
      // Nearly all that these machines do.
      const served = figures.get(`service shop@${machine}`)!;
      if (result.doubts.length === 0) expect(served.measured).toBeGreaterThan(0.7 * used.measured);
      expect(served.predicted).toBeGreaterThan(0.7 * used.predicted);
      expect(figures.get(`seats shop@${machine}`)!.measured).toBeGreaterThan(0);
    }
    expect(result.pairs).toMatchObject({ count: result.requests, sameMachine: 1 });
    expect(figures.get('errors ')).toMatchObject({ predicted: 0, measured: 0, verdict: 'pass' });
    if (result.doubts.length > 0) expect(result.verdict).toBe('inconclusive');
    else expect(figures.get('latency mean')!.verdict).not.toBe('fail');
    const sim = async (...words: readonly string[]) =>
      (await project.bancada('sim', '--for', '10s', '--json', ...words)).json();
    expect(await sim()).toHaveProperty('calibrated', at);
    expect(await sim('--uncalibrated')).not.toHaveProperty('calibrated');
  });

  test('beside programs that keep the computer busy a comparison proves nothing, whatever its figures', async () => {
    using _busy = await keepBusy();
    const compared = await project.bancada('compare', '--json', '--rate', '20', '--for', '4s', '--ask', 'home');
    const { verdict, doubts, host } = compared.json<CompareResult>();
    expect([compared.code, verdict], compared.stderr).toEqual([3, 'inconclusive']);
    expect(host.others).toBeGreaterThan(0.4);
    expect(JSON.stringify(doubts)).toMatch(/other programs kept/);
  });

  test('a calibration that is interrupted shows what it has seen, and what was kept before stays', async () => {
    const known = async (): Promise<string> => {
      const { calibrated = '' } = (await project.bancada('sim', '--for', '10s', '--json')).json<SimVerbResult>();
      return calibrated;
    };
    const before = await known();
    expect(before).not.toBe('');
    const running = project.start('calibrate', '--for', '3s');
    for (let text = ''; !/register, \d+ a second/.test(text);) text += String(await once(running.stderr, 'data'));
    process.kill(-(running.pid ?? 0), 'SIGINT');
    const { exitCode, stdout, stderr } = await running;
    expect(exitCode, stdout + stderr).toBe(130);
    expect(stdout).toMatch(/^home +\/ +[1-9]\d* /m);
    expect(stdout).toContain('interrupted: this is what was known so far; nothing was kept');
    expect(await known()).toBe(before);
  });

  test('what a comparison breaks is broken in both, and started again', async () => {
    const words = ['--rate', '20', '--for', '6s', '--ask', 'home', '--fault', 'shop@app1:down@1s..3s'];
    const { code, stdout, stderr } = await project.bancada('compare', '--json', ...words);
    const { faults, figures, verdict, pairs } = JSON.parse(stdout) as CompareResult;
    expect(code, stderr).toBe({ pass: 0, fail: 1, inconclusive: 3 }[verdict]);
    // At the moments at which it really happened, after the first request, which takes its time to leave.
    const [, from, until] = /^shop@app1:down@(.+)s\.\.(.+)s$/.exec(faults.join()) ?? [];
    expect(Number(from)).toBeGreaterThan(0);
    expect(Number(from)).toBeLessThan(3);
    expect(Number(until) - Number(from)).toBeGreaterThan(1.9);
    // nginx gives each request that is refused to app2.
    const judged = new Map(figures.map(({ topic, what, ...figure }) => [`${topic} ${what}`, figure]));
    expect(judged.get('errors ')).toMatchObject({ predicted: 0, verdict: 'pass' });
    for (const machine of ['app1', 'app2']) expect(judged.get(`split ${machine}`)?.verdict).toBe('pass');
    const late = pairs.requests.filter(({ at }) => at > 1000 * Number(from) + 100 && at < 1000 * Number(until) - 100);
    expect(late.length).toBeGreaterThan(20);
    const state = await project.bancada('exec', '-m', 'app1', '--', 'systemctl', 'is-active', 'shop');
    expect([state.code, state.stdout]).toEqual([0, 'active']);
  });

  test('a comparison in which nobody would come is refused', async () => {
    expect(await project.bancada('compare', '--rate', '0.1', '--for', '1s')).toMatchObject({
      code: 64,
      stderr: expect.stringContaining('nobody comes in 1 s at 0.1 a second') as string,
    });
  });

  test('a comparison breaks services only, and says so', async () => {
    expect(await project.bancada('compare', '--fault', 'lb:hang@1s..2s')).toMatchObject({
      code: 64,
      stderr: expect.stringContaining('services can be down') as string,
    });
  });

  test('a lab that is down is refused, and so is what it does not know', async () => {
    expect(await project.bancada('load', '--profile', 'buy')).toMatchObject({
      code: 64,
      stderr: expect.stringContaining('there are page, visit') as string,
    });
    expect((await project.bancada('down')).code).toBe(0);
    expect(await project.bancada('load')).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('bancada up crowd') as string,
    });
  });
});
