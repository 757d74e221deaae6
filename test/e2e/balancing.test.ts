import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addressKey, textKey } from '../../src/sim/balancing/hashes.ts';
import { Upstream } from '../../src/sim/balancing/upstream.ts';
import type { BalancingMethod } from '../../src/kit/balancing.ts';
import { awayFromTheTick, line, startBackends, startBalancer, wait } from '../support/real-balancer.ts';
import type { Case, PeerOfTest, Seen } from '../support/real-balancer.ts';
import { installed } from '../support/servers.ts';

/** Debian's nginx and the model are given the same requests; each must go to the same backends in the same order. */

const backends = await startBackends(4);
afterAll(() => backends[Symbol.asyncDispose]());

const servers = (...specs: readonly PeerOfTest[]) => backends.peers(specs);

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
      const isUp = backends.areUp(name);
      asked.push(name);
      statuses.push(isUp ? '200' : '502');
      goesOn = peer >= 0 && this.#upstream.release(this.#attempt, !isUp, now);
    }
    return { asked, statuses };
  }
}

const keyOf = (method: BalancingMethod, from: string, key: string): Uint8Array =>
  method === 'ip_hash' ? addressKey(from) : textKey(key);

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

interface Told {
  readonly real: readonly string[];
  readonly model: readonly string[];
  readonly failures: number;
}

/** Tells the whole story to every case at once, so that the waits for `fail_timeout` are shared. */
const tell = async (): Promise<ReadonlyMap<string, Told>> => {
  const cases = casesOf();
  await using balancer = await startBalancer(cases);
  const predictions = cases.map((one) => new Prediction(one));
  const told = new Map(cases.map(({ name }) => [name, { real: [] as string[], model: [] as string[], failures: 0 }]));
  let round = 0;
  for (const { down, rounds } of story) {
    await backends.set(down);
    for (let left = rounds; left > 0; left -= 1) {
      round += 1;
      for (const [at, { name, method }] of cases.entries()) {
        const [from, key] = [`127.${String(round % 7)}.${String(round % 11)}.1`, `visitor-${String(round % 9)}`];
        await awayFromTheTick();
        const now = Math.floor(Date.now() / 1000);
        const seen = await balancer.ask(`/${name}?key=${key}`, { from });
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
});
