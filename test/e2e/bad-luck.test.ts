import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { execa } from 'execa';
import { describe, expect, onTestFinished, test } from 'vitest';
import { packageRoot } from '../../src/ports/files.ts';
import { quote } from '../../src/ssh/quote.ts';
import type { PlanResult } from '../../src/verbs/results.ts';
import { bancadaAt, saidBy, type Said } from '../support/bancada.ts';
import { hostState, lastingDifferences } from '../support/host-state.ts';
import { cache } from '../support/small-labs.ts';
import { smallProject, type SmallProject, type UpLine } from '../support/small-project.ts';
import { inTerminal } from '../support/terminal.ts';
import { temporaryFolder } from '../support/temporary.ts';

const good = ({ code, stdout, stderr }: Said): void => expect(code, stdout.slice(-2000) + stderr).toBe(0);
const bad = ({ code, stderr }: Said, expected: number, ...words: readonly string[]): void => {
  expect(code, stderr).toBe(expected);
  for (const word of words) expect(stderr).toContain(word);
};

/** The lab comes up, and nothing is left to do. */
const comesUp = async (project: SmallProject): Promise<void> => {
  good(await project.bancada('up'));
  const plan = (await project.bancada('plan', '--json')).json<PlanResult>();
  expect(plan.changes).toEqual([]);
  expect(plan.machines.filter(({ action }) => action !== 'keep')).toEqual([]);
};

const starts =
  (phase: string) =>
  (line: UpLine): boolean =>
    line.type === 'phase-started' && line.phase === phase;

type Moment = readonly [string, (line: UpLine) => boolean];
const aMachineBoots: Moment = ['a machine boots', starts('machine')];
const aMachineIsChanged: Moment = ['a machine is changed', ({ type }) => type === 'change-applied'];
/** Moments of `up`, in their order. */
const everyMoment: readonly Moment[] = [
  ['the layers are looked for', starts('image')],
  ['the networks are made', starts('network')],
  aMachineBoots,
  ['a machine is compared', starts('provision')],
  aMachineIsChanged,
  ['services are waited for', starts('ready')],
  ['checks run', starts('check')],
];
/** More of them only when all tests are asked for: they take a minute. After the last one `up` may be the quicker. */
const moments =
  process.env['BANCADA_TEST_ALL'] === undefined ? [aMachineBoots, aMachineIsChanged] : everyMoment.slice(0, -1);

const asRoot = (...words: readonly [string, ...string[]]): readonly [string, ...string[]] =>
  process.getuid?.() === 0 ? words : ['sudo', '-n', ...words];

