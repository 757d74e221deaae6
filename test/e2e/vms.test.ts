import { existsSync } from 'node:fs';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LabEvent } from '../../src/model/event.ts';
import type { PlanResult, StatusResult, UpResult } from '../../src/verbs/results.ts';
import { startAt, type Said } from '../support/bancada.ts';
import { figures, rotatingSeed } from '../support/seed.ts';
import { pair } from '../support/small-labs.ts';
import { luckOf, struckAt } from '../support/virtualbox/luck.ts';
import { vagrantsOf, vmProject, type VmProject } from '../support/virtualbox/project.ts';

/*
 * A lab on VMs: real Vagrant, real SSH, real services; only VirtualBox is a stand-in (test/support/virtualbox).
 */

const isRoot = process.getuid?.() === 0;
const isWhole = process.env['BANCADA_TEST_ALL'] !== undefined;

const resultOf = (said: Said): UpResult => {
  const result = said.lines<{ readonly type: string } & UpResult>().find(({ type }) => type === 'result');
  expect(result?.checks.filter(({ verdict }) => verdict !== 'pass') ?? []).toEqual([]);
  expect(said.code, said.stdout.slice(-3000) + said.stderr).toBe(0);
  if (result === undefined) throw new Error(`no result in ${said.stdout}`);
  return result;
};

/** What was begun and ended of machines, in its order: `lb provision started`. */
const edgesOf = (said: Said): readonly string[] =>
  said
    .lines<LabEvent>()
    .flatMap((event) =>
      'phase' in event && event.machine !== undefined
        ? [`${event.machine} ${event.phase} ${event.type.replace('phase-', '')}`]
        : [],
    );

