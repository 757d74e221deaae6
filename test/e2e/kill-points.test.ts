import { afterAll, expect, test } from 'vitest';
import type { PlanResult } from '../../src/verbs/results.ts';
import type { Said } from '../support/bancada.ts';
import { hostState, lastingDifferences } from '../support/host-state.ts';
import { idsOf, stepsOf, tracesOf, unlucky, type Unlucky } from '../support/luck.ts';
import { exhaustive, figures, rotatingSeed } from '../support/seed.ts';
import { cache } from '../support/small-labs.ts';
import { smallProject, type SmallProject } from '../support/small-project.ts';

const verbs = {
  up: ['up', 'luck', '--json'],
  down: ['down', 'luck', '--json'],
  destroy: ['destroy', 'luck', '--yes', '--json'],
} as const;
type Verb = keyof typeof verbs;

const good = ({ code, stdout, stderr }: Said, why: string): void =>
  expect(code, `${why}: ${stdout.slice(-1500)}${stderr}`).toBe(0);

/** `up` makes all good again: nothing is left to do, and its checks are green. */
const mended = async (project: SmallProject, why: string): Promise<void> => {
  good(await project.bancada('up'), why);
  const plan = (await project.bancada('plan', '--json')).json<PlanResult>();
  expect([plan.changes, plan.machines.filter(({ action }) => action !== 'keep')], why).toEqual([[], []]);
};

/** One `destroy` leaves nothing; there may have been nothing yet. */
const destroyed = async (project: SmallProject, ids: Set<string>, why: string): Promise<void> => {
  for (const id of await idsOf(project)) ids.add(id);
  const { code, stdout, stderr } = await project.bancada('destroy', '--yes');
  expect([0, 4], `${why}: ${stdout}${stderr}`).toContain(code);
  if (code === 4) expect(stderr, why).toContain('is not up');
  const traces = await tracesOf(project, ids);
  if (traces.length > 0) throw new Error(traces.join('\n'));
};

interface Point {
  readonly verb: Verb;
  readonly whose: Unlucky;
  readonly step: number;
}

/** Kills the verb at that step; the lab is up before, unless it is `up` itself that is killed. @returns whether it came so far */
const killedAt = async (project: SmallProject, { verb, whose, step }: Point): Promise<boolean> => {
  const said = await unlucky(project, whose, 'kill', step, verbs[verb]);
  // Of the root program it is said by the tool, which lives on.
  const isKilled = whose === 'bancada.js' ? said.code === -1 : said.code !== 0;
  if (!isKilled) good(said, `${verb} without bad luck`);
  return isKilled;
};

const pointsOf = async (project: SmallProject, verb: Verb): Promise<readonly Point[]> => {
  const own = await stepsOf(project, 'bancada.js', verbs[verb]);
  const again =
    verb === 'down' || verb === 'destroy' ? project.bancada('up', '--no-check') : project.bancada('destroy', '--yes');
  await again;
  const roots = process.getuid?.() === 0 ? await stepsOf(project, 'root.js', verbs[verb]) : 0;
  const numbered = (whose: Unlucky, count: number) =>
    Array.from({ length: count }, (_, index): Point => ({ verb, whose, step: index + 1 }));
  return [...numbered('bancada.js', own), ...numbered('root.js', roots)];
};

/** Every point of the three verbs, or a few of each that a seed has chosen. */
const chosen = async (project: SmallProject, seed: number): Promise<readonly Point[]> => {
  const all: Point[] = [];
  // Each leaves what the next one needs: a lab that is up, one that is down, none.
  for (const verb of ['up', 'down', 'destroy'] as const) {
    const points = await pointsOf(project, verb);
    if (verb === 'down') good(await project.bancada('up', '--no-check'), 'before destroy');
    figures(`${verb} has ${String(points.length)} kill points`);
    all.push(...(exhaustive ? points : sample(points, seed)));
  }
  return all;
};

const sample = (points: readonly Point[], seed: number): readonly Point[] =>
  points.filter((_, index) => index === seed % points.length);

const fails: string[] = [];
const done = { points: 0 };
const seed = rotatingSeed();
afterAll(() => {
  figures(`${String(done.points)} kill points, ${String(fails.length)} failed; seed ${String(seed)}`);
});

test('kill -9 at any step of up, down and destroy is mended by the next up, and by the next destroy', async () => {
  const before = await hostState();
  const project = await smallProject('luck', cache);
  const ids = new Set<string>();
  for (const point of await chosen(project, seed)) {
    const why = `${point.verb}, ${point.whose}, step ${String(point.step)}`;
    for (const [how, repair] of [
      ['up', async () => mended(project, why)],
      ['destroy', async () => undefined],
    ] as const) {
      done.points += 1;
      try {
        if (point.verb !== 'up') good(await project.bancada('up', '--no-check'), `before ${why}`);
        await killedAt(project, point);
        await repair();
        await destroyed(project, ids, why);
      } catch (error) {
        fails.push(`${why}, then ${how}: ${error instanceof Error ? error.message : String(error)}`);
        await project.bancada('destroy', '--yes');
      }
    }
  }
  expect(fails).toEqual([]);
  expect(await lastingDifferences(before, { ids })).toEqual([]);
}, 5_400_000);

test('a disk that is full, whichever write meets it, is told as such; with room again all is good', async () => {
  const project = await smallProject('luck', cache);
  const ids = new Set<string>();
  const points = (['bancada.js', 'root.js'] as const).flatMap((whose) =>
    (exhaustive ? Array.from({ length: 60 }, (_, index) => index + 1) : [15, 45]).map((step) => [whose, step] as const),
  );
  for (const [whose, step] of points) {
    const { code, stderr } = await unlucky(project, whose, 'ENOSPC', step, ['up', 'luck', '--no-check']);
    expect([0, 69], stderr).toContain(code);
    if (code === 69) expect(stderr).toContain('whether the disk is full or read-only');
  }
  await mended(project, 'with room again');
  await destroyed(project, ids, 'with room again');
});
