import { existsSync } from 'node:fs';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PlanResult } from '../../src/verbs/results.ts';
import { startAt, type Said } from '../support/bancada.ts';
import { counted, exhaustive, rotatingSeed } from '../support/seed.ts';
import { cache } from '../support/small-labs.ts';
import { vagrantsOf, vmProject, type VmProject } from '../support/virtualbox/project.ts';

/*
 * Something goes wrong at each call that VirtualBox receives while a lab of one VM is made: it fails, or it is done and all who
 * work on it are killed before they hear of that. Of each call one of the two, and then `up` or `destroy`: the seed says
 * which, and its three neighbours have the others.
 */

const isRoot = process.getuid?.() === 0;

describe.skipIf(!isRoot || !exhaustive)('every call of VirtualBox, as root (in --all)', () => {
  let project: VmProject;
  const seed = rotatingSeed();
  const numbers = { what: 'misfortunes at calls of VirtualBox', count: 0, failed: 0, seed };
  const started = performance.now();

  const good = ({ code, stdout, stderr }: Said, why: string): void =>
    expect(code, `${why}: ${stdout.slice(-2000)}${stderr}`).toBe(0);
  const killAll = async (running: ReturnType<typeof startAt>): Promise<void> => {
    running.kill('SIGKILL');
    // Who has nobody to talk to any more may have ended meanwhile.
    for (const pid of await vagrantsOf(project.standing.directory))
      await execa('kill', ['-KILL', String(pid)], { reject: false });
    await project.vboxManage('stand-in-release');
    await running;
  };
  const nothingIsLeft = async (why: string): Promise<void> => {
    expect(await project.vboxManage('list', 'vms'), why).not.toMatch(/-calls-|temp_clone_/);
    expect(await project.vboxManage('list', 'hostonlyifs'), why).toBe('');
    expect(existsSync(project.labFolder), why).toBe(false);
  };

  /** Makes the lab, and at that call something goes wrong. */
  const strike = async (call: number, what: 'hold' | 'refuse', why: string): Promise<void> => {
    await project.vboxManage('stand-in-luck', String(call), what);
    const running = startAt(project.standing, 'up', 'calls', '--on', 'vms', '--no-check', '--json');
    const state = { isOver: false };
    void running.finally(() => (state.isOver = true)).catch(() => undefined);
    const isHeld = async (): Promise<boolean> => (await project.vboxManage('stand-in-calls')).includes('held');
    await expect.poll(async () => state.isOver || (await isHeld()), { timeout: 150_000, interval: 100 }).toBe(true);
    if (!state.isOver) return killAll(running);
    const { stdout } = await running;
    await project.vboxManage('stand-in-release');
    expect(stdout, why).not.toMatch(/"fault": ?"bug"/);
  };

  const tried = async (call: number, seeded: number): Promise<void> => {
    const what = seeded % 2 === 0 ? 'hold' : 'refuse';
    const then = seeded % 4 < 2 ? 'up' : 'destroy';
    const why = `call ${String(call)}, ${what}, then ${then}`;
    await strike(call, what, why);
    if (then === 'up') {
      good(await project.bancada('up', '--on', 'vms'), why);
      const plan = (await project.bancada('plan', '--json')).json<PlanResult>();
      expect([plan.changes, plan.machines.filter(({ action }) => action !== 'keep')], why).toEqual([[], []]);
    }
    const { code, stderr } = await project.bancada('destroy', '--yes');
    // There may have been nothing yet.
    expect([0, 4], `${why}: ${stderr}`).toContain(code);
    await nothingIsLeft(why);
  };

  beforeAll(async () => {
    project = await vmProject('calls', `bancada: 1\nname: calls\n${cache}`);
    good(await project.bancada('up', '--on', 'vms', '--no-check'), 'the box, and the master of its clones');
    good(await project.bancada('destroy', '--yes'), 'the master stays');
  });
  afterAll(async () => {
    counted({ ...numbers, seconds: Math.round((performance.now() - started) / 1000) });
    await project[Symbol.asyncDispose]();
  });

  test('whatever goes wrong at any of them, the next up completes it, and the next destroy removes it', async () => {
    await project.vboxManage('stand-in-luck', '0', 'none');
    good(await project.bancada('up', '--on', 'vms', '--no-check'), 'without bad luck');
    const calls = Number.parseInt(await project.vboxManage('stand-in-calls'), 10);
    good(await project.bancada('destroy', '--yes'), 'without bad luck');
    const fails: string[] = [];
    for (let call = 1; call <= calls; call += 1) {
      numbers.count += 1;
      await tried(call, seed + call).catch(async (error: unknown) => {
        fails.push(error instanceof Error ? error.message : String(error));
        await project.bancada('destroy', '--yes');
      });
    }
    numbers.failed = fails.length;
    expect(fails).toEqual([]);
  }, 5_400_000);
});
