import { randomBytes } from 'node:crypto';
import { chmod, cp, mkdtemp, rename, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packageRoot } from '../../src/ports/files.ts';
import type { PlanResult, UpResult } from '../../src/verbs/results.ts';
import { saidBy, type Said } from '../support/bancada.ts';
import { hostState, lastingDifferences } from '../support/host-state.ts';
import { inTerminal } from '../support/terminal.ts';

/** An ordinary user, who may use sudo without a password; no longer than a user's name may be. */
const user = `bancada-test-${String(process.pid)}`;
const sudoers = `/etc/sudoers.d/${user}`;
const isRoot = process.getuid?.() === 0;

const lab = `bancada: 1
name: tiny
networks: { lan: {} }
machines:
  one: { networks: { lan: auto }, services: { memcached: {} } }
visitors:
  class: { from: lan, to: memcached }
`;

let home: string;
let checkout: string;

const environment = () => ({ HOME: home, USER: user, LOGNAME: user, BANCADA_LANG: 'en', NO_COLOR: '1' });

const asUser = (program: string, ...argv: readonly string[]) =>
  execa('runuser', ['-u', user, '--', program, ...argv], {
    cwd: checkout,
    env: environment(),
    reject: false,
    stdin: 'ignore',
    // In a session of its own there is no terminal.
    detached: true,
  });

const bancada = async (...words: readonly string[]): Promise<Said> => saidBy(await asUser('./bancada', ...words));

/** Files in the user's home that are somebody else's. */
const notTheirs = async (): Promise<string> => (await execa('find', [home, '!', '-user', user])).stdout;

/** A clone of what is committed here, with the packages that are installed already. */
const cloneCheckout = async (): Promise<void> => {
  await execa('git', ['clone', '--quiet', '--no-hardlinks', packageRoot(), checkout]);
  await cp(join(packageRoot(), 'node_modules'), join(checkout, 'node_modules'), {
    recursive: true,
    verbatimSymlinks: true,
  });
  await writeFile(join(checkout, 'topology', 'tiny.yaml'), lab);
  // The clone is younger than the packages.
  const now = new Date();
  await utimes(join(checkout, 'node_modules', '.package-lock.json'), now, now);
  await execa('chown', ['-R', `${user}:`, home]);
};

beforeAll(async () => {
  if (!isRoot) return;
  home = await mkdtemp(join(tmpdir(), 'bancada-home-'));
  checkout = join(home, 'checkout');
  await execa('useradd', ['--home-dir', home, '--no-create-home', '--shell', '/bin/sh', user]);
  await writeFile(sudoers, `${user} ALL=(ALL) NOPASSWD: ALL\n`);
  await chmod(sudoers, 0o440);
  await cloneCheckout();
});

afterAll(async () => {
  if (!isRoot) return;
  await bancada('destroy', 'tiny', '--yes');
  await rm(sudoers, { force: true });
  await execa('userdel', [user]);
  await rm(home, { recursive: true, force: true });
});

// Only root can make a user; where root is not, every other test here is run by such a user anyway.
test.skipIf(!isRoot)(
  'a user with sudo brings a lab up and away, and everything in the checkout stays theirs',
  async () => {
    const before = await hostState();
    const up = await bancada('up', 'tiny', '--json');
    expect(up.code, up.stdout.slice(-2000) + up.stderr).toBe(0);
    const result = up.lines<{ readonly type: string } & UpResult>().at(-1);
    expect(result).toMatchObject({ type: 'result', lab: 'tiny', checks: [{ verdict: 'pass' }] });
    expect((await bancada('plan', 'tiny', '--check')).code).toBe(0);
    expect((await bancada('plan', 'tiny', '--json')).json<PlanResult>().changes).toEqual([]);
    expect((await bancada('ssh', 'tiny', 'one', '--', 'id', '-u')).stdout).toBe('0');
    expect(await notTheirs()).toBe('');

    // Whoever has lost the lab's record is its owner still; where nothing tells whose it is, that is said.
    const place = `/var/lib/bancada/labs/${result?.id ?? ''}`;
    await truncate(join(place, 'lab.json'), 10);
    await rename(join(place, 'owner'), join(place, 'elsewhere'));
    for (const words of [
      ['destroy', 'tiny', '--yes'],
      ['down', 'tiny'],
      ['stop', 'tiny', 'one'],
    ]) {
      const refused = await bancada(...words);
      expect([words, refused.code]).toEqual([words, 77]);
      expect(refused.stderr).toContain('nothing of it was touched');
      expect(refused.stderr).toContain(`sudo ln -sfn "$(id -u)" ${place}/owner`);
    }
    await rename(join(place, 'elsewhere'), join(place, 'owner'));

    const destroyed = await bancada('destroy', 'tiny', '--yes');
    expect(destroyed.code, destroyed.stderr).toBe(0);
    expect(await notTheirs()).toBe('');
    expect(await lastingDifferences(before, { ids: new Set([result?.id ?? '']) })).toEqual([]);
  },
);

test.skipIf(!isRoot)(
  'a user whose sudo asks for a password is asked in the terminal, and told where there is none',
  async () => {
    const password = randomBytes(12).toString('hex');
    await execa('chpasswd', { input: `${user}:${password}` });
    await writeFile(sudoers, `${user} ALL=(ALL) ALL\n`);
    const refused = await bancada('up', 'tiny');
    expect(refused.code).toBe(69);
    expect(refused.stderr).toContain('sudo asks for a password where there is no terminal to ask in');

    for (const [words, last] of [
      ['up tiny --no-check', 'tiny is up'],
      ['destroy tiny --yes', 'nothing is left of tiny'],
    ] as const)
      expect(
        await inTerminal(
          `runuser -u ${user} -- ./bancada ${words}`,
          { asked: /password for/, answer: password },
          { cwd: checkout, env: environment() },
        ),
      ).toContain(last);
    expect(await notTheirs()).toBe('');
  },
);
