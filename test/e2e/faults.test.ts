import { readdir, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Hop, Trace } from '../../src/model/trace.ts';
import type { FaultsAtWork, Injected } from '../../src/verbs/fault.ts';
import type { CheckVerbResult, PlanResult, StatusResult } from '../../src/verbs/results.ts';
import type { Said } from '../support/bancada.ts';
import { proofs } from '../support/fault-proofs.ts';
import { hostState, type HostState } from '../support/host-state.ts';
import { elsewhere } from '../support/small-labs.ts';
import { tracesIn } from '../support/lab-traces.ts';
import { lastingProject, type SmallProject } from '../support/small-project.ts';
import { suspended } from '../support/suspended.ts';

/** With the sentences as texts. */
interface Told {
  readonly faults: readonly {
    readonly name: string;
    readonly title: string;
    readonly seen: string;
  }[];
}

const isWhole = process.env['BANCADA_TEST_ALL'] !== undefined;

let project: SmallProject;
let before: HostState;
/** What the lab's links, rules and processes are like when nothing is broken. */
let whole: readonly string[];
/** How far the clock on the wall is from the one that never jumps, milliseconds. */
const clockOffset = (): number => Date.now() - performance.timeOrigin - performance.now();
const offsetBefore = clockOffset();

const good = ({ code, stdout, stderr }: Said): string => {
  expect(code, stdout + stderr).toBe(0);
  return stdout;
};
const fault = (...words: readonly string[]): Promise<Said> => project.bancada('fault', ...words);
const atWork = async (): Promise<readonly string[]> =>
  (await fault('status', '--json')).json<FaultsAtWork>().faults.map(({ name, target }) => `${name} ${target}`);
const on = async (machine: string, ...argv: readonly string[]): Promise<Said> =>
  project.bancada('exec', '-m', machine, '--', ...argv);

/** That a fault is at work is seen on its machine, and nowhere else. */
const isSeen = async (name: string): Promise<void> => {
  const { on: machine, argv, says } = proofs[name]!;
  const { stdout, stderr } = await on(machine, ...argv);
  expect(stdout + stderr, name).toMatch(says);
};

/** As the topology has it, and at work: nothing to change, every check green, and nothing else than before. */
const asDescribed = async (): Promise<void> => {
  const plan = await project.bancada('plan', '--check');
  expect(plan.code, plan.stdout + plan.stderr).toBe(0);
  good(await project.bancada('check'));
  expect(await tracesIn(project)).toEqual(whole);
};

beforeAll(async () => {
  before = await hostState();
  project = await lastingProject('faulty', elsewhere);
  good(await project.bancada('up'));
  whole = await tracesIn(project);
}, 240_000);

afterAll(async () => {
  await project.bancada('destroy', '--yes');
});

afterEach(async () => {
  await fault('undo');
});

test('every fault that can be had says where, and what is to be expected, and no name means two things', async () => {
  const { faults } = (await fault('list', '--json')).json<Told>();
  const names = [...new Set(faults.map(({ name }) => name))];
  expect(names.length).toBeGreaterThanOrEqual(24);
  for (const name of names)
    expect(new Set(faults.filter((each) => each.name === name).map(({ title }) => title)).size).toBe(1);
  expect(faults.every(({ seen, title }) => seen.length > 20 && title.length > 10)).toBe(true);
  expect(names.filter((name) => !Object.hasOwn(proofs, name))).toEqual([]);
});

/** One after the other, each from a lab as described to a lab as described; without the rest of them, several at once. */
const rounds: readonly (readonly string[])[] = isWhole
  ? Object.keys(proofs).map((name) => [name])
  : [['port-refused', 'bad-release', 'names-wrong', 'disk-full'], ['redis-full']];

