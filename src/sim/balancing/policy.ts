import type { UpstreamSpec } from '../../kit/balancing.ts';
import type { PolicyMaker } from '../policies/policy.ts';
import type { Attempt } from './attempt.ts';
import { addressBytes, textKey } from './hashes.ts';
import { Upstream } from './upstream.ts';

/** What the policy `upstream` needs to know: the peers are the balancer's targets, in their order. */
export interface UpstreamOptions {
  readonly upstream: UpstreamSpec;
  /** The address of client 0, as an unsigned 32-bit number; the others' follow. 0 where clients are addresses themselves. */
  readonly firstAddress: number;
}

/** The request may be given to nobody else. */
const over = -1;

/** Chooses as the web balancer does whose modules `Upstream` follows. Its clock ticks at a phase of its own. */
export const upstreamPolicy: PolicyMaker = (setup) => {
  const { upstream: spec, firstAddress } = setup.options as UpstreamOptions;
  const upstream = new Upstream(spec, (below) => Math.floor(setup.random() * below));
  const keyOf = keysOf(spec, firstAddress);
  const phase = setup.random();
  const attempts: Attempt[] = [];
  const free: number[] = [];
  // A request's memo is the place of its record, counted from 1.
  const enter = (client: number): number => {
    const at = free.pop() ?? attempts.push(upstream.attempt());
    upstream.begin(attempts[at - 1]!, keyOf(client));
    return at;
  };
  return {
    choose(choice) {
      if (choice.memo === over) return -1;
      if (choice.memo === 0) choice.memo = enter(choice.client);
      const peer = upstream.choose(attempts[choice.memo - 1]!, Math.floor(choice.now + phase));
      if (peer < 0) {
        free.push(choice.memo);
        choice.memo = over;
      }
      return peer;
    },
    ended(_target, outcome, choice) {
      const failed = outcome === 'failed';
      if (upstream.release(attempts[choice.memo - 1]!, failed, Math.floor(choice.now + phase))) return;
      free.push(choice.memo);
      choice.memo = over;
    },
  };
};

const nothing = new Uint8Array(0);

/** What is hashed of a client, made once for each of them. */
function keysOf({ method }: UpstreamSpec, firstAddress: number): (client: number) => Uint8Array {
  if (method !== 'ip_hash' && method !== 'hash' && method !== 'consistent') return () => nothing;
  const known = new Map<number, Uint8Array>();
  return (client) => {
    const kept = known.get(client);
    if (kept) return kept;
    const bytes = addressBytes(firstAddress + client);
    const key = method === 'ip_hash' ? bytes.subarray(0, 3) : textKey(bytes.join('.'));
    known.set(client, key);
    return key;
  };
}
