import { afterAll, describe, expect, test } from 'vitest';
import type { PeerSpec } from '../../src/kit/balancing.ts';
import { textKey } from '../../src/sim/balancing/hashes.ts';
import { upstreamPolicy } from '../../src/sim/balancing/policy.ts';
import type { UpstreamOptions } from '../../src/sim/balancing/policy.ts';
import { Upstream } from '../../src/sim/balancing/upstream.ts';
import { passed, peerFailures } from '../../src/sim/lab/passing.ts';
import type { DownMode } from '../../src/sim/model/model.ts';
import type { Choice, Policy } from '../../src/sim/policies/policy.ts';
import { simulate } from '../../src/sim/simulate.ts';
import { awayFromTheTick, line, startBackends, startBalancer, wait } from '../support/real-balancer.ts';
import type { Balancer, Case, PeerOfTest, Seen } from '../support/real-balancer.ts';
import { installed } from '../support/servers.ts';

/** Debian's nginx and the model: requests that stay, worker processes, forms, and what is drawn by lot. */

const backends = await startBackends(3);
afterAll(() => backends[Symbol.asyncDispose]());

const servers = (...specs: readonly PeerOfTest[]) => backends.peers(specs);
const noDraw = (): number => {
  throw new Error('nothing is drawn here');
};
const healthy = { maxFails: 1, failTimeout: 2 };

/** What a policy says of a request, asked as the engine asks it, while those backends are up. */
const answersOf = ({ name: nobody, peers }: Case, policy: Policy, now: number): Pick<Seen, 'asked' | 'statuses'> => {
  const free = { tried: () => false, healthy: () => true, busy: () => 0 };
  const choice: Choice = { now, client: 0, key: 0, tries: 0, isLast: false, memo: 0, ...free };
  const asked: string[] = [];
  const statuses: string[] = [];
  do {
    const target = policy.choose(choice);
    const name = peers[target]?.name ?? nobody;
    const isUp = backends.areUp(name);
    asked.push(name);
    statuses.push(isUp ? '200' : '502');
    if (target >= 0) policy.ended?.(target, isUp ? 'answered' : 'failed', choice);
  } while (choice.memo >= 0);
  return { asked, statuses };
};