describe('up', () => {
  test('says which port is taken, and by whom, and comes up once it is free', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void taken.close());
    const address = taken.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    const project = await smallProject('taken', cache.replace('to: memcached', `to: memcached, listen: ${port}`));
    bad(
      await project.bancada('up'),
      69,
      `port ${port} of this computer is taken by node, pid ${String(process.pid)}`,
      'end that program, or give the visitors another `listen`',
    );
    await new Promise((resolve) => taken.close(resolve));
    await comesUp(project);
  });

  test('names whoever works on the lab already, who is not disturbed', async () => {
    const project = await smallProject('busy', cache);
    const first = project.startUp();
    await first.said(aMachineBoots[1]);
    process.kill(first.pid, 'SIGSTOP');
    const others = await Promise.all([
      project.bancada('up'),
      project.bancada('down'),
      project.bancada('destroy', '--yes'),
    ]);
    process.kill(first.pid, 'SIGCONT');
    for (const other of others)
      bad(other, 75, `lab busy is busy: \`up\` is running on it (process ${String(first.pid)})`);
    good(await first.ended);
  });

  test('says which service is not ready, and what was seen instead', async () => {
    const project = await smallProject('waiting', cache);
    await comesUp(project);
    const sleepInstead = String.raw`
      mkdir -p /etc/systemd/system/memcached.service.d
      printf '[Service]\nExecStart=\nExecStart=/bin/sleep infinity\n' > /etc/systemd/system/memcached.service.d/x.conf
      systemctl daemon-reload && systemctl restart memcached`;
    good(await project.bancada('exec', '-m', 'one', '--', 'sh', '-c', sleepInstead));
    bad(await project.bancada('up', '--timeout', '1s'), 4, 'memcached answers on', 'refused');
  });

  test('says which program is missing, and begins nothing', async () => {
    const project = await smallProject('lacking', cache);
    // In a mount namespace of its own, where that program's file is none that can be run.
    const hide = 'mount --bind /dev/null "$(command -v systemd-nspawn)" && exec "$@"';
    const through = asRoot('unshare', '--mount', 'sh', '-c', hide, 'sh');
    const said = await bancadaAt({ ...project.standing, through }, 'up', 'lacking');
    bad(said, 69, 'systemd-nspawn is not installed (package systemd-container)', 'up --setup');
    expect(await readdir(project.standing.directory)).toEqual(['topology']);
  });

  test('asks before it changes this computer, with the very commands, and runs those', async () => {
    const project = await smallProject('asking', cache);
    const { directory } = project.standing;
    const at = (name: string): string => join(directory, name);
    // In a mount namespace of its own, where that program is none that can be run until its package is installed.
    const hide = 'export hidden="$(command -v systemd-nspawn)"; mount --bind /dev/null "$hidden" && exec "$@"';
    await mkdir(at('tools'));
    await writeFile(at('tools/apt-get'), installer(at('calls'), at('offline')), { mode: 0o755 });
    const path = `PATH=${at('tools')}:${process.env['PATH'] ?? ''}`;
    const through = asRoot('unshare', '--mount', 'env', path, 'sh', '-c', hide, 'sh');
    const answering = (answer: string): Promise<string> =>
      inTerminal(
        quote([...through, join(packageRoot(), 'bancada'), 'up', 'asking', '--no-check']),
        { asked: /\[y\/N\]/, answer },
        { cwd: directory, env: { ...project.standing.environment, BANCADA_LANG: 'en', NO_COLOR: '1' } },
      );

    const refused = await answering('n');
    expect(refused).toContain('Run these commands as root?');
    const commands = [...refused.matchAll(/^ {2}(apt-get .*?)\r?$/gm)].map(([, command]) => command);
    expect(commands).toEqual(['apt-get update', 'apt-get install --yes --no-install-recommends systemd-container']);
    expect(refused).toContain('systemd-nspawn is not installed');
    expect((await readdir(directory)).toSorted()).toEqual(['tools', 'topology']);

    await writeFile(at('offline'), '');
    const offline = await bancadaAt({ ...project.standing, through }, 'up', 'asking', '--setup');
    bad(offline, 69, 'setting up this computer failed: apt-get update', 'E: no network', 'run that command by hand');
    await rm(at('offline'));
    await rm(at('calls'));

    expect(await answering('y')).toContain('asking is up');
    expect((await readFile(at('calls'), 'utf8')).trim().split('\n')).toEqual(commands);
  });

  test('says when the kernel has no room for so many machines; --setup makes some, and the last lab’s end takes it back', async () => {
    const project = await smallProject('crowded', cache);
    const own = await temporaryFolder();
    const limit = join(own, 'limit');
    await writeFile(limit, '5\n');
    await mkdir(join(own, 'labs'));
    // In a mount namespace of its own, where the limit is a file of ours and there is no other lab.
    const fake = `mkdir -p /var/lib/bancada/labs
      mount --bind "$1/limit" /proc/sys/fs/inotify/max_user_instances
      mount --bind "$1/labs" /var/lib/bancada/labs
      shift && exec "$@"`;
    const through = asRoot('unshare', '--mount', 'sh', '-ec', fake, 'sh', own);
    const bancada = (...words: readonly string[]) => bancadaAt({ ...project.standing, through }, ...words);
    onTestFinished(async () => {
      await bancada('destroy', 'crowded', '--yes');
    });
    bad(await bancada('up', 'crowded'), 69, 'max_user_instances is 5, and', 'programs that watch files', 'up --setup');
    const general = await bancada('doctor');
    expect([general.code, general.stdout]).toEqual([0, expect.stringContaining('enough for 0 machines at once')]);
    const { code, stdout } = await bancada('doctor', 'crowded');
    expect([code, stdout]).toEqual([69, expect.stringContaining('sudo sysctl -w fs.inotify.max_user_instances=1024')]);
    const up = await bancada('up', 'crowded', '--setup', '--no-check');
    good(up);
    expect(up.stderr).toContain('put back when the last lab is destroyed');
    expect(up.stderr).toContain('sooner back: sudo sysctl -w fs.inotify.max_user_instances=5');
    expect(await readFile(limit, 'utf8')).toBe('1024\n');
    good(await bancada('destroy', 'crowded', '--yes'));
    expect(await readFile(limit, 'utf8')).toBe('5\n');

    // What an `up` leaves that is killed before it has begun its lab: limits raised for nobody.
    const [enter, ...entering] = [...through, process.execPath, join(packageRoot(), 'dist/root.js')];
    const order = { operation: 'raise', limits: [{ key: 'fs.inotify.max_user_instances', value: 1024 }] };
    for (const [verb, ...words] of [
      ['destroy', 'crowded', '--yes'],
      ['doctor', '--setup'],
    ] as const) {
      // Its input stays open until it has answered.
      const raising = execa(enter, entering, { stdin: 'pipe' });
      raising.stdin.write(`${JSON.stringify(order)}\n`);
      await raising;
      expect(await readFile(limit, 'utf8')).toBe('1024\n');
      if (verb === 'doctor') expect((await bancada(verb)).stdout).toContain('fs.inotify.max_user_instances (5 → 1024)');
      const { code, stderr } = await bancada(verb, ...words);
      expect([code, stderr]).toEqual([verb === 'doctor' ? 0 : 4, expect.stringContaining('are what they were')]);
      expect(await readFile(limit, 'utf8')).toBe('5\n');
    }
  });

  test('says that it needs root, and begins nothing', async () => {
    const checkout = await openCheckout();
    bad(await asNobody(checkout, 'up', 'survey'), 69, 'no root');
    expect((await readdir(checkout)).sort()).toEqual(['dist', 'package.json', 'topology']);
  });
});

