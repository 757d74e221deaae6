import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { roles } from '../../../ansible-free-provision/index.ts';
import { compile } from '../../../src/blueprint/compile.ts';
import type { Resource } from '../../../src/kit/resource.ts';
import type { Blueprint } from '../../../src/model/blueprint.ts';
import type { Diagnostic } from '../../../src/model/diagnostic.ts';
import { Secret } from '../../../src/model/secret.ts';
import { resourcesOf, type RoleWorld } from '../../../src/provision/context.ts';
import { readRoleTexts, type RoleTexts } from '../../../src/provision/texts.ts';
import { diagnosticsReport } from '../../../src/report/diagnostics.ts';
import { painter } from '../../../src/report/line.ts';
import { parseTopology } from '../../../src/topology/parse.ts';
import { mark, nearlyRight } from '../../support/nearly-right.ts';
import { operationsOnNothing } from '../../support/role-world.ts';
import { counted, exhaustive, figures, rotatingSeed } from '../../support/seed.ts';

const file = 'lab.yaml';

interface Compiled {
  readonly blueprint?: Blueprint;
  readonly diagnostics: readonly Diagnostic[];
}

const compiled = (text: string): Compiled => {
  const parsed = parseTopology({ file, text }, roles);
  if (parsed.topology === undefined) return parsed;
  const { blueprint, diagnostics } = compile(parsed.topology, roles);
  return { ...(blueprint && { blueprint }), diagnostics: [...parsed.diagnostics, ...diagnostics] };
};

/** Of this process: what else the computer is doing does not count. */
const processorMilliseconds = (work: () => void): number => {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};

/** The least of a few tries: what this process's own housekeeping takes in between is not the file's fault. */
const millisecondsFor = (text: string): number => {
  let least = Infinity;
  for (let tries = 0; tries < 6 && least > limit; tries += 1)
    least = Math.min(
      least,
      processorMilliseconds(() => void compiled(text)),
    );
  return least;
};

/** What a file may take at most to be read and compiled, in milliseconds of a processor. */
const limit = 100;

const paint = painter(false);
/** Nothing in it moves a cursor, changes colours or runs backwards. */
const expectHarmless = (text: string, diagnostics: readonly Diagnostic[]): void => {
  for (const language of ['en', 'pt'] as const) {
    const lines = diagnosticsReport(diagnostics, { language, width: 100, verbose: false }, () => text).map(paint);
    expect(lines.join('')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
  }
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

/** No role takes words of a stranger into a configuration or a command. One that will has to prove its escaping here. */
const expectNothingCarried = (blueprint: Blueprint, texts: RoleTexts): void => {
  const world: RoleWorld = { lab: { id: 'abcd1234', name: blueprint.name }, blueprint, roles, secrets, texts };
  for (const machine of blueprint.machines.slice(0, 4)) {
    const carried = resourcesOf(world, machine).filter(({ resource }) => done(resource).includes(mark));
    expect(carried.map(({ resource }) => resource.id)).toEqual([]);
  }
};

describe('files that are nearly right', () => {
  let texts: RoleTexts;
  beforeAll(async () => {
    texts = await readRoleTexts(roles);
  });

  it('are compiled or refused in words, in good time, and nothing of them gets where it does not belong', () => {
    const seed = rotatingSeed();
    const numRuns = exhaustive ? 100_000 : 800;
    const seen = { files: 0, compiled: 0, slowest: 0 };
    fc.assert(
      fc.property(nearlyRight, (text) => {
        seen.files += 1;
        let seenAs: Compiled = { diagnostics: [] };
        const took = processorMilliseconds(() => {
          seenAs = compiled(text);
        });
        const { blueprint, diagnostics } = seenAs;
        expect(blueprint === undefined).toBe(diagnostics.some(({ severity }) => severity === 'error'));
        expectHarmless(text, diagnostics);
        const milliseconds = took > limit ? millisecondsFor(text) : took;
        seen.slowest = Math.max(seen.slowest, milliseconds);
        expect(milliseconds).toBeLessThan(limit);
        if (blueprint === undefined) return;
        seen.compiled += 1;
        expectPlainNames(blueprint);
        expectNothingCarried(blueprint, texts);
      }),
      { seed, numRuns },
    );
    figures(
      `${String(seen.files)} nearly right files, ${String(seen.compiled)} of them compiled; seed ${String(seed)}; ` +
        `none took more than ${seen.slowest.toFixed(0)} ms of a processor`,
    );
    counted({ what: 'nearly right files', count: seen.files, failed: 0, seed });
    expect(seen.compiled).toBeGreaterThan(numRuns / 20);
  }, 3_600_000);
});
