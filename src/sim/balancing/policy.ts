import type { UpstreamSpec } from '../../kit/balancing.ts';
import type { PolicyMaker } from '../policies/policy.ts';
import type { Attempt } from './attempt.ts';
import type { Draw } from './draw.ts';
import { addressBytes, textKey } from './hashes.ts';
import { Upstream } from './upstream.ts';

/** What the policy `upstream` needs to know: the peers are the balancer's targets, in their order. */
export interface UpstreamOptions {
  readonly upstream: UpstreamSpec;
  /** How much of a second of its clock is over at the start, 0 to 1; drawn if absent. */
  readonly phase?: number;
  /**
   * Configurations that take its place, in order; `at` in seconds. As after a reload: what is under way ends with the old
   * one, and the new one knows nothing of what failed before.
   */
  readonly reloads?: readonly { readonly at: number; readonly upstream: UpstreamSpec }[];
}

/** The request may be given to nobody else. */
const over = -1;

/**
 * Chooses as the web balancer does whose modules `Upstream` follows. Its clock ticks whole seconds. Where its worker processes
 * share nothing, each request comes to one of them by chance, which stays with it to its end.
 */
export const upstreamPolicy: PolicyMaker = (setup) => {
  const { upstream, reloads = [] } = setup.options as UpstreamOptions;
  const draw: Draw = (below) => Math.floor(setup.random() * below);
  const configurations = [{ at: 0, upstream }, ...reloads].map((each) => configured(each, draw));
  const drawn = setup.random();
  const { phase = drawn } = setup.options as UpstreamOptions;
  const records: Underway[] = [];
  let current = 0;
  // A request's memo is the place of its record, counted from 1.
  const enter = (client: number, now: number): number => {
    while (current + 1 < configurations.length && configurations[current + 1]!.at <= now) current += 1;
    const { workers, keyOf } = configurations[current]!;
    const by = workers[workers.length > 1 ? draw(workers.length) : 0]!;
    const at = by.free.pop() ?? records.push({ by, attempt: by.upstream.attempt() });
    by.upstream.begin(records[at - 1]!.attempt, keyOf(client));
    return at;
  };
  const leave = (memo: number): number => {
    records[memo - 1]!.by.free.push(memo);
    return over;
  };
  return {
    choose(choice) {
      if (choice.memo === over) return -1;
      if (choice.memo === 0) choice.memo = enter(choice.client, choice.now);
      const { by, attempt } = records[choice.memo - 1]!;
      const peer = by.upstream.choose(attempt, Math.floor(choice.now + phase));
      if (peer < 0) choice.memo = leave(choice.memo);
      return peer;
    },
    ended(_target, outcome, choice) {
      const { by, attempt } = records[choice.memo - 1]!;
      const again = by.upstream.release(attempt, outcome === 'failed', Math.floor(choice.now + phase));
      if (!again || choice.isLast) choice.memo = leave(choice.memo);
    },
  };
};

/** The balancer between two reloads. */
interface Configuration {
  readonly at: number;
  readonly workers: readonly Worker[];
  readonly keyOf: (client: number) => Uint8Array;
}

/** A worker process, or all of them if they share what they know. */
interface Worker {
  readonly upstream: Upstream;
  /** Places of records that no request needs any more. */
  readonly free: number[];
}

/** A request's, with the worker that it came to. */
interface Underway {
  readonly by: Worker;
  readonly attempt: Attempt;
}

/** @throws RangeError for what such a balancer would refuse */
const configured = ({ at, upstream }: { readonly at: number; readonly upstream: UpstreamSpec }, draw: Draw) => {
  const { workers = 1 } = upstream;
  if (!Number.isInteger(workers) || workers < 1) throw new RangeError(`there cannot be ${String(workers)} workers`);
  const configuration: Configuration = {
    at,
    workers: Array.from({ length: workers }, () => ({ upstream: new Upstream(upstream, draw), free: [] })),
    keyOf: keysOf(upstream),
  };
  return configuration;
};

const nothing = new Uint8Array(0);

/** What is hashed of a client, made once for each of them. */
function keysOf({ method }: UpstreamSpec): (client: number) => Uint8Array {
  if (method !== 'ip_hash' && method !== 'hash' && method !== 'consistent') return () => nothing;
  const known = new Map<number, Uint8Array>();
  return (client) => {
    const kept = known.get(client);
    if (kept) return kept;
    const bytes = addressBytes(client);
    const key = method === 'ip_hash' ? bytes.subarray(0, 3) : textKey(bytes.join('.'));
    known.set(client, key);
    return key;
  };
}
