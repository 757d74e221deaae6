import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hostState, lastingDifferences } from '../support/host-state.ts';
import { idsOf } from '../support/luck.ts';
import { misfortunesOf, refusalsOf, type Misfortune } from '../support/misfortunes.ts';
import { counted, exhaustive, figures, isTried, rotatingSeed } from '../support/seed.ts';
import { cache } from '../support/small-labs.ts';
import { smallProject, type SmallProject } from '../support/small-project.ts';
import { destroyed, good, tryAll, type Trial } from '../support/trials.ts';

/** With which error a verb refuses, if it does; with none it does what it is there for. */
const refusalBy = async (project: SmallProject, verb: 'status' | 'up', ...words: readonly string[]) => {
  const { code, stdout } = await project.bancada(verb, '--json', ...words);
  const told = verb === 'up' ? stdout.trimEnd().split('\n').at(-1) : stdout;
  const said = JSON.parse(told ?? '') as { readonly type?: string; readonly code?: string };
  if (said.type === 'error') return said.code;
  return code === 0 ? undefined : `exit code ${String(code)}`;
};

/** Each verb mends it, or refuses as it is meant to. @returns whether `up` mended it */
const answered = async (project: SmallProject, misfortune: Misfortune, then: Trial['then']): Promise<boolean> => {
  const meant = refusalsOf(misfortune);
  const status = await refusalBy(project, 'status');
  const up = then === 'up' ? await refusalBy(project, 'up', '--timeout', '60s') : meant.up;
  expect({ status, up }, misfortune.what).toEqual({ status: meant.status, up: meant.up });
  return up === undefined;
};

/** Nobody reads, changes or removes what a later Bancada has made; with the file as it was all is as it was. */
const keptAsItIs = async (project: SmallProject, misfortune: Misfortune, newer: string): Promise<void> => {
  const text = await readFile(newer, 'utf8');
  await answered(project, misfortune, 'up');
  // The other files are made anew from what this one and the topology tell.
  if (newer === join(project.labFolder, 'lab.json')) expect(await readFile(newer, 'utf8')).toBe(text);
  await writeFile(newer, text.replace('"version": 99', '"version": 1'));
};

const strike = async (project: SmallProject, misfortune: Misfortune, then: Trial['then']): Promise<boolean> => {
  if (!(await misfortune.happen(project))) return false;
  if (misfortune.newer !== undefined)
    await keptAsItIs(project, misfortune, misfortune.newer(await project.id(), project));
  else if (!(await answered(project, misfortune, then)) && then === 'up')
    await destroyed(project, new Set(await idsOf(project)), misfortune.what);
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