describe.skipIf(!isRoot)('a lab on VMs, as root', () => {
  let project: VmProject;
  let brought: UpResult;

  const vagrant = (...words: readonly string[]) =>
    project.computer.run(
      'env',
      ...[
        `BANCADA_PROJECT=${project.standing.directory}`,
        `VAGRANT_DOTFILE_PATH=${project.standing.directory}/.vagrant`,
      ],
      ...['vagrant', ...words],
    );
  const plan = async (): Promise<PlanResult> => (await project.bancada('plan', '--json')).json<PlanResult>();
  const vmOf = async (machine: string): Promise<string> =>
    new RegExp(`"(bancada-\\w+-pair-${machine})"`).exec(await project.vboxManage('list', 'vms'))?.[1] ?? '';
  /** Calls of Vagrant about machines; a look at its version is none. */
  const machineCalls = async (): Promise<readonly string[]> =>
    (await project.computer.vagrantCalls()).filter((call) => !call.startsWith('--version'));
  const allPass = ({ checks }: UpResult): void => {
    expect(checks.filter(({ verdict }) => verdict !== 'pass')).toEqual([]);
  };

  beforeAll(async () => {
    project = await vmProject('pair', pair);
  });
  afterAll(() => project[Symbol.asyncDispose]());

  test('plain Vagrant says what to run first', async () => {
    expect((await vagrant('status')).stderr).toContain('./bancada up survey --on vms');
  });

  test('doctor tells what is there, what does not fit, and that root’s VMs show in nobody’s window', async () => {
    const doctor = (): Promise<Said> => project.bancada('doctor', '--on', 'vms');
    const fit = await doctor();
    expect(fit.stdout).toContain('VirtualBox 7.0.20 is installed');
    expect(fit.stdout).toMatch(/Vagrant 2\.\d+\.\d+ is installed/);
    expect(fit.stdout).toContain('this is root: its VMs do not show');
    expect(fit.code, fit.stdout).toBe(0);
    await project.vboxManage('stand-in-version', '99.1.0r1');
    const unfit = await doctor();
    await project.vboxManage('stand-in-version', '7.0.20r163906');
    expect(unfit.code).toBe(69);
    expect(unfit.stdout).toContain('VirtualBox 99.1.0 needs Vagrant 2.4.9 or newer');
  });

  test.skipIf(!isWhole)('a box download that stands still is given up, also by Ctrl-C (in --all)', async () => {
    project.catalog.serve('stalled');
    const running = startAt(project.standing, 'up', 'pair', '--on', 'vms', '--json');
    await expect
      .poll(() => project.catalog.asked().some(({ asked }) => asked === 'box'), { timeout: 30_000 })
      .toBe(true);
    const interrupted = performance.now();
    process.kill(-(running.pid ?? 0), 'SIGINT');
    expect((await running).exitCode).toBe(130);
    // Sooner than Vagrant would be killed: with it goes the download that it waits for.
    expect(performance.now() - interrupted).toBeLessThan(15_000);
    const said = await project.up();
    expect(said.code, said.stdout.slice(-2000)).toBe(4);
    expect(said.stdout).toContain('"code":"box-download"');
  });

  test('a box download that is cut off is told', async () => {
    project.catalog.serve('cut');
    const said = await project.up();
    expect(said.code).toBe(4);
    expect(said.stdout).toContain('"code":"box-download"');
    expect(said.stdout).toContain('Progress: ');
    expect(project.catalog.asked().at(-1)).toMatchObject({ asked: 'box' });
    project.catalog.serve('whole');
  });

  test('goes on where the download stopped, comes up in one call of Vagrant, and every check passes', async () => {
    await project.computer.vagrantCalls();
    const said = await project.up();
    expect(await machineCalls()).toHaveLength(1);
    const asked = project.catalog.asked().filter((each) => each.asked === 'box');
    expect(asked.map(({ from }) => from > 0)).toEqual([true]);
    brought = resultOf(said);
    allPass(brought);
    expect(said.stdout).toContain('"code":"virtualbox-as-root"');
    // VirtualBox boots them one after the other; the first one is provisioned meanwhile, and once.
    const edges = edgesOf(said);
    expect(edges.indexOf('lb provision started')).toBeLessThan(edges.indexOf('db machine finished'));
    expect(edges.filter((edge) => edge.endsWith('provision started'))).toHaveLength(2);
    expect(brought.checks.map(({ id }) => id).some((id) => id.startsWith('tunnel:'))).toBe(true);
    expect(brought.published).toMatchObject([{ url: 'http://192.168.56.10:80' }]);
  });

  test('nothing is to change, and nobody has to wait to hear so', async () => {
    expect((await plan()).changes).toEqual([]);
    const started = performance.now();
    expect(resultOf(await project.up('--no-check')).changes).toEqual([]);
    expect(performance.now() - started).toBeLessThan(10_000);
    const other = await project.bancada('plan', '--box', 'ana/own');
    expect(other).toMatchObject({ code: 64 });
    expect(other.stderr).toContain('the machines of pair were made from debian-12');
    // Asked only whether it fits VirtualBox: Vagrant alone would take longer.
    expect(await project.computer.vagrantCalls()).toEqual(['--version']);
    const { machines } = (await project.bancada('status', '--json')).json<StatusResult>();
    expect(machines.flatMap(({ services }) => services).filter(({ state }) => state !== 'ready')).toEqual([]);
    // Who looks where the machines were last finds them also where they are by now.
    const path = join(project.labFolder, 'bindings.json');
    const known = await readFile(path, 'utf8');
    const moved = known.replace(/("port": ?)\d+(,\s*"user")/, '$19$2');
    expect(moved).not.toBe(known);
    await writeFile(path, moved);
    const found = (await project.bancada('status', '--json')).json<StatusResult>();
    await writeFile(path, known);
    expect(found.machines.flatMap(({ services }) => services.map(({ state }) => state))).not.toContain('unknown');
    // Who only looks does not start it at all, and nobody was asked for a newer box.
    expect(await project.computer.vagrantCalls()).toEqual([]);
    expect(project.catalog.asked()).toEqual([]);
  });

  test('plain Vagrant knows the machines, and enters them by the lab’s key', async () => {
    expect((await vagrant('validate')).stdout).toContain('validated successfully');
    expect((await vagrant('status')).stdout).toMatch(/pair-lb +running \(virtualbox\)\n+pair-db +running/);
    const { stdout } = await vagrant('ssh', 'pair-lb', '--command', 'hostname; ls /sys/class/net');
    expect(stdout.split(/\s+/)).toEqual(expect.arrayContaining(['lb', 'lan', 'internet', 'vpn']));
    const keys = (await project.bancada('exec', '-m', 'lb', '--', 'cat', '/home/vagrant/.ssh/authorized_keys')).stdout;
    expect(keys).not.toContain('vagrant insecure public key');
    expect(keys.trim()).toMatch(/^ssh-ed25519 [^\n]+$/);
  });

  test.skipIf(!isWhole)('a VM that somebody turned off is noticed, and started as it was (in --all)', async () => {
    const onBalancer = async (...argv: readonly string[]): Promise<string> => {
      const { code, stdout, stderr } = await project.bancada('exec', '-m', 'lb', '--', ...argv);
      expect(code, stdout + stderr).toBe(0);
      return stdout;
    };
    await onBalancer('sh', '-c', 'echo kept > /root/note; sync');
    const watching = startAt(project.standing, 'status', 'pair', '--watch', '--json');
    let seen = '';
    watching.stdout.on('data', (chunk: Buffer) => (seen += String(chunk)));
    await expect.poll(() => seen, { timeout: 30_000 }).toContain('"state":"running"');
    await project.vboxManage('controlvm', await vmOf('lb'), 'poweroff');
    // Who was connected goes on, and sees it.
    await expect.poll(() => seen, { timeout: 30_000 }).toContain('"state":"stopped"');
    process.kill(-(watching.pid ?? 0), 'SIGINT');
    expect([0, 130]).toContain((await watching).exitCode);
    expect((await plan()).machines).toMatchObject([
      { name: 'lb', action: 'start' },
      { name: 'db', action: 'keep' },
    ]);
    allPass(resultOf(await project.up()));
    expect(await onBalancer('cat', '/root/note')).toContain('kept');
  });

  test.skipIf(!isWhole)('goes down and comes up again (in --all)', async () => {
    expect((await project.bancada('down')).code).toBe(0);
    expect(await project.vboxManage('list', 'runningvms')).toBe('');
    allPass(resultOf(await project.up()));
  });

  test.skipIf(!isWhole)('Ctrl-C as a VM shuts down leaves it to that; up waits, and starts it (in --all)', async () => {
    const slowly = ['systemd-run', '--unit=slow', '-p', 'ExecStop=/bin/sleep 15', 'sleep', 'infinity'];
    expect((await project.bancada('exec', '-m', 'db', '--', ...slowly)).code).toBe(0);
    const down = startAt(project.standing, 'down', 'pair', '--json');
    const dbIsMet = async (): Promise<number> => (await project.bancada('exec', '-m', 'db', '--', 'true')).code;
    await expect.poll(dbIsMet, { timeout: 30_000 }).not.toBe(0);
    process.kill(-(down.pid ?? 0), 'SIGINT');
    expect((await down).exitCode).toBe(130);
    expect(await project.vboxManage('list', 'runningvms')).toContain('-db"');
    expect((await plan()).machines).toMatchObject([{}, { name: 'db', action: 'restart' }]);
    allPass(resultOf(await project.up()));
  });

  test.skipIf(!isWhole)(
    'plain Vagrant halts its machines and brings them up again as they were (in --all)',
    async () => {
      expect((await vagrant('halt', 'pair-lb')).code).toBe(0);
      expect((await plan()).machines).toMatchObject([{ name: 'lb', action: 'start' }, { action: 'keep' }]);
      expect((await vagrant('up', 'pair-lb')).code).toBe(0);
      expect((await plan()).machines).toMatchObject([{ action: 'keep' }, { action: 'keep' }]);
      allPass(resultOf(await project.up()));
    },
  );

  test.skipIf(!isWhole).each(['temp_clone_', '-db"'])(
    'Vagrant is killed while VirtualBox has a VM called %s: the next run completes it (in --all)',
    async (name) => {
      await project.vboxManage('controlvm', await vmOf('db'), 'poweroff');
      await project.vboxManage('unregistervm', await vmOf('db'), '--delete');
      const running = startAt(project.standing, 'up', 'pair', '--json');
      await expect.poll(() => project.vboxManage('list', 'vms'), { timeout: 60_000, interval: 20 }).toContain(name);
      for (const pid of await vagrantsOf(project.standing.directory)) process.kill(pid, 'SIGKILL');
      const { exitCode, stdout } = await running;
      expect(exitCode, stdout.slice(-2000)).toBe(4);
      allPass(resultOf(await project.up()));
    },
  );

  test.skipIf(!isWhole)(
    'a clone that Vagrant died over before it knew which VM that is does not stay (in --all)',
    async () => {
      await project.vboxManage('controlvm', await vmOf('db'), 'poweroff');
      await project.vboxManage('unregistervm', await vmOf('db'), '--delete');
      await project.vboxManage('stand-in-late', 'clonevm');
      const running = startAt(project.standing, 'up', 'pair', '--json');
      const vms = (): Promise<string> => project.vboxManage('list', 'vms');
      await expect.poll(vms, { timeout: 60_000, interval: 20 }).toContain('temp_clone_');
      for (const pid of await vagrantsOf(project.standing.directory)) process.kill(pid, 'SIGKILL');
      expect((await running).exitCode).toBe(4);
      expect(await vms()).toContain('temp_clone_');
      allPass(resultOf(await project.up()));
      expect(await vms()).not.toContain('temp_clone_');
    },
  );

  test.skipIf(!isWhole)('what was cut off while a VM was made is completed by the next run (in --all)', async () => {
    const cutOff = async (end: (pid: number) => void): Promise<number | undefined> => {
      await project.vboxManage('controlvm', await vmOf('db'), 'poweroff');
      await project.vboxManage('unregistervm', await vmOf('db'), '--delete');
      const running = startAt(project.standing, 'up', 'pair', '--json');
      for (let name = ''; name === ''; name = await vmOf('db'))
        await new Promise((resolve) => setTimeout(resolve, 200));
      end(running.pid ?? 0);
      return (await running).exitCode;
    };
    expect(await cutOff((pid) => process.kill(-pid, 'SIGINT'))).toBe(130);
    allPass(resultOf(await project.up()));
    // Vagrant outlives it for a moment, and is waited for.
    await cutOff((pid) => process.kill(-pid, 'SIGKILL'));
    allPass(resultOf(await project.up()));
  });

  test.skipIf(!isWhole)('a VM that vanishes while it is provisioned is told, and made again (in --all)', async () => {
    const vanish = async (): Promise<void> => {
      await project.vboxManage('controlvm', await vmOf('db'), 'poweroff');
      await project.vboxManage('unregistervm', await vmOf('db'), '--delete');
    };
    await vanish();
    const running = startAt(project.standing, 'up', 'pair', '--json');
    let told = '';
    running.stdout.on('data', (chunk: Buffer) => (told += String(chunk)));
    await expect.poll(() => told, { timeout: 120_000, interval: 50 }).toMatch(/"type":"change[^\n]*"machine":"db"/);
    await vanish();
    const { exitCode, stdout } = await running;
    expect(exitCode, stdout.slice(-2000)).toBe(4);
    expect(stdout).toMatch(/"type": ?"error"[^\n]*\bdb\b/);
    expect(stdout).not.toMatch(/"fault": ?"bug"/);
    allPass(resultOf(await project.up()));
  });

  test.skipIf(!isWhole)('Ctrl-C once while a VM boots ends what is under way, and up goes on (in --all)', async () => {
    await project.vboxManage('controlvm', await vmOf('db'), 'poweroff');
    const running = startAt(project.standing, 'up', 'pair', '--json');
    const vms = (): Promise<string> => project.vboxManage('list', 'runningvms');
    await expect.poll(vms, { timeout: 60_000, interval: 200 }).toContain('-db"');
    process.kill(-(running.pid ?? 0), 'SIGINT');
    const { exitCode, stdout } = await running;
    expect(exitCode, stdout.slice(-2000)).toBe(130);
    expect(stdout).toMatch(/"code": ?"interrupted"/);
    // Who waits for Vagrant leaves nobody behind who still works on the lab.
    expect(await vagrantsOf(project.standing.directory)).toEqual([]);
    allPass(resultOf(await project.up()));
  });

  test.skipIf(!isWhole)('Ctrl-C twice while a VM boots leaves at once, and up goes on (in --all)', async () => {
    await project.vboxManage('controlvm', await vmOf('db'), 'poweroff');
    const running = startAt(project.standing, 'up', 'pair', '--json');
    const isRunning = async (): Promise<string> => project.vboxManage('list', 'runningvms');
    await expect.poll(isRunning, { timeout: 60_000, interval: 200 }).toContain('-db"');
    process.kill(-(running.pid ?? 0), 'SIGINT');
    await new Promise((resolve) => setTimeout(resolve, 300));
    const asked = performance.now();
    process.kill(-(running.pid ?? 0), 'SIGINT');
    expect((await running).exitCode).toBe(130);
    expect(performance.now() - asked).toBeLessThan(4000);
    allPass(resultOf(await project.up()));
  });

  test.skipIf(!isWhole)(
    'a second run is told of the first; refusals of VirtualBox are told in our words (in --all)',
    async () => {
      await project.vboxManage('controlvm', await vmOf('db'), 'poweroff');
      await project.vboxManage('stand-in-complain', 'startvm', '1', 'VT-x is not available (VERR_VMX_NO_VMX)');
      const first = project.up();
      const holders = (): Promise<readonly string[]> => readdir(join(project.labFolder, 'lock')).catch(() => []);
      await expect.poll(holders, { timeout: 60_000, interval: 50 }).not.toEqual([]);
      expect((await project.up()).code).toBe(75);
      // Vagrant tries to start a machine three times.
      const complaints = ['stand-in-complain', 'startvm', '1', 'VT-x is not available (VERR_VMX_NO_VMX)'] as const;
      for (let more = 0; more < 2; more += 1) await project.vboxManage(...complaints);
      const said = await first;
      expect(said.code, said.stdout.slice(-2000)).toBe(69);
      expect(said.stdout).toContain('"code":"virtualization-off"');
      allPass(resultOf(await project.up()));
    },
  );

  test('destroy leaves nothing, also where half of it is gone, and after one at which something went wrong', async () => {
    await project.vboxManage('controlvm', await vmOf('lb'), 'poweroff');
    await project.vboxManage('unregistervm', await vmOf('lb'), '--delete');
    // Which of all that may go wrong, the seed says; all of it goes wrong at every call in vm-calls.test.ts.
    const seed = rotatingSeed();
    const [call, what] = [1 + (Math.floor(seed / 6) % 8), luckOf(false)[seed % 6]!];
    const { struck, said } = await struckAt(project, { call, what }, 'destroy', 'pair', '--yes', '--json');
    figures(`destroy, call ${String(call)} ${what} (seed ${String(seed)}): it ended with ${String(said.code)}`);
    expect(struck).toBe(true);
    expect(said.stdout).not.toMatch(/"fault": ?"bug"/);
    // It may all be gone already.
    const again = await project.bancada('destroy', '--yes');
    expect([0, 4], again.stderr).toContain(again.code);
    expect(await project.vboxManage('list', 'vms')).not.toContain('-pair-');
    expect(await project.vboxManage('list', 'hostonlyifs')).toBe('');
    expect(existsSync(project.labFolder)).toBe(false);
    // Vagrant itself keeps a `default` where a Vagrantfile has no machines.
    const kept = await readdir(join(project.standing.directory, '.vagrant', 'machines'));
    expect(kept.filter((name) => name !== 'default')).toEqual([]);
  });
});
