import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Said } from '../support/bancada.ts';
import { hostState, lastingDifferences } from '../support/host-state.ts';
import { stepsOf, unlucky, type BadLuck, type Steps, type Unlucky } from '../support/luck.ts';
import { counted, exhaustive, figures, isTried, rotatingSeed } from '../support/seed.ts';
import { cache } from '../support/small-labs.ts';
import { smallProject, type SmallProject } from '../support/small-project.ts';
import { good, tryAll, type Trial } from '../support/trials.ts';

const verbs = { up: ['up', 'luck'], down: ['down', 'luck'], destroy: ['destroy', 'luck', '--yes'] } as const;
type Verb = keyof typeof verbs;
type Counted = Readonly<Record<Verb, Readonly<Record<Unlucky, Steps>>>>;

/** With each of its events said, too, for more steps. */
const wordsOf = (verb: Verb): readonly string[] => [...verbs[verb], '--json'];

interface Kind {
  readonly name: string;
  /** Each of them at each of the points. */
  readonly what: readonly BadLuck[];
  readonly verbs: readonly Verb[];
  readonly whose: readonly Unlucky[];
  readonly counts: keyof Steps;
  /** Every point of so many, where all are asked for; else so many of all, which a seed has chosen. */
  readonly every: number;
  /** What has to mend each: the next `up` and, another time, the next `destroy`; or the one here, the other at the next point. */
  readonly repairs: 'both' | 'in turn';
  readonly sample: number;
  /** Its victims are there in a few of the points only. */
  readonly isRare?: true;
  /** What the verb may come to. */
  expectAnswer(said: Said, whose: Unlucky): void;
}

const bothPrograms = ['bancada.js', 'root.js'] as const;
const allVerbs = ['up', 'down', 'destroy'] as const;
const all = ({ stdout, stderr }: Said): string => stdout.slice(-1500) + stderr;

/** What a disk that takes nothing more has in common, whatever the reason. */
const denied: Omit<Kind, 'name' | 'what' | 'counts'> = {
  ...{ verbs: allVerbs, whose: bothPrograms, every: 1, repairs: 'in turn', sample: 1 },
  expectAnswer: (said) => {
    expect([0, 69], all(said)).toContain(said.code);
    if (said.code === 69) expect(all(said)).toContain('whether the disk is full or read-only');
  },
};

const kinds: readonly Kind[] = [
  {
    name: 'kill -9',
    ...{ what: ['kill'], verbs: allVerbs, whose: bothPrograms, counts: 'steps', every: 1, repairs: 'both', sample: 5 },
    expectAnswer: (said, whose) => {
      // Of the root program it is said by the tool, which lives on.
      if (whose === 'bancada.js') expect(said.code, all(said)).toBe(-1);
      else expect([1, 4, 70], all(said)).toContain(said.code);
    },
  },
  { name: 'full disk', what: ['ENOSPC'], counts: 'rooms', ...denied },
  { name: 'read-only disk', what: ['EROFS'], counts: 'writes', ...denied },
  {
    name: 'Ctrl-C once or twice, SIGTERM, SIGHUP',
    what: ['SIGINT', 'SIGINT SIGINT', 'SIGTERM', 'SIGHUP'],
    ...{ verbs: allVerbs, whose: ['bancada.js'], counts: 'steps', every: 8, repairs: 'both', sample: 2 },
    expectAnswer: (said) => {
      expect([0, 130], all(said)).toContain(said.code);
      if (said.code === 130) expect(all(said)).toMatch(/interrupted|left at once/);
    },
  },
  {
    name: 'machine, switch or door killed',
    what: ['machine', 'switch', 'door'],
    ...{ verbs: allVerbs, whose: bothPrograms, counts: 'steps', every: 8, repairs: 'in turn', sample: 2 },
    isRare: true,
    expectAnswer: (said) => expect([0, 1, 4], all(said)).toContain(said.code),
  },
];