test.each(rounds.map((names) => [names.join(', '), names] as const))(
  '%s: seen, noted, undone, and the lab is as described again',
  async (_, names) => {
    for (const name of names) {
      const said = await fault('inject', name, proofs[name]!.target, '--json');
      // Where this kernel cannot do it, it is refused and nothing has changed.
      if (name === 'link-late' && said.code === 69) return;
      good(said);
      expect(said.json<Injected>().faults).toHaveLength(1);
    }
    for (const name of names) await isSeen(name);
    expect(await atWork()).toHaveLength(names.length);
    const plan = await project.bancada('plan', '--check', '--json');
    expect(plan.code).toBe(2);
    expect(plan.json<PlanResult>().faults.map(({ name }) => name)).toEqual(names);
    good(await fault('undo'));
    expect(await atWork()).toEqual([]);
    await asDescribed();
  },
  120_000,
);

test('a fault injected twice is injected once, and what is not at work is undone in words', async () => {
  good(await fault('inject', 'stopped', 'survey@app1'));
  const again = good(await fault('inject', 'stopped', 'survey'));
  expect(again).toMatch(/stopped survey@app1 {2}is at work already, since .*nothing was done/);
  expect(await atWork()).toEqual(['stopped survey@app1', 'stopped survey@app2']);
  const { faults } = (await project.bancada('status', '--json')).json<StatusResult>();
  expect(faults.map(({ target }) => target)).toEqual(['survey@app1', 'survey@app2']);
  expect(await fault('undo', 'stopped', 'app')).toMatchObject({ code: 64 });
  expect(good(await fault('undo', 'stopped', 'survey'))).toMatch(/app2 {2}is undone[^]*app1 {2}is undone/);
  expect(good(await fault('undo', 'stopped'))).toMatch(/nothing to undo: no such fault is at work/);
}, 60_000);

test('what cannot be meant is said, with what was probably meant', async () => {
  const refused = async (...words: readonly string[]): Promise<string> => {
    const { code, stderr } = await fault(...words);
    expect(code).toBe(64);
    return stderr;
  };
  expect(await refused('inject', 'kiled', 'survey@app1')).toContain('did you mean killed?');
  expect(await refused('undo', 'kiled')).toContain('did you mean killed?');
  expect(await refused('inject', 'killed')).toContain('say where: vpn@lb, redis@lb');
  expect(await refused('inject', 'killed', 'survey@ap1')).toContain('did you mean survey@app');
  expect(await refused('inject')).toContain('no fault named');
  expect(await refused('break')).toContain('it does list, inject, undo and status');
  expect(await refused('undo', '--for', '3s')).toContain('--for does not go with undo');
}, 60_000);

test('with --for it is undone by itself; Ctrl-C undoes it at once', async () => {
  const started = performance.now();
  expect(good(await fault('inject', 'hung', 'survey@app1', '--for', '1s'))).toContain('is undone');
  expect(performance.now() - started).toBeGreaterThan(1000);
  const waiting = project.start('fault', 'inject', 'hung', 'survey@app1', '--for', '60s');
  await new Promise((resolve) => waiting.stdout.once('data', resolve));
  process.kill(-(waiting.pid ?? 0), 'SIGINT');
  expect((await waiting).exitCode).toBe(130);
  expect(await atWork()).toEqual([]);
  // No process stands still any more.
  expect(await tracesIn(project)).toEqual(whole);
}, 60_000);

const killings = [
  ['in the middle of the injection', 'machine-stopped', 'app2', 'during'],
  ['while the fault is at work', 'slow', 'survey@app1', 'after'],
] as const;

const isNoted = async (): Promise<boolean> =>
  (await readdir(join(project.labFolder, 'faults')).catch(() => [])).some((file) => file.endsWith('.json'));

test.each(killings.slice(0, isWhole ? 2 : 1))(
  'killed %s, the next run undoes it',
  async (_, name, target, moment) => {
    const running = project.start('fault', 'inject', name, target, '--for', '60s');
    if (moment === 'after') await new Promise((resolve) => running.stdout.once('data', resolve));
    else while (!(await isNoted())) await new Promise((resolve) => setTimeout(resolve, 2));
    running.kill('SIGKILL');
    await running;
    const { faults } = (await fault('status', '--json')).json<FaultsAtWork>();
    // Written down before anything was done.
    expect(faults).toMatchObject([{ name, target, whole: moment === 'after' }]);
    good(await fault('undo'));
    await asDescribed();
  },
  90_000,
);

