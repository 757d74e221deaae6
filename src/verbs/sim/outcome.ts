import { labModel, type LabSetup } from '../../sim/lab/lab-model.ts';
import { countedSeconds, labOutcome, type LabOutcome } from '../../sim/lab/outcome.ts';
import type { SimOptions } from '../../sim/options.ts';
import { simulate } from '../../sim/simulate.ts';
import { playedAgain, stretches, type LeftOut } from './beginning.ts';
import { tooMany, type Plan } from './plan.ts';
import type { Strained } from './results.ts';
import { waitingAtEnd } from './waiting.ts';

/** What a simulated design came to. */
export interface Found {
  readonly outcome: LabOutcome;
  /** How much of the first run is known. */
  readonly seconds: number;
  /** Those who still wait at the end, where that is more than usual. */
  readonly waiting: number;
}

/** Undefined if the signal came before anything was known. */
export async function outcomeOf(
  { setup, leftOut }: { readonly setup: LabSetup; readonly leftOut?: LeftOut },
  plan: Plan,
  signal: AbortSignal,
): Promise<Found | undefined> {
  const { seed } = plan;
  const seconds = plan.milliseconds / 1000;
  const model = labModel(setup);
  const options: SimOptions =
    leftOut === undefined
      ? { seconds, warmup: 0, replications: playedAgain }
      : { seconds: seconds / stretches, warmup: leftOut.milliseconds / 1000, batches: stretches };
  const log = plan.timeline && tooMany(plan) === undefined;
  const result = await simulate(model.model, { ...options, seed, signal, log });
  if (result.windows === 0) return undefined;
  // Who plays all of it again has been through it; stretches follow each other.
  const known = leftOut === undefined && result.windows > 1 ? seconds : countedSeconds(result);
  const waiting = leftOut === undefined && !signal.aborted ? waitingAtEnd(result) : 0;
  return { outcome: labOutcome(model, result), seconds: known, waiting };
}

/** What to know before believing its times, if `growth` more requests a second come than are answered. */
export const strainOf = ({ outcome, waiting }: Found, growth: number): Strained => {
  if (growth > 0) return { unstable: { growth } };
  const isWhole = outcome.notices.every(({ code }) => code !== 'crowded');
  return isWhole && waiting > 0 ? { stillWaiting: waiting } : {};
};

/** By how many requests a second more come than at most are answered. */
export const excessOf = (rate: number, most: number = rate): number => Math.max(0, rate - most);

/** By how many requests a second all queues together grow that get more than they can do. */
export const growthOf = ({ notices }: Pick<LabOutcome, 'notices'>): number =>
  notices.reduce((sum, { code, growth = 0 }) => (code === 'unstable' ? sum + growth : sum), 0);
