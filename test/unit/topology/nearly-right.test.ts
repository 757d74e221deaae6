import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { roles } from '../../../ansible-free-provision/index.ts';
import { compile } from '../../../src/blueprint/compile.ts';
import type { Resource } from '../../../src/kit/resource.ts';
import type { Blueprint } from '../../../src/model/blueprint.ts';
import type { Diagnostic } from '../../../src/model/diagnostic.ts';
import { Secret } from '../../../src/model/secret.ts';
import type { Origin } from '../../../src/model/topology.ts';
import { resourcesOf, type RoleWorld } from '../../../src/provision/context.ts';
import { planFrom } from '../../../src/provision/plan.ts';
import { readRoleTexts, type RoleTexts } from '../../../src/provision/texts.ts';
import { diagnosticsReport } from '../../../src/report/diagnostics.ts';
import { graphFormats, renderGraph } from '../../../src/report/graph/render.ts';
import { painter, type Line } from '../../../src/report/line.ts';
import { planLines } from '../../../src/report/plan.ts';
import { renderShow } from '../../../src/report/show.ts';
import { willCreate } from '../../../src/text/verbs.ts';
import { parseTopology } from '../../../src/topology/parse.ts';
import { mark } from '../../support/hostile-text.ts';
import { keysUsedIn, knownKeys } from '../../support/known-keys.ts';
import { nearlyRight } from '../../support/nearly-right.ts';
import { nothing, operationsOnNothing } from '../../support/role-world.ts';
import { counted, exhaustive, figures, rotatingSeed } from '../../support/seed.ts';

const file = 'lab.yaml';

interface Compiled {
  readonly blueprint?: Blueprint;
  readonly origins?: readonly Origin[];
  /** How many the file describes, as far as it can be read. */
  readonly machines: number;
  readonly diagnostics: readonly Diagnostic[];
}

const compiled = (text: string): Compiled => {
  const parsed = parseTopology({ file, text }, roles);
  if (parsed.topology === undefined) return { ...parsed, machines: 0 };
  const machines = parsed.topology.groups.reduce((sum, { count = 1 }) => sum + count, 0);
  const { blueprint, diagnostics } = compile(parsed.topology, roles);
  return {
    ...(blueprint && { blueprint, origins: parsed.topology.origins }),
    machines,
    diagnostics: [...parsed.diagnostics, ...diagnostics],
  };
};

/** Of this process: what else the computer is doing does not count. */
const processorMilliseconds = (work: () => void): number => {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};

/**
 * What each step of a verb that starts nothing may take at most, in milliseconds of a processor. A file of a few lines may
 * describe hundreds of machines: from some number on each of them may take its time, but no more than that; and in a plan, each
 * line of what is to be done: forty applications that use forty databases are sixteen hundred accounts.
 */
const limitFor = (step: string, size: number): number => Math.max(100, size * (step === 'plan' ? 0.05 : 3));

/** The least of a few tries: what this process's own housekeeping takes in between is not the file's fault. */
const millisecondsFor = (work: () => void, limit: number): number => {
  let least = Infinity;
  for (let tries = 0; tries < 6 && least > limit; tries += 1) least = Math.min(least, processorMilliseconds(work));
  return least;
};

const paint = painter(false);
const printed = (lines: readonly Line[]): string => lines.map(paint).join('\n');
const looks = (['en', 'pt'] as const).map((language) => ({ language, width: 100, verbose: false }));
const [look] = looks as [(typeof looks)[number]];

/** What `validate` and every other verb say of a file with mistakes. */
const complaints = ({ diagnostics }: Compiled, text: string): string =>
  looks.map((each) => printed(diagnosticsReport(diagnostics, each, () => text))).join('\n');

/** What the verbs that start nothing say of a lab. */
const said: Readonly<Record<string, (blueprint: Blueprint, origins: readonly Origin[], texts: RoleTexts) => string>> = {
  show: (blueprint, origins) => printed(renderShow(blueprint, look, { origins })),
  ...Object.fromEntries(
    graphFormats.map((format) => [
      `graph as ${format}`,
      (blueprint: Blueprint) => renderGraph(blueprint, format, look),
    ]),
  ),
  plan: (blueprint, _, texts) => {
    const { name, machines } = blueprint;
    const world = worldOf(blueprint, texts);
    const changes = machines.flatMap((machine) =>
      planFrom(nothing, machine.name, resourcesOf(world, machine)).changes.map(({ change }) => change),
    );
    const created = machines.map(
      (each) => ({ name: each.name, action: 'create', why: willCreate, interrupts: [] }) as const,
    );
    const plan = { lab: name, target: 'local', machines: created, changes, unread: [], faults: [] };
    return printed(planLines(plan, look));
  },
};

/** Nothing in it moves a cursor, changes colours or runs backwards. */
const expectHarmless = (text: string): void => {
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
};

