import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PlanResult } from '../../../src/verbs/results.ts';
import type { Said } from '../bancada.ts';
import { filesLeft, stepsOf, unlucky } from '../luck.ts';
import { counted, isTried, rotatingSeed } from '../seed.ts';
import { cache } from '../small-labs.ts';
import { callsDuring, luckOf, struckAt, type Call } from './luck.ts';
import { vagrantsOf, vmProject, type VmProject } from './project.ts';

/*
 * Something goes wrong at each call that VirtualBox or Vagrant receives while a lab of one VM is made, shut down or removed.
 * What changes something meets every misfortune that there is; of what only looks there are many, and each meets one of them
 * that the seed says, as its neighbours meet the others. Then `up` or `destroy`, by the seed too.
 */

const words = { up: ['--on', 'vms', '--no-check'], down: [], destroy: ['--yes'] } as const;
type Verb = keyof typeof words;

/** One thing that goes wrong in a verb, and what is to make it good. */
interface Point {
  readonly verb: Verb;
  readonly then: 'up' | 'destroy';
  /** All of it, for whoever reads that it failed. */
  readonly why: string;
  /** @returns whether it came to that, and how the verb ended */
  readonly strike: () => Promise<{ readonly struck: boolean; readonly said: Said }>;
}

const seed = rotatingSeed();

/** Tests of whatever goes wrong at any call in these verbs, one after the other, on VMs of their own. */
export const everyCallIn = (verbs: readonly Verb[]): void => {
  let project: VmProject;

  const good = ({ code, stdout, stderr }: Said, why: string): void =>
    expect(code, `${why}: ${stdout.slice(-2000)}${stderr}`).toBe(0);
  const nothingIsLeft = async (why: string): Promise<void> => {
    expect(await project.vboxManage('list', 'vms'), why).not.toMatch(/-calls-|temp_clone_/);
    expect(await project.vboxManage('list', 'hostonlyifs'), why).toBe('');
    expect(await filesLeft(project), why).toEqual([]);
    expect(await vagrantsOf(project.standing.directory), why).toEqual([]);
  };
  const bringUp = async (why: string): Promise<void> =>
    good(await project.bancada('up', '--on', 'vms', '--no-check'), why);

  /** @returns whether it came to the misfortune */
  const tried = async ({ verb, then, why, strike }: Point): Promise<boolean> => {
    if (verb !== 'up') await bringUp(`before ${why}`);
    const { struck, said } = await strike();
    expect(said.stdout, why).not.toMatch(/"fault": ?"bug"/);
    if (then === 'up') {
      good(await project.bancada('up', '--on', 'vms'), why);
      const plan = (await project.bancada('plan', '--json')).json<PlanResult>();
      expect([plan.changes, plan.machines.filter(({ action }) => action !== 'keep')], why).toEqual([[], []]);
      // The next one of these needs it as it is.
      if (verb !== 'up') return struck;
    }
    const { code, stderr } = await project.bancada('destroy', '--yes');
    // There may have been nothing yet, or any more.
    expect([0, 4], `${why}: ${stderr}`).toContain(code);
    await nothingIsLeft(why);
    return struck;
  };

  /** What the next one after this ends with is the other one. */
  const ends = (index: number): Point['then'] => ((seed + index) % 2 === 0 ? 'up' : 'destroy');

  const pointsOf = (verb: Verb, calls: readonly Call[]): readonly Point[] => {
    const met = calls.flatMap(({ isReading, words: called }, index) => {
      const all = luckOf(isReading);
      const some = isReading ? [all[(seed + index) % all.length]!] : all;
      return some.map((what) => ({ what, call: index + 1, called }));
    });
    return met.map(({ what, call, called }, index) => ({
      ...{ verb, then: ends(index), why: `${verb}, call ${String(call)} (${called}) ${what}, then ${ends(index)}` },
      strike: () => struckAt(project, { call, what }, verb, 'calls', ...words[verb], '--json'),
    }));
  };

  /** Where the tool itself finds the disk full, or read-only, from one of its writes on. */
  const denied = async (verb: Verb): Promise<readonly Point[]> => {
    const line = [verb, 'calls', ...words[verb], '--json'];
    if (verb !== 'up') await bringUp('to be counted');
    const { rooms, writes } = (await stepsOf(project, line))['bancada.js'];
    if (verb !== 'destroy') good(await project.bancada('destroy', '--yes'), 'counted');
    const points = (what: 'ENOSPC' | 'EROFS', count: number): readonly Point[] =>
      Array.from({ length: count }, (_, index) => ({
        ...{
          verb,
          then: ends(index),
          why: `${what} from write ${String(index + 1)} of ${verb} on, then ${ends(index)}`,
        },
        strike: () => unlucky(project, { whose: 'bancada.js', what, when: index + 1 }, line),
      }));
    // What can be read but not written is found by the first write of each kind: a few of them, all over the verb.
    return [...points('ENOSPC', rooms), ...points('EROFS', writes).filter((_, index) => index % 8 === seed % 8)];
  };

  const tryAll = async (what: string, points: readonly Point[]): Promise<void> => {
    const started = performance.now();
    const numbers = { what, count: 0, missed: 0, seed };
    const fails: string[] = [];
    for (const point of points) {
      await tried(point).then(
        (struck) => (numbers[struck ? 'count' : 'missed'] += 1),
        async (error: unknown) => {
          fails.push(`${point.why}: ${error instanceof Error ? error.message : String(error)}`);
          console.log(`failed: ${fails.at(-1) ?? ''}`);
          await project.bancada('destroy', '--yes');
        },
      );
    }
    await project.bancada('destroy', '--yes');
    counted({ ...numbers, failed: fails.length, seconds: Math.round((performance.now() - started) / 1000) });
    expect(fails).toEqual([]);
    expect(isTried(numbers), `${String(points.length)} points: ${JSON.stringify(numbers)}`).toBe(true);
  };

  beforeAll(async () => {
    project = await vmProject('calls', `bancada: 1\nname: calls\n${cache}`);
    await bringUp('the box, and the master of its clones');
    good(await project.bancada('destroy', '--yes'), 'the master stays');
  });
  afterAll(() => project[Symbol.asyncDispose]());

  test.each(verbs)(
    'whatever goes wrong at any of them in %s, the next up completes it, and the next destroy removes it',
    async (verb) => {
      if (verb !== 'up') await bringUp('without bad luck');
      const without = async (): Promise<void> => good(await project.bancada(verb, ...words[verb]), 'without bad luck');
      const calls = await callsDuring(project, without);
      if (verb !== 'destroy') good(await project.bancada('destroy', '--yes'), 'without bad luck');
      const what = `misfortunes at ${String(calls.length)} calls of VirtualBox and Vagrant in ${verb}`;
      await tryAll(what, pointsOf(verb, calls));
    },
    10_800_000,
  );

  test.each(verbs)(
    'wherever the tool’s own disk is full or read-only in %s, the next up completes it, and the next destroy removes it',
    async (verb) => {
      await tryAll(`full and read-only disks in ${verb} of VMs`, await denied(verb));
    },
    10_800_000,
  );
};
