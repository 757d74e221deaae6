import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stepsOf, unlucky } from '../support/luck.ts';
import { counted, exhaustive, isTried, rotatingSeed } from '../support/seed.ts';
import { cache } from '../support/small-labs.ts';
import { smallProject, type SmallProject } from '../support/small-project.ts';
import { good, tryAll, type Trial } from '../support/trials.ts';

/* A folder that has become somebody else's meanwhile: what the tool would write, it may not any more. Root may do everything: the denial is feigned. */

const verbs = {
  up: ['up', 'luck', '--json'],
  down: ['down', 'luck', '--json'],
  destroy: ['destroy', 'luck', '--yes', '--json'],
} as const;
type Verb = keyof typeof verbs;

/** How often the tool had to give up. */
let refused = 0;
const strike = async (project: SmallProject, verb: Verb, when: number): Promise<boolean> => {
  const { said, struck } = await unlucky(project, { whose: 'bancada.js', what: 'EACCES', when }, verbs[verb]);
  const all = `${said.stdout.slice(-1500)}${said.stderr}`;
  expect(struck ? [0, 77] : [0], all).toContain(said.code);
  if (said.code === 77) {
    refused += 1;
    expect(all).toContain('see who owns the folder');
  }
  return struck;
};

test('whichever write the tool is denied, it says whom to ask, and the next up or one destroy makes it good', async () => {
  const seed = rotatingSeed();
  const projects = await Promise.all(Array.from({ length: exhaustive ? 2 : 1 }, () => smallProject('luck', cache)));
  const [first] = projects as [SmallProject, ...SmallProject[]];
  const trials: Trial[] = [];
  for (const verb of ['up', 'down', 'destroy'] as const) {
    if (verb === 'destroy') good(await first.bancada('up', '--no-check'), 'before destroy');
    const { writes } = (await stepsOf(first, verbs[verb]))['bancada.js'];
    expect(writes, verb).toBeGreaterThan(0);
    for (let when = 1; when <= writes; when += 1)
      trials.push({
        ...{ kind: verb, what: `EACCES at write ${String(when)} in ${verb}`, from: verb === 'up' ? 'none' : 'up' },
        then: when % 2 === 0 ? 'up' : 'destroy',
        strike: (project) => strike(project, verb, when),
      });
  }
  const few = fc.shuffledSubarray(trials, { minLength: 2, maxLength: 2 });
  const { counts, fails, seconds } = await tryAll(
    exhaustive ? trials : fc.sample(few, { seed, numRuns: 1 })[0]!,
    projects,
  );
  for (const [verb, { count, missed }] of counts) {
    const failed = fails.filter((fail) => fail.startsWith(`${verb}: `)).length;
    counted({ what: `bad luck: denied a write in ${verb}`, count, missed, failed, seed, seconds: Math.round(seconds) });
  }
  expect(fails).toEqual([]);
  if (!exhaustive) return;
  for (const [verb, tried] of counts) expect(isTried(tried), verb).toBe(true);
  expect(refused).toBeGreaterThan(0);
}, 3_600_000);