/** What belongs to each hop fits within it. nginx counts whole milliseconds, by a clock that it looks at now and then. */
const addsUp = ({ took, waited, parts, hops }: Hop): void => {
  const inside = [...parts.map((part) => part.took), ...hops.map((hop) => hop.waited)];
  if (took !== undefined) {
    expect(inside.reduce((total, each) => total + each, 0)).toBeLessThanOrEqual(took + 2);
    expect(took).toBeLessThanOrEqual(waited + 2);
  }
  hops.forEach(addsUp);
};
const follow = async (...words: readonly string[]): Promise<Trace & { readonly app: Hop; readonly db: Hop }> => {
  const trace = (await project.bancada('trace', ...words, '--json')).json<Trace>();
  expect(trace.hop).toMatchObject({ service: 'web@lb', over: ['lan'] });
  addsUp(trace.hop);
  const app = trace.hop.hops[0]!;
  expect(app.service).toMatch(/^survey@app[12]$/);
  expect(app.took).toBeGreaterThan(0);
  return { ...trace, app, db: app.hops.find(({ service }) => service === 'mariadb@db')! };
};

test('one request is followed through all that it needs, and a slow database shows in its hop', async () => {
  const whole = await follow();
  expect(whole).toMatchObject({ status: 200, from: 'class@lan' });
  expect(whole.app.hops.map(({ service, over }) => [service, over])).toEqual([
    ['mariadb@db', ['lan', 'vpn']],
    ['redis@lb', ['lan']],
  ]);
  const page = await follow('/resultados');
  expect(page.db.calls).toBeGreaterThan(5);
  // What the database itself took, and what was the tunnel's.
  expect(page.db.took).toBeGreaterThan(0);
  expect(page.db.way).toBeGreaterThan(0);
  const again = await follow('--request', page.request);
  expect(again).toMatchObject({ path: '/resultados', status: 200 });
  expect([again.app.took, again.db.waited]).toEqual([page.app.took, page.db.waited]);
  expect(await project.bancada('trace', '--request', 'nobody-knows-it')).toMatchObject({ code: 4 });
  expect(await project.bancada('trace', 'faulty', 'resultados')).toMatchObject({ code: 64 });
  good(await fault('inject', 'slow', 'mariadb'));
  // It stands still for nine tenths of the time: of several requests most meet it so.
  const slow = [];
  for (let count = 0; count < 5; count += 1) slow.push(await follow('/resultados'));
  const worst = slow.toSorted((one, other) => other.hop.waited - one.hop.waited)[0]!;
  expect(worst.db.waited).toBeGreaterThan(100);
  expect(worst.db.waited).toBeGreaterThan(0.6 * worst.app.took!);
  good(await fault('inject', 'stopped', 'survey'));
  // Nobody behind the balancer answers, and it says so under the same id.
  const alone = (await project.bancada('trace', '--json')).json<Trace>();
  expect(alone).toMatchObject({ status: 502, hop: { service: 'web@lb', took: expect.any(Number) as number } });
}, 90_000);

/** Longer than a client waits for its server's word, and with all tests also than a server for its client's. */
const sleeps = isWhole ? [8, 20, 60] : [8];

