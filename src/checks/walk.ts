import type { JourneyStep } from '../kit/role.ts';
import type { Sentence } from '../model/sentence.ts';
import type { Service } from '../model/blueprint.ts';
import type { HttpAnswer } from '../ports/http.ts';
import { DialError } from '../ports/vantage.ts';
import * as text from '../text/checks.ts';
import type { Browser } from './browser.ts';
import { openBrowser } from './browser.ts';
import type { CheckGround } from './check.ts';
import type { Way } from './front.ts';
import { fieldOf, wayOf } from './front.ts';
import { askRedis, askSql } from './stores.ts';
import { deadline } from '../ports/deadline.ts';

/** A visitor on a journey, with what the steps so far have left behind. */
export interface Traveller {
  readonly ground: CheckGround;
  readonly service: Service;
  readonly browser: Browser;
  /** Stands for `{random}`. */
  readonly random: string;
  /** Looks each trace up again that was found: whether it is there. */
  readonly traces: (() => Promise<boolean>)[];
}

/** A visitor at the front of a service: somebody new, or one who was there before. */
export const setOut = (ground: CheckGround, service: Service, way: Way, random = somebody(ground)): Traveller => ({
  ground,
  service,
  browser: openBrowser(ground, way),
  random,
  traces: [],
});

const somebody = ({ random }: CheckGround): string =>
  `bancada${random.text(12, 'abcdefghijklmnopqrstuvwxyz0123456789')}`;

/** Walks until a step fails, and returns which one and why; `undefined` if all went well. */
export const walk = async (
  traveller: Traveller,
  steps: readonly JourneyStep[],
  signal: AbortSignal,
): Promise<Sentence | undefined> => {
  for (const step of steps) {
    signal.throwIfAborted();
    const why = await take(traveller, step, signal).catch(explainDial);
    if (why !== undefined) return text.stepFailed(stepName(step), why);
  }
  return undefined;
};

const patienceMs = 15_000;

/** Undoes what the steps made and makes sure that no trace is left; returns what went wrong. Takes at most a few seconds. */
export const tidyUp = async (traveller: Traveller, cleanup: readonly JourneyStep[]): Promise<Sentence | undefined> => {
  try {
    const failed = await walk(traveller, cleanup, deadline(patienceMs));
    if (failed !== undefined) return failed;
    const there = await Promise.all(traveller.traces.map((isThere) => isThere()));
    return there.includes(true) ? text.traceLeft : undefined;
  } catch (error) {
    return text.couldNotAsk(error instanceof Error ? error.message : String(error));
  }
};

const explainDial = (error: unknown): Sentence => {
  if (error instanceof DialError) return text.dialFailures[error.failure];
  throw error;
};

const stepName = (step: JourneyStep): string => {
  switch (step.step) {
    case 'get':
    case 'post':
      return `${step.step.toUpperCase()} ${step.path}`;
    case 'other-instance':
      return `GET ${step.path}`;
    case 'sql':
    case 'redis':
      return `${step.need} (${step.step})`;
  }
};

/** Takes one step; returns what is wrong with its outcome. */
const take = async (traveller: Traveller, step: JourneyStep, signal: AbortSignal): Promise<Sentence | undefined> => {
  const { browser, ground } = traveller;
  const fill = (words: string): string =>
    words.replaceAll('{random}', traveller.random).replaceAll('{token}', browser.token());
  switch (step.step) {
    case 'get':
      return judge(await browser.get(fill(step.path)), step.status, step.contains && fill(step.contains));
    case 'post': {
      const form = Object.fromEntries(Object.entries(step.form).map(([name, value]) => [name, fill(value)]));
      return judge(await browser.post(fill(step.path), form), step.status);
    }
    case 'other-instance':
      return meetOthers(traveller, step, fill(step.contains));
    case 'sql': {
      const values = step.values.map(fill);
      const isThere = async (service: Service, until: AbortSignal): Promise<boolean> =>
        (await askSql(ground, service, step.query, values, until)).length > 0;
      return find(traveller, step.need, isThere, signal);
    }
    case 'redis': {
      const cookie = step.cookie === undefined ? '' : browser.cookie(step.cookie);
      const command = step.command.map((word) => fill(word).replaceAll('{cookie}', cookie));
      const isThere = async (service: Service, until: AbortSignal): Promise<boolean> =>
        (await askRedis(ground, service, command, until)) !== undefined;
      return find(traveller, step.need, isThere, signal);
    }
  }
};

const judge = ({ status, body }: HttpAnswer, expected: number, contains?: string): Sentence | undefined => {
  if (status !== expected) return text.wrongStatus(status, expected);
  return contains !== undefined && !body.includes(contains) ? text.lacks(contains) : undefined;
};

/** Looks for a trace in the service used under a need, and remembers it to see later that it is gone. */
const find = async (
  { ground, service, traces }: Traveller,
  need: string,
  isThere: (store: Service, signal: AbortSignal) => Promise<boolean>,
  signal: AbortSignal,
): Promise<Sentence | undefined> => {
  const target = service.uses.find(({ name }) => name === need)?.targets[0]?.service;
  const store = ground.world.blueprint.services.find(({ id }) => id === target);
  if (store === undefined || !(await isThere(store, signal))) return text.traceMissing;
  traces.push(() => isThere(store, deadline(patienceMs)));
  return undefined;
};

type OtherInstance = Extract<JourneyStep, { step: 'other-instance' }>;

/**
 * Asks until every instance has been met, each of which must know the visitor. Those that the front does not lead to
 * (a sticky balancer) are asked by the way that the front itself would take.
 */
const meetOthers = async (
  { ground, service, browser }: Traveller,
  { path, field }: OtherInstance,
  contains: string,
): Promise<Sentence | undefined> => {
  const { blueprint } = ground.world;
  const instances = blueprint.services.filter(({ name }) => name === service.name);
  const unmet = new Map(instances.map(({ id, machine }) => [machine ?? id, id]));
  const meet = async (by?: Way): Promise<Sentence | undefined> => {
    const answer = await browser.get(path, by);
    const name = fieldOf(answer, field);
    if (name === undefined) return text.noInstanceAnswered(path, field);
    unmet.delete(name);
    return answer.body.includes(contains) ? undefined : text.sessionLost(name);
  };
  for (let tries = 3 * instances.length; tries > 0 && unmet.size > 0; tries--) {
    const wrong = await meet();
    if (wrong !== undefined) return wrong;
  }
  const direct = blueprint.flows.filter(({ to }) => [...unmet.values()].includes(to.service));
  for (const flow of direct) {
    const way = wayOf(blueprint, flow);
    const wrong = way && (await meet(way));
    if (wrong !== undefined) return wrong;
  }
  return undefined;
};
