import { existsSync } from 'node:fs';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PlanResult } from '../../src/verbs/results.ts';
import { startAt, type Said } from '../support/bancada.ts';
import { counted, exhaustive, isTried, rotatingSeed } from '../support/seed.ts';
import { cache } from '../support/small-labs.ts';
import { vagrantsOf, vmProject, type VmProject } from '../support/virtualbox/project.ts';

/*
 * Something goes wrong at each call that VirtualBox receives while a lab of one VM is made, shut down or removed: it fails, or
 * it is done and all who work on it are killed before they hear of that. Of each call one of the two, and then `up` or
 * `destroy`: the seed says which, and its three neighbours have the others.
 */

const words = { up: ['--on', 'vms', '--no-check'], down: [], destroy: ['--yes'] } as const;
type Verb = keyof typeof words;

interface Point {
  readonly verb: Verb;
  readonly call: number;
  readonly what: 'hold' | 'refuse';
  readonly then: 'up' | 'destroy';
  /** All of that, for whoever reads that it failed. */
  readonly why: string;
}

const isRoot = process.getuid?.() === 0;

describe.skipIf(!isRoot || !exhaustive)('every call of VirtualBox, as root (in --all)', () => {
  let project: VmProject;
  const seed = rotatingSeed();
  const numbers = { what: 'misfortunes at calls of VirtualBox', count: 0, missed: 0, failed: 0, seed };
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

  const callsSoFar = async (): Promise<number> => Number.parseInt(await project.vboxManage('stand-in-calls'), 10);

  /** At that call of the verb's something goes wrong. @returns whether there was one */
  const strike = async ({ verb, call, what, why }: Point): Promise<boolean> => {
    await project.vboxManage('stand-in-luck', String(call), what);
    const running = startAt(project.standing, verb, 'calls', ...words[verb], '--json');
    const state = { isOver: false };
    void running.finally(() => (state.isOver = true)).catch(() => undefined);
    const isHeld = async (): Promise<boolean> => (await project.vboxManage('stand-in-calls')).includes('held');
    await expect.poll(async () => state.isOver || (await isHeld()), { timeout: 150_000, interval: 100 }).toBe(true);
    if (!state.isOver) {
      await killAll(running);
      return true;
    }
    const { stdout } = await running;
    const isReached = (await callsSoFar()) >= call;
    await project.vboxManage('stand-in-release');
    expect(stdout, why).not.toMatch(/"fault": ?"bug"/);
    return isReached;
  };

  const bringUp = async (why: string): Promise<void> =>
    good(await project.bancada('up', '--on', 'vms', '--no-check'), why);

  const tried = async ({ then, ...point }: Point): Promise<void> => {
    const { verb, why } = point;
    if (verb !== 'up') await bringUp(`before ${why}`);
    numbers[(await strike({ ...point, then })) ? 'count' : 'missed'] += 1;
    if (then === 'up') {
      good(await project.bancada('up', '--on', 'vms'), why);
      const plan = (await project.bancada('plan', '--json')).json<PlanResult>();
      expect([plan.changes, plan.machines.filter(({ action }) => action !== 'keep')], why).toEqual([[], []]);
      // The next one of these needs it as it is.
      if (verb !== 'up') return;
    }
    const { code, stderr } = await project.bancada('destroy', '--yes');
    // There may have been nothing yet, or any more.
    expect([0, 4], `${why}: ${stderr}`).toContain(code);
    await nothingIsLeft(why);
  };

  const pointsOf = (verb: Verb, calls: number): readonly Point[] =>
    Array.from({ length: calls }, (_, index) => {
      const [call, seeded] = [index + 1, seed + index + 1];
      const [what, then] = [seeded % 2 === 0 ? 'hold' : 'refuse', seeded % 4 < 2 ? 'up' : 'destroy'] as const;
      return { verb, call, what, then, why: `${verb}, call ${String(call)}, ${what}, then ${then}` };
    });

  beforeAll(async () => {
    project = await vmProject('calls', `bancada: 1\nname: calls\n${cache}`);
    good(await project.bancada('up', '--on', 'vms', '--no-check'), 'the box, and the master of its clones');
    good(await project.bancada('destroy', '--yes'), 'the master stays');
  });
  afterAll(async () => {
    counted({ ...numbers, seconds: Math.round((performance.now() - started) / 1000) });
    await project[Symbol.asyncDispose]();
  });

  test.each<Verb>(['up', 'down', 'destroy'])(
    'whatever goes wrong at any of them in %s, the next up completes it, and the next destroy removes it',
    async (verb) => {
      if (verb !== 'up') await bringUp('without bad luck');
      await project.vboxManage('stand-in-luck', '0', 'none');
      good(await project.bancada(verb, ...words[verb]), 'without bad luck');
      const calls = await callsSoFar();
      const before = { ...numbers };
      if (verb !== 'destroy') good(await project.bancada('destroy', '--yes'), 'without bad luck');
      const fails: string[] = [];
      for (const point of pointsOf(verb, calls)) {
        await tried(point).catch(async (error: unknown) => {
          fails.push(error instanceof Error ? error.message : String(error));
          await project.bancada('destroy', '--yes');
        });
      }
      numbers.failed += fails.length;
      await project.bancada('destroy', '--yes');
      expect(fails).toEqual([]);
      const ofVerb = { count: numbers.count - before.count, missed: numbers.missed - before.missed };
      expect(isTried(ofVerb), `${String(calls)} calls: ${JSON.stringify(ofVerb)}`).toBe(true);
    },
    5_400_000,
  );
});
