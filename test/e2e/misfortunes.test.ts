import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hostState, lastingDifferences } from '../support/host-state.ts';
import { idsOf } from '../support/luck.ts';
import { misfortunesOf, type Misfortune } from '../support/misfortunes.ts';
import { counted, exhaustive, figures, isTried, rotatingSeed } from '../support/seed.ts';
import { cache } from '../support/small-labs.ts';
import { smallProject, type SmallProject } from '../support/small-project.ts';
import { destroyed, good, tryAll, type Trial } from '../support/trials.ts';

/** What `up` could not mend, and a `destroy` and another `up` could: in which words it refused. */
const refused = new Map<string, string>();

/** Nobody reads, changes or removes what a later Bancada has made; with the file as it was all is as it was. */
const keptAsItIs = async (project: SmallProject, { what, newer }: Misfortune): Promise<void> => {
  const id = await project.id();
  const path = newer?.(id, project) ?? '';
  const text = await readFile(path, 'utf8');
  for (const verb of ['status', 'up']) {
    const { code, stderr } = await project.bancada(verb);
    expect([0, 69], `${what}, ${verb}: ${stderr}`).toContain(code);
    if (code === 69) expect(stderr, what).toContain('use the Bancada that brought this lab up');
  }
  // The other files are made anew from what this one and the topology tell.
  if (path === join(project.labFolder, 'lab.json')) expect(await readFile(path, 'utf8'), what).toBe(text);
  await writeFile(path, text.replace('"version": 99', '"version": 1'));
};

const strike = async (project: SmallProject, misfortune: Misfortune, then: Trial['then']): Promise<boolean> => {
  const { what, newer } = misfortune;
  if (!(await misfortune.happen(project))) return false;
  if (newer !== undefined) {
    await keptAsItIs(project, misfortune);
    return true;
  }
  const status = await project.bancada('status');
  expect([0, 1, 3, 4, 69], `${what}, status: ${status.stderr}`).toContain(status.code);
  if (then === 'destroy') return true;
  const up = await project.bancada('up', '--timeout', '20s');
  if (up.code === 0) return true;
  expect([1, 4, 69], `${what}, up: ${up.stderr}`).toContain(up.code);
  refused.set(what, up.stderr.trim().split('\n').slice(-6).join(' | '));
  const ids = new Set(await idsOf(project));
  await destroyed(project, ids, what);
  return true;
};

test('whatever is removed or damaged of a lab that is up, the next up or one destroy makes it good', async () => {
  const seed = rotatingSeed();
  const before = await hostState();
  const projects = await Promise.all(Array.from({ length: exhaustive ? 3 : 1 }, () => smallProject('luck', cache)));
  const [first] = projects as [SmallProject, ...SmallProject[]];
  good(await first.bancada('up'), 'the first');
  const all = await misfortunesOf(first);
  const trials = all.flatMap((misfortune) =>
    (['up', 'destroy'] as const).map((then): Trial => ({
      ...{ kind: misfortune.kind, what: misfortune.what, from: 'up', then },
      strike: (project) => strike(project, misfortune, then),
    })),
  );
  const [chosen = []] = exhaustive
    ? [trials]
    : fc.sample(fc.shuffledSubarray(trials, { minLength: 4, maxLength: 4 }), { seed, numRuns: 1 });
  const { counts, fails, ids, seconds } = await tryAll(chosen, projects);
  for (const [kind, { count, missed }] of counts) {
    figures(`${String(count)} misfortunes, ${String(missed)} never found: ${kind}`);
    const failed = fails.filter((fail) => fail.startsWith(`${kind}: `)).length;
    counted({ what: `bad luck: ${kind} lost or damaged`, count, missed, failed, seed, seconds: Math.round(seconds) });
  }
  for (const [what, words] of refused) figures(`not mended by up: ${what}: ${words}`);
  const sum = (which: 'count' | 'missed'): number => [...counts.values()].reduce((all, each) => all + each[which], 0);
  figures(
    `${String(sum('count'))} misfortunes in all, ${String(fails.length)} failed, ${String(sum('missed'))} never found; ` +
      `${seconds.toFixed(0)} s; seed ${String(seed)}`,
  );
  expect(fails).toEqual([]);
  if (exhaustive) {
    expect([...counts.keys()].sort()).toEqual(['device', 'file', 'folder', 'mount', 'process']);
    expect([...counts].filter(([, tried]) => !isTried(tried))).toEqual([]);
  }
  expect(sum('count')).toBeGreaterThan(0);
  expect(await lastingDifferences(before, { ids })).toEqual([]);
}, 5_400_000);
