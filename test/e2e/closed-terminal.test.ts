import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packageRoot } from '../../src/ports/files.ts';
import type { PlanResult } from '../../src/verbs/results.ts';
import { cache } from '../support/small-labs.ts';
import { lastingProject, type SmallProject } from '../support/small-project.ts';
import { openWindow } from '../support/tmux.ts';
import { good } from '../support/trials.ts';

/*
 * A window that is closed is heard of in several ways: by signals, which come twice where a shell passes them on, and by the
 * errors of whoever goes on to write. Each is tried alone, and both together, as it is in a window.
 */

let project: SmallProject;

beforeAll(async () => {
  project = await lastingProject('closed', cache);
});
afterAll(async () => {
  await project.bancada('destroy', '--yes');
});

/** What of it still runs for this project, other than its machines. */
const running = async (): Promise<readonly string[]> => {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const told = await Promise.all(
    pids.map(async (pid) => {
      const [command, environment] = await Promise.all(
        ['cmdline', 'environ'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')),
      );
      return environment?.includes(project.standing.directory) === true ? (command ?? '').replaceAll('\0', ' ') : '';
    }),
  );
  return told.filter((command) => /bancada\.js|root\.js/.test(command));
};

/** In a window that is closed once it shows that. @returns with which code the command ended */
const closedAt = async (verb: string, shown: RegExp): Promise<string> => {
  const { directory, environment = {} } = project.standing;
  const code = join(directory, 'code');
  await rm(code, { force: true });
  {
    const all = { BANCADA_LANG: 'en', TERM: 'xterm-256color', CI: 'true', ...environment };
    await using window = await openWindow(
      'exec bash --norc -i',
      { columns: 80, rows: 24 },
      { directory, environment: all },
    );
    // The shell that notes the code down outlives the window; what it starts hears what it does not.
    await window.type(`(trap '' HUP; ${packageRoot()}/bancada ${verb}; echo $? >code)\n`);
    await window.shows(shown, 60_000);
  }
  await expect.poll(() => readFile(code, 'utf8').catch(() => ''), { timeout: 30_000 }).not.toBe('');
  expect(await running()).toEqual([]);
  return (await readFile(code, 'utf8')).trim();
};

/** Of the signal that says so, as a shell counts it, and not of a crash. */
const byHangUp = '129';

test('closed while up is at work: it ends as by Ctrl-C, and the next up goes on', async () => {
  expect(await closedAt('up closed --no-check', /machine|boot/)).toBe(byHangUp);
  good(await project.bancada('up'), 'up');
  const plan = (await project.bancada('plan', '--json')).json<PlanResult>();
  expect([plan.changes, plan.machines.filter(({ action }) => action !== 'keep')]).toEqual([[], []]);
}, 120_000);

test.each(['status closed --watch', 'ui closed'])(
  'closed while somebody looks at %s: it just ends',
  async (verb) => {
    expect(await closedAt(verb, /one[^]*memcached/)).toBe(byHangUp);
    good(await project.bancada('check'), verb);
  },
  120_000,
);