/** What becomes a path, a host name, a device or a unit is a plain word. */
const expectPlainNames = ({ name, machines, networks, services, visitors }: Blueprint): void => {
  const named = [
    name,
    ...machines.flatMap((machine) => [
      ...[machine.name, machine.site, ...Object.keys(machine.hosts)],
      ...machine.interfaces.map(({ device }) => device),
    ]),
    ...[...networks, ...services, ...visitors].map((each) => each.name),
  ];
  expect(named.filter((each) => !/^[a-z][a-z0-9-]{0,17}$/.test(each))).toEqual([]);
  const packages = machines.flatMap((machine) => machine.packages);
  expect(packages.filter((each) => !/^[a-z0-9][a-z0-9+.-]+$/.test(each))).toEqual([]);
};

const secrets: RoleWorld['secrets'] = { secret: () => new Secret('secret'), pair: () => new Secret('pair') };

/** All that would be done on a machine with nothing on it, and all that it would be asked, in the open. */
const done = (resource: Resource): string =>
  JSON.stringify([operationsOnNothing(resource), resource.questions, resource.id], (_, value: unknown) =>
    value instanceof Secret ? value.reveal() : value,
  );

const worldOf = (blueprint: Blueprint, texts: RoleTexts): RoleWorld => ({
  lab: { id: 'abcd1234', name: blueprint.name },
  ...{ blueprint, roles, secrets, texts },
});

/** No role takes words of a stranger into a configuration or a command. One that will has to prove its escaping here. */
const expectNothingCarried = (blueprint: Blueprint, texts: RoleTexts): void => {
  const world = worldOf(blueprint, texts);
  for (const machine of blueprint.machines.slice(0, 4)) {
    const carried = resourcesOf(world, machine).filter(({ resource }) => done(resource).includes(mark));
    expect(carried.map(({ resource }) => resource.id)).toEqual([]);
  }
};

const linesIn = (text: string): number => text.split('\n').length;

/** Which of the steps took how long at most. */
type Slowest = Record<string, number>;

describe('files that are nearly right', () => {
  let texts: RoleTexts;
  beforeAll(async () => {
    texts = await readRoleTexts(roles);
  });

  /** What a step makes, in good time. `size`: how many machines, or lines, there are in what it has made or was given. */
  const inTime = <T>(slowest: Slowest, step: string, size: number | ((made: T) => number), work: () => T): T => {
    const out: T[] = [];
    const took = processorMilliseconds(() => out.push(work()));
    const [made] = out as [T];
    const found = typeof size === 'number' ? size : size(made);
    const limit = limitFor(step, found);
    const milliseconds = took > limit ? millisecondsFor(work, limit) : took;
    slowest[step] = Math.max(slowest[step] ?? 0, milliseconds);
    expect(milliseconds, `${step}, ${String(found)} machines or lines`).toBeLessThan(limit);
    return made;
  };

  it('are compiled or refused in words, in good time, and nothing of them gets where it does not belong', () => {
    const seed = rotatingSeed();
    const numRuns = exhaustive ? 100_000 : 800;
    const seen = { files: 0, compiled: 0 };
    const slowest: Slowest = {};
    fc.assert(
      fc.property(nearlyRight, (text) => {
        seen.files += 1;
        const seenAs = inTime(
          slowest,
          'compile',
          (made) => made.machines,
          () => compiled(text),
        );
        const { blueprint, origins = [], diagnostics } = seenAs;
        expect(blueprint === undefined).toBe(diagnostics.some(({ severity }) => severity === 'error'));
        expectHarmless(inTime(slowest, 'validate', 0, () => complaints(seenAs, text)));
        if (blueprint === undefined) return;
        seen.compiled += 1;
        for (const [verb, says] of Object.entries(said)) {
          const size = verb === 'plan' ? linesIn : blueprint.machines.length;
          expectHarmless(inTime(slowest, verb, size, () => says(blueprint, origins, texts)));
        }
        expectPlainNames(blueprint);
        expectNothingCarried(blueprint, texts);
      }),
      { seed, numRuns },
    );
    const most = Object.entries(slowest).map(([step, milliseconds]) => `${step} ${milliseconds.toFixed(0)}`);
    figures(
      `${String(seen.files)} nearly right files, ${String(seen.compiled)} of them compiled; seed ${String(seed)}; ` +
        `at most milliseconds of a processor: ${most.join(', ')}`,
    );
    counted({ what: 'nearly right files', count: seen.files, failed: 0, seed });
    expect(seen.compiled).toBeGreaterThan(numRuns / 40);
  }, 7_200_000);

  it('say, one or another, whatever the language knows', () => {
    const missing = new Map(knownKeys());
    for (const text of fc.sample(nearlyRight, { seed: 1, numRuns: 3000 }))
      for (const key of keysUsedIn(read(text))) missing.delete(key);
    expect([...missing.values()]).toEqual([]);
  }, 300_000);
});

/** As far as it is YAML at all. */
const read = (text: string): unknown => {
  try {
    return parse(text, { logLevel: 'silent' });
  } catch {
    return undefined;
  }
};
