import pLimit from 'p-limit';
import type { Question } from '../kit/question.ts';
import type { Protocol } from '../model/blueprint.ts';
import type { DialFailure } from '../model/verdict.ts';
import { DialError, type Vantage } from '../ports/vantage.ts';
import type { CheckGround } from './check.ts';
import { sessionOn, type Place } from './place.ts';

/** Somewhere to knock: to open a connection, or to send a datagram, and to see what comes. */
export interface Knock {
  readonly address: string;
  readonly port: number;
  readonly protocol: Protocol;
}

/** How a knock was turned away; `undefined`: somebody opened. */
export type Turned = DialFailure | undefined;

/** Knocks that are answered within the same time, milliseconds, or count as silent. */
export interface Knocking {
  readonly knocks: readonly Knock[];
  readonly silenceMs: number;
}

/** Connections that are tried at the same time from a place outside the machines. */
const atOnce = 32;

/**
 * Knocks everywhere at once, and tells what came of each in the order of the knocks. On a machine all of it is one question
 * to the program there: connections by way of its sshd would leave a complaint in its journal for each that is refused.
 * @throws LabError `machine-not-reached`
 */
export const knockFrom = async (
  ground: CheckGround,
  place: Place,
  { knocks, silenceMs }: Knocking,
  signal: AbortSignal,
): Promise<readonly Turned[]> => {
  if (place.kind === 'network') {
    const [vantage, limit] = [await ground.vantage(place.network), pLimit(atOnce)];
    return Promise.all(knocks.map((knock) => limit(() => dialOnce(vantage, knock, { timeoutMs: silenceMs, signal }))));
  }
  const questions = knocks.map((knock) => ({ ask: 'knock', ...knock, timeoutMs: silenceMs }) satisfies Question);
  const facts = await sessionOn(ground, place.name).ask(questions, { signal });
  return questions.map((question) => facts.answer(question) ?? undefined);
};

const dialOnce = async (
  vantage: Vantage,
  { address, port }: Knock,
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<Turned> => {
  try {
    // A signal of its own, so that many connections do not all hang on one.
    (await vantage.dial(address, port, { timeoutMs, signal: AbortSignal.any([signal]) })).destroy();
    return undefined;
  } catch (error) {
    if (error instanceof DialError) return error.failure;
    throw error;
  }
};

/** Does something once for all who ask for it; what comes of it is everybody's. */
export const once = <T>(work: (signal: AbortSignal) => Promise<T>): ((signal: AbortSignal) => Promise<T>) => {
  let result: Promise<T> | undefined;
  return (signal) => (result ??= work(signal));
};
