import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addressKey, textKey } from '../../src/sim/balancing/hashes.ts';
import { upstreamPolicy } from '../../src/sim/balancing/policy.ts';
import type { UpstreamOptions } from '../../src/sim/balancing/policy.ts';
import { Upstream } from '../../src/sim/balancing/upstream.ts';
import type { Choice, Policy } from '../../src/sim/policies/policy.ts';
import type { BalancingMethod, PeerSpec } from '../../src/kit/balancing.ts';
import { Backend, startBalancer } from '../support/real-balancer.ts';
import type { Case, Seen } from '../support/real-balancer.ts';
import { freePort, installed } from '../support/servers.ts';

/** Debian's nginx and the model are given the same requests; each must go to the same backends in the same order. */

const backends: Backend[] = [];
const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

beforeAll(async () => {
  for (let count = 0; count < 4; count += 1) backends.push(new Backend(await freePort()));
  await Promise.all(backends.map((backend) => backend.rise()));
});
afterAll(() => Promise.all(backends.map((backend) => backend.fall())));

const noDraw = (): number => {
  throw new Error('nothing is drawn here');
};

/** What the model says of a request while those backends are up. */
class Prediction {
  readonly #case: Case;
  readonly #upstream: Upstream;
  readonly #attempt;

  constructor(one: Case) {
    this.#case = one;
    this.#upstream = new Upstream(one, noDraw);
    this.#attempt = this.#upstream.attempt();
  }