/** An `apt-get` that notes down how it is called, fails while a file is there, and shows the program that was hidden. */
const installer = (calls: string, offline: string): string => `#!/bin/sh
echo "apt-get $*" >>${quote([calls])}
if test -e ${quote([offline])}; then echo 'E: no network' >&2; exit 100; fi
case "$*" in *systemd-container) umount "$hidden" ;; esac
`;

/** What of this checkout is needed to use the command line, in a folder where everybody may do everything. */
const openCheckout = async (): Promise<string> => {
  const folder = await temporaryFolder();
  for (const each of ['dist', 'package.json', 'topology'])
    await cp(join(packageRoot(), each), join(folder, each), { recursive: true });
  await execa('chmod', ['-R', 'a+rwX', folder]);
  return folder;
};

/** Uses the command line as a user who may do nothing, with no terminal in which sudo could ask. */
const asNobody = async (checkout: string, ...words: readonly string[]): Promise<Said> => {
  const user = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--'] as const;
  const home = ['env', `XDG_STATE_HOME=${join(checkout, 'state')}`, 'BANCADA_LANG=en'];
  const [program, ...argv] = asRoot(...user, ...home, process.execPath, join(checkout, 'dist', 'bancada.js'));
  return saidBy(
    await execa(program, [...argv, ...words], { cwd: checkout, reject: false, stdin: 'ignore', detached: true }),
  );
};

describe('Ctrl-C', () => {
  test.each(moments)('once while %s: it stops, and goes on the next time', async (_, moment) => {
    const project = await smallProject('interrupted', cache);
    const up = project.startUp();
    await up.said(moment);
    up.pressCtrlC();
    bad(await up.ended, 130, 'interrupted', 'bancada up interrupted');
    await comesUp(project);
  });

  test.each(moments)('twice while %s: it leaves at once, and the next time mends it', async (_, moment) => {
    const project = await smallProject('left', cache);
    const up = project.startUp();
    await up.said(moment);
    up.pressCtrlC();
    await pause(20);
    const pressed = performance.now();
    up.pressCtrlC();
    expect((await up.ended).code).toBe(130);
    expect(performance.now() - pressed).toBeLessThan(2000);
    await comesUp(project);
  });
});

describe('kill -9', () => {
  test('of a machine that is being set up is told, and mended by the next up', async () => {
    const project = await smallProject('dead', cache);
    const up = project.startUp('--timeout', '10s');
    await up.said(aMachineIsChanged[1]);
    const [program, ...argv] = asRoot('kill', '-9', ...(await processesOf(await project.id(), 'one')));
    // Some of them end with others.
    await execa(program, argv, { reject: false });
    bad(await up.ended, 4, 'one');
    await comesUp(project);
  });
});