/** Of each verb, from nothing and back to nothing. */
const countedIn = async (project: SmallProject): Promise<Counted> => {
  const up = await stepsOf(project, wordsOf('up'));
  const down = await stepsOf(project, wordsOf('down'));
  good(await project.bancada('up', '--no-check'), 'before destroy');
  return { up, down, destroy: await stepsOf(project, wordsOf('destroy')) };
};

const trialsOf = (kind: Kind, counts: Counted, seed: number): readonly Trial[] => {
  const points = kind.verbs.flatMap((verb) =>
    kind.whose.flatMap((whose) =>
      Array.from({ length: counts[verb][whose][kind.counts] }, (_, index) => ({ verb, whose, when: index + 1 })),
    ),
  );
  const repaired = points.flatMap((point) =>
    kind.what.flatMap((what, index) =>
      (['up', 'destroy'] as const)
        .filter((_, other) => kind.repairs === 'both' || (Math.floor(point.when / kind.every) + index) % 2 === other)
        .map((then) => ({ ...point, what, then })),
    ),
  );
  const chosen = exhaustive
    ? repaired.filter(({ when }) => when % kind.every === 0)
    : (fc.sample(fc.shuffledSubarray(repaired, { minLength: kind.sample, maxLength: kind.sample }), {
        ...{ seed, numRuns: 1 },
      })[0] ?? []);
  return chosen.map(({ verb, whose, when, what, then }): Trial => ({
    kind: `${kind.name} (${what})`,
    what: `${what} at ${kind.counts} ${String(when)} of ${whose} in ${verb}`,
    from: verb === 'up' ? 'none' : 'up',
    then,
    strike: async (project) => {
      const { said, struck } = await unlucky(project, { whose, what, when }, wordsOf(verb));
      if (struck) kind.expectAnswer(said, whose);
      else good(said, `${verb} without bad luck`);
      return struck;
    },
  }));
};

test('bad luck at any step of up, down and destroy is mended by the next up, and by the next destroy', async () => {
  const seed = rotatingSeed();
  const before = await hostState();
  // Machines mostly wait; more labs at once than this have nothing left to wait for.
  const projects = await Promise.all(Array.from({ length: exhaustive ? 3 : 2 }, () => smallProject('luck', cache)));
  const [first] = projects as [SmallProject, ...SmallProject[]];
  const counts = await countedIn(first);
  const trials = kinds.flatMap((kind) => trialsOf(kind, counts, seed));
  const { counts: made, fails, slowest, ids, seconds } = await tryAll(trials, projects);
  for (const verb of allVerbs)
    figures(
      `${verb}: ${bothPrograms
        .map(
          (whose) =>
            `${String(counts[verb][whose].steps)} steps of ${whose}, ${String(counts[verb][whose].writes)} to a disk`,
        )
        .join('; ')}`,
    );
  for (const [kind, { count, missed }] of made) {
    figures(`${String(count)} points, ${String(missed)} never reached: ${kind}`);
    const failed = fails.filter((fail) => fail.startsWith(`${kind}: `)).length;
    counted({ what: `bad luck: ${kind}`, count, missed, failed, seed, seconds: Math.round(seconds) });
  }
  const sum = (which: 'count' | 'missed'): number => [...made.values()].reduce((all, each) => all + each[which], 0);
  figures(
    `${String(sum('count'))} points in all, ${String(fails.length)} failed, ${String(sum('missed'))} never reached; ` +
      `${seconds.toFixed(0)} s; seed ${String(seed)}; ` +
      `the longest wait: ${slowest.seconds.toFixed(1)} s, ${slowest.what}`,
  );
  expect(fails).toEqual([]);
  expect(sum('count')).toBeGreaterThan(0);
  // A sample of a few points may well miss all of a kind's victims.
  if (exhaustive) {
    const rare = kinds.filter(({ isRare }) => isRare).map(({ name }) => `${name} (`);
    const untried = [...made].filter(([kind, tried]) =>
      rare.some((name) => kind.startsWith(name)) ? tried.count === 0 : !isTried(tried),
    );
    expect(untried).toEqual([]);
  }
  expect(await lastingDifferences(before, { ids })).toEqual([]);
}, 5_400_000);
