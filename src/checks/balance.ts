import { DialError } from '../ports/vantage.ts';
import type { Sentence } from '../model/sentence.ts';
import {
  amongOthers,
  balanceHint,
  balanceTitle,
  expectExact,
  expectRandom,
  expectSticky,
  noConnection,
  noFront,
  sendNobody,
  shares,
  unnamedAnswer,
} from '../text/checks.ts';
import type { Check, CheckGround, CheckKind } from './check.ts';
import { countingRequests } from './others.ts';
import type { Way } from './front.ts';
import { ask, fieldOf, wayTo } from './front.ts';
import type { Promised } from './promises.ts';
import { promisesOf } from './promises.ts';
import type { Counts } from './shares.ts';
import { enoughFor, exactShares, looksLike, sameCounts, wholeTurns } from './shares.ts';

type BalancePromise = Promised<'balance'>;

/** Each balancer: the requests are shared as its algorithm promises. */
export const balance: CheckKind = {
  name: 'balance',
  derive: (ground) =>
    promisesOf(ground, 'balance').map((promised) => balanceCheck(ground, promised, { id: promised.service.id })),
};

/** The check of one balancer's promise. `requests`: at least as many. */
export const balanceCheck = (
  ground: CheckGround,
  promised: BalancePromise,
  { id, requests }: { readonly id: string; readonly requests?: number },
): Check => {
  const way = wayTo(ground.world.blueprint, promised.service);
  return {
    id: `balance:${id}`,
    title: balanceTitle(promised.service.id),
    from: way?.place.name ?? promised.machine.name,
    manner: 'counts',
    patient: false,
    ask: async (signal) => {
      const test = testOf(promised, requests);
      const { expected } = test;
      if (way === undefined) return { verdict: 'inconclusive', expected, seen: noFront(promised.service.id) };
      let seen = expected;
      let leftOut = false;
      let sent = 0;
      const requestsSoFar = test.inOrder ? await countingRequests(ground, promised, signal) : undefined;
      for (let attempt = 1; attempt <= test.attempts; attempt++) {
        const counts = await count(ground, way, promised, test.requests, signal);
        if ('unusable' in counts) return { verdict: 'fail', expected, seen: counts.unusable, hint: balanceHint };
        seen = shares(counts.answers);
        sent += test.requests;
        if (test.holds(counts.answers)) return { verdict: 'pass', expected, seen };
        leftOut = [...counts.answers.values()].includes(0);
      }
      const others = requestsSoFar === undefined || leftOut ? 0 : (await requestsSoFar()) - sent;
      if (others > 0) return { verdict: 'inconclusive', expected, seen: amongOthers(seen, others), hint: sendNobody };
      // A balancer leaves an instance out for some seconds that failed before: by chance nobody gets nothing at all.
      const passing = leftOut && test.everybody ? ({ passing: true } as const) : {};
      return { verdict: 'fail', expected, seen, hint: balanceHint, ...passing };
    },
  };
};

/** What is counted, and what must hold of it. */
interface ShareTest {
  readonly requests: number;
  readonly attempts: number;
  readonly expected: Sentence;
  /** Whether each instance must get some of the requests. */
  readonly everybody: boolean;
  /** Whether it is a matter of order, which requests of others that come between would spoil. */
  readonly inOrder: boolean;
  holds(counts: Counts): boolean;
}

const testOf = (promised: BalancePromise, asked: number | undefined): ShareTest => {
  const weights = weightsOf(promised);
  const values = [...weights.values()];
  switch (promised.promise.promise) {
    case 'even-rotation':
    case 'weighted-rotation': {
      const requests = wholeTurns(values, asked ?? 20);
      const exact = exactShares(weights, requests);
      const expected = expectExact(shares(exact).en, requests);
      return {
        requests,
        attempts: 3,
        expected,
        everybody: true,
        inOrder: true,
        holds: (counts) => sameCounts(counts, exact),
      };
    }
    case 'sticky': {
      const requests = asked ?? 10;
      const holds = (counts: Counts): boolean => [...counts.values()].includes(requests);
      return { requests, attempts: 1, expected: expectSticky(requests), everybody: false, inOrder: false, holds };
    }
    case 'random': {
      const requests = asked ?? enoughFor(values, 40 * weights.size);
      const holds = (counts: Counts): boolean =>
        looksLike(
          values,
          [...weights.keys()].map((name) => counts.get(name) ?? 0),
        );
      return { requests, attempts: 2, expected: expectRandom(requests), everybody: true, inOrder: false, holds };
    }
  }
};

/** Machine names of the instances with their weights. */
const weightsOf = ({ context, promise }: BalancePromise): ReadonlyMap<string, number> =>
  new Map(
    context
      .uses(promise.need)
      .map(({ service, machine }) => [machine?.name ?? service.name, promise.weights[service.id] ?? 1]),
  );

/** One request after the other, so that the order of arrival is the order of asking. */
const count = async (
  ground: CheckGround,
  way: Way,
  promised: BalancePromise,
  requests: number,
  signal: AbortSignal,
): Promise<{ readonly answers: Counts } | { readonly unusable: Sentence }> => {
  const { path, field } = promised.promise;
  const answers = new Map([...weightsOf(promised).keys()].map((name) => [name, 0]));
  try {
    for (let sent = 0; sent < requests; sent++) {
      const answer = await ask(ground, way, { path, signal });
      const name = fieldOf(answer, field);
      if (name === undefined) return { unusable: unnamedAnswer(field, answer.status) };
      answers.set(name, (answers.get(name) ?? 0) + 1);
    }
  } catch (error) {
    if (error instanceof DialError) return { unusable: noConnection(way.address, way.port, error.failure) };
    throw error;
  }
  return { answers };
};