  ask(key: Uint8Array, now: number): Pick<Seen, 'asked' | 'statuses'> {
    const ordered = [...this.#case.peers].sort((one, other) => Number(!!one.backup) - Number(!!other.backup));
    const asked: string[] = [];
    const statuses: string[] = [];
    this.#upstream.begin(this.#attempt, key);
    for (let goesOn = true; goesOn;) {
      const peer = this.#upstream.choose(this.#attempt, now);
      const name = ordered[peer]?.name ?? this.#case.name;
      const isUp = backends.some((backend) => backend.name === name && backend.isUp);
      asked.push(name);
      statuses.push(isUp ? '200' : '502');
      goesOn = peer >= 0 && this.#upstream.release(this.#attempt, !isUp, now);
    }
    return { asked, statuses };
  }
}

/** The same by a policy, as the engine asks it. */
const answersOf = ({ name: nobody, peers }: Case, policy: Policy, now: number): Pick<Seen, 'asked' | 'statuses'> => {
  const free = { tried: () => false, healthy: () => true, busy: () => 0 };
  const choice: Choice = { now, client: 0, key: 0, tries: 0, memo: 0, ...free };
  const asked: string[] = [];
  const statuses: string[] = [];
  do {
    const target = policy.choose(choice);
    const name = peers[target]?.name ?? nobody;
    const isUp = backends.some((backend) => backend.name === name && backend.isUp);
    asked.push(name);
    statuses.push(isUp ? '200' : '502');
    if (target >= 0) policy.ended?.(target, isUp ? 'answered' : 'failed', choice);
  } while (choice.memo >= 0);
  return { asked, statuses };
};

const keyOf = (method: BalancingMethod, from: string, key: string): Uint8Array =>
  method === 'ip_hash' ? addressKey(from) : textKey(key);

/** The balancer's second must not change between its choice and the model's. */
const awayFromTheTick = async (): Promise<void> => {
  const into = Date.now() % 1000;
  if (into > 900) await wait(1010 - into);
};

const servers = (...specs: readonly Omit<PeerSpec, 'name'>[]): readonly PeerSpec[] =>
  specs.map((spec, at) => ({ ...spec, name: backends[at]?.name ?? '' }));

const healthy = { maxFails: 1, failTimeout: 2 };

/** Built late: the ports are known then. */
const casesOf = (): readonly Case[] => [
  { name: 'even', method: 'round_robin', peers: servers({}, {}, {}) },
  { name: 'weights', method: 'round_robin', peers: servers({ weight: 5 }, {}, {}) },
  { name: 'out', method: 'round_robin', peers: servers(healthy, { ...healthy, weight: 3 }, { ...healthy, weight: 2 }) },
  {
    name: 'slow-out',
    method: 'round_robin',
    peers: servers({ weight: 5, maxFails: 3, failTimeout: 2 }, { weight: 4, maxFails: 2, failTimeout: 1 }, healthy),
  },
  { name: 'never-out', method: 'round_robin', peers: servers({ maxFails: 0 }, { maxFails: 0, weight: 2 }) },
  { name: 'one-try', method: 'round_robin', nextTries: 1, peers: servers(healthy, healthy, healthy) },
  { name: 'two-tries', method: 'round_robin', nextTries: 2, peers: servers(healthy, healthy, healthy) },
  { name: 'pair', method: 'round_robin', nextTries: 2, peers: servers({ failTimeout: 2 }, { failTimeout: 2 }) },
  { name: 'marked', method: 'round_robin', peers: servers(healthy, { ...healthy, down: true }, healthy) },
  {
    name: 'spare',
    method: 'round_robin',
    peers: servers(healthy, { ...healthy, weight: 2, backup: true }, healthy, { ...healthy, backup: true }),
  },
  { name: 'single', method: 'round_robin', peers: servers(healthy) },
  { name: 'single-spare', method: 'round_robin', peers: servers(healthy, { ...healthy, backup: true }) },
  { name: 'least', method: 'least_conn', peers: servers(healthy, healthy, healthy) },
  { name: 'least-weights', method: 'least_conn', peers: servers({ ...healthy, weight: 3 }, healthy, healthy) },
  { name: 'least-spare', method: 'least_conn', peers: servers(healthy, { ...healthy, backup: true }, healthy) },
  { name: 'address', method: 'ip_hash', peers: servers(healthy, healthy, healthy) },
  { name: 'address-weights', method: 'ip_hash', peers: servers({ ...healthy, weight: 3 }, healthy, { down: true }) },
  { name: 'address-pair', method: 'ip_hash', peers: servers(healthy, healthy) },
  { name: 'text', method: 'hash', peers: servers(healthy, healthy, healthy) },
  {
    name: 'text-weights',
    method: 'hash',
    peers: servers({ ...healthy, weight: 4 }, healthy, { ...healthy, weight: 2 }),
  },
  { name: 'ring', method: 'consistent', peers: servers(healthy, healthy, healthy) },
  { name: 'ring-weights', method: 'consistent', peers: servers({ ...healthy, weight: 2 }, healthy, { down: true }) },
  { name: 'ring-pair', method: 'consistent', peers: servers(healthy, healthy) },
];

/** Which backends are down, and for how many rounds of requests. */
const story: readonly { readonly down: readonly number[]; readonly rounds: number }[] = [
  { down: [], rounds: 12 },
  { down: [0], rounds: 12 },
  { down: [0, 1], rounds: 8 },
  { down: [0, 1, 2, 3], rounds: 6 },
  { down: [], rounds: 16 },
  { down: [2], rounds: 8 },
  { down: [], rounds: 6 },
  // One that comes and goes: its failures add up although it answers in between.
  ...Array.from({ length: 14 }, (_, at) => ({ down: at % 2 === 0 ? [0, 1] : [], rounds: 1 })),
  { down: [], rounds: 8 },
];

const setBackends = async (down: readonly number[]): Promise<void> => {
  for (const [at, backend] of backends.entries())
    if (backend.isUp === down.includes(at)) await (backend.isUp ? backend.fall() : backend.rise());
};

interface Told {
  readonly real: readonly string[];
  readonly model: readonly string[];
  readonly failures: number;
}

const line = ({ asked, statuses }: Pick<Seen, 'asked' | 'statuses'>, round: number): string =>
  `${String(round)}: ${asked.map((name, at) => `${name} ${statuses[at] ?? ''}`).join(', ')}`;

/** Tells the whole story to every case at once, so that the waits for `fail_timeout` are shared. */
const tell = async (): Promise<ReadonlyMap<string, Told>> => {
  const cases = casesOf();
  await using balancer = await startBalancer(cases);
  const predictions = cases.map((one) => new Prediction(one));
  const told = new Map(cases.map(({ name }) => [name, { real: [] as string[], model: [] as string[], failures: 0 }]));
  let round = 0;
  for (const { down, rounds } of story) {
    await setBackends(down);
    for (let left = rounds; left > 0; left -= 1) {
      round += 1;
      for (const [at, { name, method }] of cases.entries()) {
        const [from, key] = [`127.${String(round % 7)}.${String(round % 11)}.1`, `visitor-${String(round % 9)}`];
        await awayFromTheTick();
        const now = Math.floor(Date.now() / 1000);
        const seen = await balancer.ask(`/${name}?key=${key}`, from);
        const record = told.get(name)!;
        record.real.push(line(seen, round));
        record.model.push(line(predictions[at]!.ask(keyOf(method, from, key), now), round));
        if (seen.status !== 200) record.failures += 1;
      }
      await wait(100);
    }
  }
  return told;
};

describe.skipIf(!installed('nginx'))('peers are chosen as nginx chooses them', () => {
  let told: ReadonlyMap<string, Told>;
  beforeAll(async () => {
    told = await tell();
  });

  test.each([
    ...['even', 'weights', 'out', 'slow-out', 'never-out', 'one-try', 'two-tries', 'pair', 'marked', 'spare'],
    ...['single', 'single-spare', 'least', 'least-weights', 'least-spare', 'address', 'address-weights'],
    ...['address-pair', 'text', 'text-weights', 'ring', 'ring-weights', 'ring-pair'],
  ])('%s', (name) => {
    const { real, model, failures } = told.get(name)!;
    expect(model).toEqual(real);
    // The story has no backend for a while: whoever saw none of it was not told it.
    expect(failures).toBeGreaterThan(0);
    expect(real.length).toBe(90);
  });

  test('the fewest connections, with requests that stay', async () => {
    await setBackends([]);
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
        for (const backend of backends)
          backend.onHeld(() => {
            arrived.push(backend.name);
            resolve();
          });
      });
      answers.push(balancer.ask('/busy?hold'));
      await held;
    }
    for (const backend of backends) backend.letGo();
    await Promise.all(answers);
    expect(arrived).toEqual(expected);
    expect(new Set(arrived).size).toBe(3);
  });

  test('without a zone each worker process has turns and failures of its own, and they are those of the model', async () => {
    await setBackends([]);
    const one: Case = { name: 'apart', method: 'round_robin', peers: servers({ ...healthy, weight: 3 }, healthy, healthy) };
    await using balancer = await startBalancer([one], 2);
    const [told, foretold]: string[][] = [[], []];
    let taker = 0;
    const model = upstreamPolicy({
      targets: one.peers.map(({ name, weight = 1 }) => ({ name, weight })),
      options: { upstream: { ...one, workers: 2 }, phase: 0 } satisfies UpstreamOptions,
      // Chance is the taker's number: as in reality, whoever takes the request.
      random: () => (taker + 0.5) / 2,
    });
    for (const [round, down] of [[], [0], [], [2], []].flatMap((each) => Array<readonly number[]>(18).fill(each)).entries()) {
      await setBackends(down);
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

  test('random shares are those of the model', async () => {
    await setBackends([]);
    const peers = servers({ weight: 4 }, { weight: 2 }, {});
    const cases: readonly Case[] = [
      { name: 'any', method: 'random', peers },
      { name: 'two', method: 'random_two', peers },
    ];
    await using balancer = await startBalancer(cases);
    for (const one of cases) {
      const [real, model] = [new Map<string, number>(), await modelShares(one, 200_000)];
      const requests = 2000;
      for (let count = 0; count < requests; count += 1) {
        const { asked } = await balancer.ask(`/${one.name}`);
        real.set(asked[0]!, (real.get(asked[0]!) ?? 0) + 1);
      }
      // Pearson's chi square with two degrees of freedom exceeds 18.4 once in ten thousand runs.
      const terms = [...model].map(
        ([name, share]) => ((real.get(name) ?? 0) - requests * share) ** 2 / (requests * share),
      );
      expect(terms.reduce((sum, term) => sum + term, 0)).toBeLessThan(18.4);
    }
  });
});

const modelShares = async (one: Case, requests: number): Promise<ReadonlyMap<string, number>> => {
  const upstream = new Upstream(one, (below) => Math.floor(Math.random() * below));
  const attempt = upstream.attempt();
  const counts = new Map<string, number>();
  for (let count = 0; count < requests; count += 1) {
    upstream.begin(attempt, textKey(''));
    const { name } = one.peers[upstream.choose(attempt, 0)]!;
    upstream.release(attempt, false, 0);
    counts.set(name, (counts.get(name) ?? 0) + 1 / requests);
  }
  return counts;
};
