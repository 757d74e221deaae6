import stringWidth from 'string-width';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packageRoot } from '../../src/ports/files.ts';
import type { LinkResult } from '../../src/verbs/results.ts';
import type { SetResult } from '../../src/verbs/set.ts';
import { twoApps } from '../support/small-labs.ts';
import { lastingProject, type SmallProject } from '../support/small-project.ts';
import { openWindow, type TmuxWindow } from '../support/tmux.ts';

let project: SmallProject;

const open = (words: string, columns: number, rows: number, environment = {}): Promise<TmuxWindow> => {
  const { directory, environment: own } = project.standing;
  // Whoever asks for the interface in a terminal gets it, in a job of continuous integration too.
  const all = { BANCADA_LANG: 'en', TERM: 'xterm-256color', CI: 'true', ...own, ...environment };
  return openWindow(`${packageRoot()}/bancada ${words}`, { columns, rows }, { directory, environment: all });
};

beforeAll(async () => {
  project = await lastingProject('live', twoApps('round_robin'));
  await using window = await open('up live --setup --ui', 120, 40);
  // It is there before any machine is.
  await window.shows(/^ live [^\n]*looking…[^]* lb +\?/, 60_000);
  await window.shows(/3 of 3 machines running/, 150_000);
  await window.shows(/all \d+ checks passed/, 60_000);
  await window.press('q');
  await expectEnd(window, /live is up[^]*ended 0\nicanon echo/);
}, 240_000);

afterAll(async () => {
  await project.bancada('destroy', '--yes');
});

/** Nothing was written past the window, and every border stands where it belongs. */
const expectWhole = (screen: readonly string[], columns: number): void => {
  for (const row of screen) expect(stringWidth(row)).toBeLessThanOrEqual(columns);
  const framed = screen.filter((row) => /^[┌┏│┃└┗]/.test(row));
  for (const row of framed) expect(row).toMatch(/[┐┓│┃┘┛]$/);
  for (const row of framed) expect([row, stringWidth(row)]).toEqual([row, columns]);
};

/** It has ended so, and the terminal is as a shell leaves it. */
const expectEnd = async (window: TmuxWindow, end: RegExp): Promise<void> => {
  await window.shows(end);
  expect(await window.modes()).toBe('0 1 0');
};

const perSecond = (screen: readonly string[], of: string): number =>
  Number(new RegExp(`${of} .*?([0-9.]+)/s`).exec(screen.join('\n'))?.[1] ?? Number.NaN);