test.each(sleeps)(
  'put to sleep for %i s with its computer, it is as described half a minute after it woke',
  async (seconds) => {
    const noticed = async (): Promise<number> => {
      const { stdout } = await on(
        'lb',
        'journalctl',
        '--unit=openvpn-client@vpn',
        '--grep=ping-restart',
        '--output=cat',
      );
      return stdout.split('\n').filter((line) => line.includes('Inactivity timeout')).length;
    };
    const before = await noticed();
    // Whose first ping on waking comes before the other end's own clock is looked at keeps the tunnel: then it sleeps again.
    for (let turn = 0; turn < 4 && (await noticed()) === before; turn += 1) {
      await suspended(await project.id(), seconds * 1000);
      const woken = performance.now();
      const check = await project.bancada('check', '--timeout', '30s', '--json');
      good(check);
      // The program's own beginning is none of the half minute.
      expect(performance.now() - woken).toBeLessThan(40_000);
      const { results } = check.json<CheckVerbResult>();
      expect(results.find(({ id }) => id === 'tunnel:vpn@lb')).toMatchObject({ verdict: 'pass' });
    }
    // Else it would not have been long enough for the tunnel to be given up.
    expect(await noticed()).toBeGreaterThan(before);
    good(await project.bancada('plan', '--check'));
  },
  400_000,
);

test('up undoes what is at work, a machine that is off included', async () => {
  good(await fault('inject', 'mariadb-read-only'));
  good(await fault('inject', 'killed', 'redis'));
  good(await fault('inject', 'machine-stopped', 'lb'));
  good(await project.bancada('up'));
  expect(await atWork()).toEqual([]);
  expect((await on('db', 'mariadb', '--batch', '--skip-column-names', '--execute=select @@read_only')).stdout).toBe(
    '0',
  );
  await asDescribed();
}, 90_000);

test('the clock, the sysctls and the disk of this computer are as they were', async () => {
  expect(Math.abs(clockOffset() - offsetBefore)).toBeLessThan(200);
  const after = await hostState();
  expect([...after['sysctls']!].filter((line) => !before['sysctls']!.has(line))).toEqual([]);
  expect([...after['etc']!].filter((line) => !before['etc']!.has(line))).toEqual([]);
  const free = async (): Promise<number> => {
    const { bavail, bsize } = await statfs('/var/lib/bancada');
    return bavail * bsize;
  };
  const roomBefore = await free();
  good(await fault('inject', 'disk-full', 'app1'));
  // The machine's disk has 4 GiB, and none of them is taken here.
  expect(roomBefore - (await free())).toBeLessThan(1e9);
  good(await fault('undo'));
}, 60_000);

test('a lab that is down says so, and destroy leaves no fault behind', async () => {
  good(await fault('inject', 'stopped', 'web'));
  good(await project.bancada('down'));
  expect(await fault('inject', 'killed', 'web')).toMatchObject({ code: 4 });
  // What cannot be meant is said all the same.
  const misspelt = { code: 64, stderr: expect.stringContaining('did you mean killed?') as string };
  expect(await fault('inject', 'kiled', 'web')).toMatchObject(misspelt);
  expect(await project.bancada('trace')).toMatchObject({ code: 4 });
  expect((await fault('undo')).stderr).toContain('up');
  good(await project.bancada('destroy', '--yes'));
  expect((await fault('status')).stderr).toMatch(/is not up/);
  // What its file cannot mean is told of a lab, too, that nobody has brought up.
  expect(await fault('inject', 'kiled', 'web')).toMatchObject(misspelt);
  expect((await fault('list', '--json')).json<Told>().faults.length).toBeGreaterThan(24);
  for (const words of [
    ['fault', 'inject', 'killed', 'survey@ap1'],
    ['link', 'lb', 'lna'],
    ['link', 'lbb', 'lan', '--down'],
    ['load', '--profile', 'buy'],
    ['load', '--visitors', 'clas'],
    ['trace', '--visitors', 'clas'],
    ['set', 'x.y=1'],
    ['scenario', 'failver'],
    ['capture', 'lb', 'lna'],
    ['stop', 'ap1'],
    ['logs', 'nobody'],
  ] as const) {
    const [verb, ...rest] = words;
    expect([words, (await project.bancada(verb, ...rest)).code]).toEqual([words, 64]);
  }
  expect(await project.bancada('set', 'web.balance=wrong')).toMatchObject({ code: 65 });
}, 60_000);