/** Processes of a lab's machine, or of the whole lab, as this computer numbers them. */
const processesOf = async (id: string, machine?: string): Promise<readonly string[]> => {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const groups = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cgroup`, 'utf8').catch(() => '')));
  const group = new RegExp(machine === undefined ? `bancada-${id}\\b` : `bancada-${id}\\b.*machine-${machine}\\b`);
  return pids.filter((_, index) => group.test(groups[index] ?? ''));
};

describe('state', () => {
  test('that is damaged, newer or somebody else’s is told and kept; destroy works where it may', async () => {
    const project = await smallProject('state', cache);
    good(await project.bancada('up', '--no-check'));
    const path = join(project.labFolder, 'lab.json');
    const content = await readFile(path, 'utf8');
    const lab = JSON.parse(content) as object;
    const refused = async (text: string, code: number, ...words: readonly string[]): Promise<void> => {
      await writeFile(path, text);
      const verbs = [['up'], ['status'], ['down'], ...(code === 69 ? [] : [['destroy', '--yes']])] as const;
      const said = await Promise.all(verbs.map(([verb = '', ...rest]) => project.bancada(verb, ...rest)));
      for (const each of said) bad(each, code, path, ...words);
      expect(await readFile(path, 'utf8')).toBe(text);
    };
    await refused(JSON.stringify({ ...lab, owner: { uid: 12345, name: 'maria' } }), 77, 'run the command as maria');
    await refused(JSON.stringify({ ...lab, version: 99 }), 69, 'use the Bancada that brought this lab up');
    bad(await project.bancada('destroy', '--yes'), 69, 'use the Bancada that brought this lab up');
    await refused(content.slice(0, 100), 69, 'is damaged', 'bancada destroy state');
    await writeFile(path, content);
    // Nor does a role of the project's own that somebody has broken keep it from being seen, and ended.
    await mkdir(join(project.standing.directory, 'roles/broken'), { recursive: true });
    await writeFile(join(project.standing.directory, 'roles/broken/role.mjs'), 'throw new Error("broken");\n');
    good(await bancadaAt(project.standing, 'trust'));
    bad(await project.bancada('validate'), 65, 'roles/broken/role.mjs');
    expect((await bancadaAt(project.standing, 'list')).stdout).toMatch(/state +running/);
    good(await project.bancada('down'));
    good(await project.bancada('destroy', '--yes'));
    bad(await project.bancada('destroy', '--yes'), 4, 'state is not up');
  });

  test('whose folder, topology and registry are gone is still destroyed', async () => {
    const before = await hostState();
    const project = await smallProject('lost', cache);
    const { directory } = project.standing;
    const ids = new Set<string>();
    const losses = [['.bancada'], ['.bancada', 'state'], ['.bancada', 'topology/lost.yaml', 'state']];
    for (const [index, lost] of losses.entries()) {
      good(await project.bancada('up', '--no-check'));
      const id = await project.id();
      ids.add(id);
      for (const path of lost) await rm(join(directory, path), { recursive: true });
      if (index === 0) {
        // Nobody knows its keys any more, so it is given others.
        const planned = (await project.bancada('plan', '--json')).json<PlanResult>();
        expect(planned).toMatchObject({ machines: [{ name: 'one', action: 'restart' }], unread: ['one'], changes: [] });
      }
      // Once by its id, as somebody would from another project.
      good(
        await (index === 1 ? bancadaAt(project.standing, 'destroy', id, '--yes') : project.bancada('destroy', '--yes')),
      );
    }
    expect(ids.size).toBe(3);
    expect(await lastingDifferences(before, { ids })).toEqual([]);
  });

  test('that may not be read is told, and whose it is matters', async () => {
    const checkout = await openCheckout();
    await mkdir(join(checkout, '.bancada'), { mode: 0o700 });
    for (const verb of ['status', 'down', 'plan', 'destroy'])
      bad(await asNobody(checkout, verb, 'survey'), 77, `cannot read ${join(checkout, '.bancada')}`, 'as its owner');
  });
});

test('a computer that was started anew: status says so, up goes on, and what was on the disks is there', async () => {
  const project = await smallProject('rebooted', cache);
  const { directory } = project.standing;
  good(await project.bancada('up', '--no-check'));
  const id = await project.id();
  good(await project.bancada('exec', '-m', 'one', '--', 'sh', '-c', 'echo kept > /root/note; sync'));
  // What goes with a boot: every process, and what lies in memory. The next one has another id.
  const [kill, ...argv] = asRoot('kill', '-9', ...(await processesOf(id)));
  await execa(kill, argv, { reject: false });
  const [remove, ...paths] = asRoot('rm', '-rf', `/run/bancada/${id}`);
  await execa(remove, paths);
  const boot = join(directory, 'boot');
  await writeFile(boot, '00000000-0000-4000-8000-000000000000\n');
  const another = 'mount --bind "$1" /proc/sys/kernel/random/boot_id && shift && exec "$@"';
  const through = asRoot('unshare', '--mount', 'sh', '-c', another, 'sh', boot);
  const bancada = (...words: readonly string[]) => bancadaAt({ ...project.standing, through }, ...words);
  const status = await bancada('status', 'rebooted');
  good(status);
  expect(status.stdout).toContain('this computer was started anew since');
  good(await bancada('up', 'rebooted'));
  expect((await bancada('exec', 'rebooted', '-m', 'one', '--', 'cat', '/root/note')).stdout).toContain('kept');
  expect((await bancada('status', 'rebooted')).stdout).not.toContain('started anew');
  good(await bancada('down', 'rebooted'));
  expect((await project.bancada('status')).stdout).not.toContain('started anew');
  good(await bancada('destroy', 'rebooted', '--yes'));
});