describe.skipIf(!installed('nginx'))('as nginx does', () => {
  test('the fewest connections, with requests that stay', async () => {
    await backends.set([]);
    const one: Case = { name: 'busy', method: 'least_conn', peers: servers({ weight: 2 }, {}, {}) };
    await using balancer = await startBalancer([one]);
    const upstream = new Upstream(one, noDraw);
    const arrived: string[] = [];
    const answers: Promise<Seen>[] = [];
    const expected: string[] = [];
    for (let count = 0; count < 12; count += 1) {
      const isHeld = count % 4 !== 3;
      const attempt = upstream.attempt();
      upstream.begin(attempt, textKey(''));
      expected.push(one.peers[upstream.choose(attempt, 0)]!.name);
      if (!isHeld) {
        upstream.release(attempt, false, 0);
        arrived.push(...(await balancer.ask('/busy')).asked);
        continue;
      }
      const held = new Promise<void>((resolve) => {
        for (const backend of backends.all)
          backend.onHeld(() => {
            arrived.push(backend.name);
            resolve();
          });
      });
      answers.push(balancer.ask('/busy?hold'));
      await held;
    }
    for (const backend of backends.all) backend.letGo();
    await Promise.all(answers);
    expect(arrived).toEqual(expected);
    expect(new Set(arrived).size).toBe(3);
  });

  test('without a zone each worker process has turns and failures of its own, and they are those of the model', async () => {
    await backends.set([]);
    const one: Case = {
      name: 'apart',
      method: 'round_robin',
      peers: servers({ ...healthy, weight: 3 }, healthy, healthy),
    };
    await using balancer = await startBalancer([one], 2);
    const [told, foretold]: string[][] = [[], []];
    let taker = 0;
    const model = upstreamPolicy({
      targets: one.peers.map(({ name, weight = 1 }) => ({ name, weight })),
      options: { upstream: { ...one, workers: 2 }, phase: 0 } satisfies UpstreamOptions,
      // Chance is the taker's number: as in reality, whoever takes the request.
      random: () => (taker + 0.5) / 2,
    });
    for (const [round, down] of [[], [0], [], [2], []]
      .flatMap((each) => Array<readonly number[]>(18).fill(each))
      .entries()) {
      await backends.set(down);
      // Neither the same one each time nor by turns.
      taker = Number(round % 5 < 2 || round % 7 === 0);
      await awayFromTheTick();
      const now = Math.floor(Date.now() / 1000);
      const seen = await balancer.askWorker(taker, '/apart');
      told!.push(line(seen, round));
      foretold!.push(line(answersOf(one, model, now), round));
      await wait(50);
    }
    expect(foretold).toEqual(told);
    expect(told!.filter((each) => each.includes('502')).length).toBeGreaterThan(3);
  });

  test('a form that was sent is tried nowhere else, one that was refused is', async () => {
    const told: string[] = [];
    const foretold: string[] = [];
    const peers = servers({ failTimeout: 60 }, { failTimeout: 60 });
    const stories = (['hung', 'refusing'] as const).flatMap((trouble) =>
      (['POST', 'GET'] as const).map((method) => ({ trouble, method, name: `${trouble}-${method.toLowerCase()}` })),
    );
    const cases = stories.map(({ name }): Case => ({ name, method: 'round_robin', peers, readTimeout: 1 }));
    await using balancer = await startBalancer(cases);
    for (const { trouble, method, name } of stories) {
      await backends.set(trouble === 'hung' ? [] : [0]);
      // The first instance is asked first, and only it is slow to answer; then it is left out.
      const held = trouble === 'hung' ? `?hold=${backends.all[0]!.name}` : '';
      for (const path of [`/${name}${held}`, `/${name}`, `/${name}`]) {
        const { asked, status } = await balancer.ask(path, { method });
        told.push(`${name}: ${asked.at(-1) ?? ''} ${String(status)}`);
      }
      foretold.push(...(await foretoldOf({ trouble, method, name, peers })));
    }
    expect(foretold).toEqual(told);
  });

  test('random shares are those of the model', async () => {
    await backends.set([]);
    const peers = servers({ weight: 4 }, { weight: 2 }, {});
    const cases: readonly Case[] = [
      { name: 'any', method: 'random', peers },
      { name: 'two', method: 'random_two', peers },
    ];
    await using balancer = await startBalancer(cases);
    for (const one of cases) expect(await distance(balancer, one, modelShares(one))).toBeLessThan(chance);
  });

  test('of two that are drawn the less busy one serves, with requests that stay', async () => {
    await backends.set([]);
    const peers = servers({ weight: 4 }, { weight: 2 }, {});
    const one: Case = { name: 'two', method: 'random_two', peers };
    // Two with the first and one with the second: for their weights they are as busy as each other, and the third is idle.
    const busy = [0, 1, 0];
    await using balancer = await startBalancer([one]);
    const answers = await hold(balancer, one, busy);
    expect(await distance(balancer, one, modelShares(one, busy))).toBeLessThan(chance);
    // If nobody were busy it would be other shares.
    expect(await distance(balancer, one, modelShares(one))).toBeGreaterThan(10 * chance);
    for (const backend of backends.all) backend.letGo();
    await Promise.all(answers);
  });
});

interface Story {
  readonly name: string;
  readonly trouble: 'hung' | 'refusing';
  readonly method: 'GET' | 'POST';
  readonly peers: readonly PeerSpec[];
}

