import { expect } from 'vitest';
import type { PlanResult } from '../../src/verbs/results.ts';
import type { Said } from './bancada.ts';
import { idsOf, tracesOf } from './luck.ts';
import type { SmallProject } from './small-project.ts';

/** What a trial finds, or leaves: a lab whose checks are green, or none. */
export type Standing = 'up' | 'none';

/** One piece of bad luck, and what has to mend it. */
export interface Trial {
  /** What it is about, for the figures; each kind has to come to pass. */
  readonly kind: string;
  readonly what: string;
  readonly from: Standing;
  /** `up` makes all good again, or one `destroy` leaves nothing. */
  readonly then: 'up' | 'destroy';
  /** @returns whether it came to the bad luck */
  strike(project: SmallProject): Promise<boolean>;
}

/** Everything there is to be tried, taken by several lanes: each has a lab of its own, and they share nothing but this computer. */
export interface Tried {
  /** Of every kind that was tried: in how many trials it came to the bad luck, and how many never came so far. */
  readonly counts: ReadonlyMap<string, { readonly count: number; readonly missed: number }>;
  readonly fails: readonly string[];
  /** What took longest to be mended, with the look at whether it is. */
  readonly slowest: { readonly what: string; readonly seconds: number };
  /** Of all the labs that were made. */
  readonly ids: ReadonlySet<string>;
  readonly seconds: number;
}

/** A program that ended as it should. */
export const good = ({ code, stdout, stderr }: Said, why: string): void =>
  expect(code, `${why}: ${stdout.slice(-1500)}${stderr}`).toBe(0);

/** `up` makes all good again: nothing is left to do, and its checks are green. @returns what `up` said */
const mended = async (project: SmallProject, why: string): Promise<Said> => {
  const said = await project.bancada('up');
  good(said, `${why}, then up`);
  const plan = (await project.bancada('plan', '--json')).json<PlanResult>();
  expect([plan.changes, plan.machines.filter(({ action }) => action !== 'keep')], why).toEqual([[], []]);
  return said;
};

/** One `destroy` leaves nothing; there may have been nothing yet. @returns what it said */
export const destroyed = async (project: SmallProject, ids: Set<string>, why: string): Promise<Said> => {
  for (const id of await idsOf(project)) ids.add(id);
  const said = await project.bancada('destroy', '--yes');
  const { code, stdout, stderr } = said;
  expect([0, 4], `${why}, then destroy: ${stdout}${stderr}`).toContain(code);
  if (code === 4) expect(stderr, why).toContain('is not up');
  const traces = await tracesOf(project, ids);
  if (traces.length > 0) throw new Error(`left: ${traces.join('\n')}`);
  return said;
};

/**
 * Takes one trial after another, such that each leaves what the next one needs: hardly a machine is booted that is not
 * part of a trial.
 */
const queueOf = (trials: readonly Trial[]) => {
  const waiting = new Map<string, Trial[]>();
  for (const trial of trials) {
    const way = `${trial.from} ${trial.then}`;
    waiting.set(way, [...(waiting.get(way) ?? []), trial]);
  }
  const has = (way: string): boolean => (waiting.get(way)?.length ?? 0) > 0;
  const fromUp = (): boolean => has('up up') || has('up destroy');
  return (standing: Standing): Trial | undefined => {
    const ways =
      standing === 'up'
        ? ['up up', 'up destroy', 'none destroy', 'none up']
        : [...(fromUp() ? ['none up', 'none destroy'] : ['none destroy', 'none up']), 'up up', 'up destroy'];
    return waiting.get(ways.find(has) ?? '')?.shift();
  };
};

interface Lane {
  readonly project: SmallProject;
  /** Of the labs that it has made so far. */
  readonly ids: Set<string>;
}

/** Whoever waits for hours wants to know how far it is. */
const sayEvery = 50;

/** Seconds after which the user of a lab of one machine asks what it is waiting for. */
const longWait = 30;

/** Tries all of them, in as many lanes as there are projects. */
export const tryAll = async (trials: readonly Trial[], projects: readonly SmallProject[]): Promise<Tried> => {
  const began = performance.now();
  const counts = new Map(trials.map(({ kind }) => [kind, { count: 0, missed: 0 }]));
  const fails: string[] = [];
  const all = new Set<string>();
  let slowest = { what: 'nothing', seconds: 0 };
  let done = 0;
  const next = queueOf(trials);

  const attempt = async ({ project, ids }: Lane, standing: Standing, trial: Trial): Promise<void> => {
    if (trial.from === 'up' && standing === 'none')
      good(await project.bancada('up', '--no-check'), `before ${trial.what}`);
    if (trial.from === 'none' && standing === 'up') await destroyed(project, ids, `before ${trial.what}`);
    counts.get(trial.kind)![(await trial.strike(project)) ? 'count' : 'missed'] += 1;
    const struck = performance.now();
    const { stdout, stderr } = await (trial.then === 'up'
      ? mended(project, trial.what)
      : destroyed(project, ids, trial.what));
    const seconds = (performance.now() - struck) / 1000;
    const what = `${trial.then} after ${trial.what}`;
    if (seconds > slowest.seconds) slowest = { what, seconds };
    if (seconds > longWait) console.log(`${what} took ${seconds.toFixed(0)} s: ${stdout}${stderr}`);
  };

  const take = async (project: SmallProject): Promise<void> => {
    // Its own: other lanes' labs are up meanwhile.
    const ids = new Set<string>();
    let standing: Standing = 'none';
    for (let trial = next(standing); trial !== undefined; trial = next(standing)) {
      try {
        await attempt({ project, ids }, standing, trial);
        standing = trial.then === 'up' ? 'up' : 'none';
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        fails.push(`${trial.kind}: ${trial.what}, then ${trial.then}: ${why}`);
        console.log(`failed: ${fails.at(-1) ?? ''}`);
        await project.bancada('destroy', '--yes');
        standing = 'none';
      }
      done += 1;
      if (done % sayEvery === 0) console.log(`${String(done)} of ${String(trials.length)}`);
    }
    await destroyed(project, ids, 'at the end').catch((error: unknown) => fails.push(String(error)));
    for (const id of ids) all.add(id);
  };

  await Promise.all(projects.map(take));
  return { counts, fails, slowest, ids: all, seconds: (performance.now() - began) / 1000 };
};
