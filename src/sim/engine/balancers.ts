import type { Choice, Outcome, Policy, PolicyMaker } from '../policies/policy.ts';
import type { CompiledBalancer } from '../program/compiled.ts';
import type { Streams } from '../random/streams.ts';
import type { Agenda } from './agenda.ts';
import { Health } from './health.ts';
import type { Requests } from './requests.ts';

type KnownPolicies = Readonly<Record<string, PolicyMaker>>;

interface Around {
  readonly requests: Requests;
  readonly agenda: Agenda;
  readonly streams: Streams;
}

/** So many tries are never left. */
const committed = 2 ** 30;

/** One balancer: its policy, and what is under way to each of its targets. */
export class Balancing implements Choice {
  key = 0;
  tries = 0;
  memo = 0;
  isLast = true;
  readonly chosen: Float64Array;
  readonly failed: Float64Array;
  readonly health: Health;
  private readonly underway: Int32Array;
  private readonly policy: Policy;
  private readonly requests: Requests;
  private readonly agenda: Agenda;
  private row = 0;
  private frame = 0;

  constructor(balancer: CompiledBalancer, { requests, agenda, streams }: Around, policies: KnownPolicies) {
    const { targets, options, chance, policy } = balancer;
    this.requests = requests;
    this.agenda = agenda;
    this.chosen = new Float64Array(targets.length);
    this.failed = new Float64Array(targets.length);
    this.underway = new Int32Array(targets.length);
    this.health = new Health(balancer, agenda);
    this.policy = policies[policy]!({ targets, options, random: () => streams.uniform(chance) });
  }

  // Not copied into fields for each request: a number with a fraction, or beyond 31 bits, may have to be put into a box.
  get now(): number {
    return this.agenda.now;
  }

  get client(): number {
    return this.requests.client[this.row]! >>> 0;
  }

  tried(target: number): boolean {
    const word = this.frame * this.requests.triedWords + (target >> 5);
    return (this.requests.frameTried[word]! & (1 << (target & 31))) !== 0;
  }

  healthy(target: number): boolean {
    return this.health.allows(target);
  }

  busy(target: number): number {
    return this.underway[target]!;
  }

  /** The balancer meets the request for the first time. */
  begin(frame: number): void {
    const { frameTried, frameTries, frameMemo, triedWords } = this.requests;
    for (let word = 0; word < triedWords; word += 1) frameTried[frame * triedWords + word] = 0;
    frameTries[frame] = 0;
    frameMemo[frame] = 0;
  }

  /** Nobody else is asked for the request. */
  commit(frame: number): void {
    this.requests.frameTries[frame] = committed;
  }

  /** A target for the request, or -1. */
  choose(row: number, frame: number): number {
    this.look(row, frame);
    const target = this.policy.choose(this);
    this.requests.frameMemo[frame] = this.memo;
    if (target < 0) return -1;
    this.requests.frameThing[frame] = target;
    this.underway[target] = this.underway[target]! + 1;
    this.chosen[target] = this.chosen[target]! + 1;
    return target;
  }

  /** An attempt has ended; one that failed counts as tried, of so many tries in all. */
  ended(row: number, frame: number, outcome: Outcome, most: number): void {
    const { requests } = this;
    const target = requests.frameThing[frame]!;
    this.look(row, frame);
    this.isLast = outcome !== 'failed' || this.tries + 1 >= most;
    this.underway[target] = this.underway[target]! - 1;
    if (outcome === 'failed') {
      this.failed[target] = this.failed[target]! + 1;
      const word = frame * requests.triedWords + (target >> 5);
      requests.frameTried[word] = requests.frameTried[word]! | (1 << (target & 31));
      requests.frameTries[frame] = requests.frameTries[frame]! + 1;
      this.health.failed(target);
    }
    this.policy.ended?.(target, outcome, this);
  }

  /** A new window begins. */
  clear(): void {
    this.chosen.fill(0);
    this.failed.fill(0);
  }

  private look(row: number, frame: number): void {
    const { requests } = this;
    this.key = requests.key[row]!;
    this.tries = requests.frameTries[frame]!;
    this.memo = requests.frameMemo[frame]!;
    this.row = row;
    this.frame = frame;
  }
}
