import { upstreamPolicy } from '../balancing/policy.ts';
import { hash } from './hash.ts';
import { leastBusy, powerOfD } from './least-busy.ts';
import type { PolicyMaker } from './policy.ts';
import { random } from './random.ts';
import { roundRobin } from './round-robin.ts';

/** The policies that a model can name. A new one is a file and a line here. */
export const knownPolicies: Readonly<Record<string, PolicyMaker>> = {
  random,
  'round-robin': roundRobin,
  'least-busy': leastBusy,
  'power-of-d': powerOfD,
  hash,
  upstream: upstreamPolicy,
};