/** What the engine makes of three requests, of which the first meets trouble at the first of two instances. */
const foretoldOf = async ({ name, trouble, method, peers }: Story): Promise<readonly string[]> => {
  const balancing = { method: 'round_robin', peers } as const;
  const kinds = ['GET', 'POST'].map((kind) => ({ name: kind, path: kind === 'POST' ? 'POST /' : '/', share: 0.5 }));
  const targets = peers.map((peer) => {
    const way = { there: [{ visit: `${peer.name} port`, for: 0 }], answered: [{ visit: peer.name, for: 0 }] };
    const work = { passOn: 'backends', balancing, timeout: 1, formsOnce: true } as const;
    return [peer.name, { steps: passed(work, way, { balancer: 'front', kinds, faults: [] }) }] as const;
  });
  const down = (by: Story['trouble'], how: DownMode) =>
    by === trouble
      ? [
          { at: 0, down: how },
          { at: 2, down: false as const },
        ]
      : [];
  const stations = peers.flatMap((peer, at) => [
    [
      `${peer.name} port`,
      { discipline: 'delay' as const, schedule: at === 0 ? down('refusing', 'refuse') : [] },
    ] as const,
    [peer.name, { discipline: 'delay' as const, schedule: at === 0 ? down('hung', 'pause') : [] }] as const,
  ]);
  const key = method === 'POST' ? 1 : 0;
  const { requests = [] } = await simulate(
    {
      sources: { all: { trace: { times: [0.5, 5, 6], keys: [key, key, key] }, steps: [{ balance: 'front' }] } },
      stations: Object.fromEntries(stations),
      balancers: {
        front: {
          ...{ policy: 'upstream', options: { upstream: balancing }, tries: 2, retryOn: peerFailures },
          targets: Object.fromEntries(targets),
        },
      },
    },
    { seconds: 10, warmup: 0, replications: 1, log: true },
  );
  const statuses: Readonly<Record<string, number>> = { timeout: 504, down: 502 };
  return requests.map(
    ({ target = '', failure }) => `${name}: ${target} ${String(failure === undefined ? 200 : statuses[failure])}`,
  );
};

/** Pearson's chi square with two degrees of freedom exceeds it once in ten thousand runs. */
const chance = 18.4;

/** How far the shares of the real one are from those: chi square. */
const distance = async (balancer: Balancer, one: Case, shares: ReadonlyMap<string, number>): Promise<number> => {
  const real = new Map<string, number>();
  const requests = 2000;
  for (let count = 0; count < requests; count += 1) {
    const { asked } = await balancer.ask(`/${one.name}`);
    real.set(asked[0]!, (real.get(asked[0]!) ?? 0) + 1);
  }
  const terms = [...shares].map(
    ([name, share]) => ((real.get(name) ?? 0) - requests * share) ** 2 / (requests * share),
  );
  return terms.reduce((sum, term) => sum + term, 0);
};

/**
 * Lets requests stay with backends, by their places, one after the other: who comes to another one than is meant is answered
 * and gone.
 */
const hold = async (balancer: Balancer, { name }: Case, at: readonly number[]): Promise<readonly Promise<Seen>[]> => {
  const answers: Promise<Seen>[] = [];
  while (answers.length < at.length) {
    const backend = backends.all[at[answers.length]!]!;
    const held = new Promise<true>((resolve) => backend.onHeld(() => resolve(true)));
    const answer = balancer.ask(`/${name}?hold=${backend.name}`);
    if (await Promise.race([held, answer.then(() => false)])) answers.push(answer);
  }
  return answers;
};

/** The shares of each peer, if requests stay with those. */
const modelShares = (one: Case, at: readonly number[] = []): ReadonlyMap<string, number> => {
  const upstream = new Upstream(one, (below) => Math.floor(Math.random() * below));
  const ask = () => {
    const attempt = upstream.attempt();
    upstream.begin(attempt, textKey(''));
    return { attempt, peer: upstream.choose(attempt, 0) };
  };
  for (let held = 0; held < at.length;) {
    const { attempt, peer } = ask();
    if (peer === at[held]) held += 1;
    else upstream.release(attempt, false, 0);
  }
  const requests = 200_000;
  const counts = new Map<string, number>();
  for (let count = 0; count < requests; count += 1) {
    const { attempt, peer } = ask();
    upstream.release(attempt, false, 0);
    const { name } = one.peers[peer]!;
    counts.set(name, (counts.get(name) ?? 0) + 1 / requests);
  }
  return counts;
};