describe('the terminal interface', () => {
  test('shows visitors come, who serves them, another balancing, and the way back', async () => {
    await using window = await open('ui live', 120, 40);
    await window.shows(/3 of 3 machines running/);
    expect(await window.modes()).toMatch(/^1 0/);
    await window.press('+', 'v');
    const busy = await window.shows(/shop@app1 +[█▏▎▍▌▋▊▉]+ +2\d\.\d\/s/);
    expectWhole(busy, 120);
    expect(perSecond(busy, 'shop@app2')).toBeCloseTo(25, -1);
    expect(busy.join('\n')).toContain('sending 50.0/s');
    await window.press('b');
    await window.shows(/balance {2}round_robin {2}now/);
    await window.press('Down', 'Down', 'Enter');
    await window.shows(/balancer {2}web@lb {2}ip_hash/);
    await window.shows(/web: balance is ip_hash/);
    // A whole classroom is one visitor to ip_hash.
    await window.shows(/shop@app[12] [^\n│]* 0\/s/);
    await window.press('u');
    await window.shows(/web: balance is round_robin/);
    expect((await project.bancada('set', '--json')).json<SetResult>().overrides).toEqual([]);
    await window.press('v');
    await window.shows(/visitors gone: \d+ requests, 0 failed/);
    await window.press('q');
    await expectEnd(window, /ended 0\nicanon echo/);
  }, 60_000);

  test('shows what was set in another terminal, follows one request, and plays a demo', async () => {
    await using window = await open('ui live', 120, 40);
    await window.shows(/3 of 3 machines running/);
    expect((await project.bancada('set', 'web.balance=least_conn')).code).toBe(0);
    await window.shows(/balancer {2}web@lb {2}least_conn/);
    expect((await project.bancada('set', '--reset')).code).toBe(0);
    await window.shows(/balancer {2}web@lb {2}round_robin/);
    await window.press('t');
    expectWhole(await window.shows(/web@lb[^]*shop@app[12][^]*mariadb@lb[^]*redis@lb/), 120);
    // By itself, or it is Alt-p.
    await window.press('Escape');
    await window.shows(/^ v visitors/m);
    await window.press('p');
    await window.shows(/play what\?[^]*round-robin/);
    await window.press('Down', 'Down', 'Down', 'Down', 'Enter');
    await window.shows(/playing round-robin[^]*One visitor reloads/);
    const steer = async (...keys: readonly string[]): Promise<void> => {
      await window.press('p');
      await window.shows(/end it, and put the lab back/);
      await window.press(...keys, 'Enter');
    };
    await steer();
    await window.shows(/· paused/);
    await steer();
    await window.shows(/· goes on/);
    await steer('Down', 'Down');
    // A step back, its story is told again.
    await window.shows(/One visitor reloads[^]*One visitor reloads/);
    await steer('Down');
    await window.shows(/checks passed|passed, \d+ failed/, 20_000);
    await window.press('Up', 'p');
    await window.shows(/play what\?/);
    await window.press('Down', 'Down', 'Down', 'Down', 'Enter');
    await window.shows(/playing round-robin/);
    await steer('Down', 'Down', 'Down');
    await window.shows(/^(?![^\n]*playing round-robin)/);
    await window.press('q');
    await expectEnd(window, /ended 0\nicanon echo/);
  }, 60_000);

  test('stops a service, sees it, checks, and starts it again', async () => {
    await using window = await open('ui live', 80, 24);
    await window.shows(/3 of 3 machines running/);
    await window.press('Down', 'x');
    await window.shows(/stop what\?[^]*▸ shop@app1/);
    await window.press('Enter');
    await window.shows(/✗shop/);
    await window.press('c', 'Tab', 'Tab', 'Tab', 'z');
    await window.shows(/✗ shop@app1 answers lb on http/, 40_000);
    await window.press('z', 'u');
    const screen = await window.shows(/✓shop[^✗]*✓shop/, 20_000);
    expectWhole(screen, 80);
    await window.press('C-c');
    await expectEnd(window, /ended 0\nicanon echo/);
  }, 90_000);

  test('opens a shell and comes back, and follows a journal', async () => {
    await using window = await open('ui live', 80, 24);
    await window.shows(/3 of 3 machines running/);
    await window.press('Down', 's');
    await window.shows(/root@app1:~#/);
    await window.type('logger -t knock who is there; hostname\n');
    await window.shows(/^app1$/m);
    await window.type('exit\n');
    expectWhole(await window.shows(/back from app1/), 80);
    await window.press('l', 'Enter');
    await window.shows(/knock\S*: who is there/);
    await window.press('Escape');
    await window.shows(/^ v visitors/m);
    await window.press('q');
    await expectEnd(window, /ended 0\nicanon echo/);
  }, 60_000);

  test('fits the window, whatever becomes of it', async () => {
    await using window = await open('ui live', 40, 10, { NO_COLOR: '1' });
    expectWhole(await window.shows(/machines {2}2\/6[^]*lb +running/), 40);
    expect(await window.coloured()).not.toMatch(/\x1b\[[0-9;]*[1-9]m/);
    await window.press('Tab');
    expectWhole(await window.shows(/balancer {2}web@lb/), 40);
    await window.resize(20, 5);
    expectWhole(await window.shows(/too small: 20x5/), 20);
    await window.resize(120, 40);
    expectWhole(await window.shows(/topology[^]*machines[^]*services[^]*events/), 120);
    await window.press('q');
    await expectEnd(window, /ended 0\nicanon echo/);
  }, 60_000);

  test('shows a machine that stops, and one whose ssh is gone', async () => {
    await using window = await open('ui live', 120, 40);
    await window.shows(/3 of 3 machines running/);
    expect((await project.bancada('stop', 'app2')).code).toBe(0);
    await window.shows(/2 of 3 machines running/);
    await window.shows(/app2 stopped/);
    expect((await project.bancada('start', 'app2')).code).toBe(0);
    await window.shows(/3 of 3 machines running/);
    await window.shows(/✓shop :8000[^]*✓shop :8000/);
    await window.press('q');
    await expectEnd(window, /ended 0\nicanon echo/);
  }, 60_000);

  test('cuts and slows down a link, and takes each back', async () => {
    await using window = await open('ui live', 120, 40);
    await window.shows(/3 of 3 machines running/);
    const link = async (): Promise<LinkResult> =>
      (await project.bancada('link', 'app2', 'lan', '--json')).json<LinkResult>();
    await window.press('Down', 'Down', 'n');
    await window.shows(/which link, and how\?[^]*app2 lan {2}cut/);
    await window.press('Enter');
    await window.shows(/✓ link of app2 to lan: cut/);
    expect(await link()).toMatchObject({ changed: true, from: { down: true }, to: { down: true } });
    await window.press('u');
    await window.shows(/✓ link of app2 to lan: as declared/);
    expect((await link()).changed).toBe(false);
    await window.press('n', 'Down', 'Enter');
    await window.shows(/✓ link of app2 to lan: 1 mbit/);
    const slow = await link();
    expect(slow).toMatchObject({ from: { rateBps: 1e6 }, to: { rateBps: 1e6 } });
    await window.press('n', 'Enter');
    await window.shows(/✓ link of app2 to lan: cut[^]*link of app2 to lan: cut/);
    await window.press('u');
    await window.shows(/✓ link of app2 to lan: as it was before/);
    expect(await link()).toEqual(slow);
    await window.press('u');
    await window.shows(/as declared[^]*as declared/);
    expect((await link()).changed).toBe(false);
    // Told to end, it gives the terminal back as well.
    await window.signal('SIGTERM');
    await expectEnd(window, /ended 0\nicanon echo/);
  }, 60_000);

  test('gives the terminal back before it says what broke it', async () => {
    const later = "setTimeout(()=>{throw(new(Error)('on purpose'))},4000)";
    // The wrapper's own short programs end long before.
    const options = `--import=data:text/javascript,${encodeURIComponent(later)}`;
    await using window = await open('ui live', 80, 24, { NODE_OPTIONS: options });
    await window.shows(/3 of 3 machines running/);
    await expectEnd(window, /bug: Error: on purpose[^]*ended 70\nicanon echo/);
  }, 30_000);

  test('needs a terminal, and a lab', async () => {
    const { code, stderr } = await project.bancada('ui');
    expect(code).toBe(64);
    expect(stderr).toContain('needs a terminal');
  });
});

test('a lab that is destroyed under it is shown as gone', async () => {
  await using window = await open('ui live', 80, 24);
  await window.shows(/3 of 3 machines running/);
  expect((await project.bancada('destroy', '--yes')).code).toBe(0);
  await window.shows(/0 of 3 machines running/);
  await window.press('q');
  await expectEnd(window, /ended 0\nicanon echo/);
}, 60_000);
