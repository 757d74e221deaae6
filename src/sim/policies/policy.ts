/** What a policy is told when it has to choose. One object for all requests: read it, do not keep it. */
export interface Choice {
  /** Seconds since the start. */
  readonly now: number;
  /** Who asks, an unsigned integer below 2^32, such as an IPv4 address. */
  readonly client: number;
  /** What is asked for: a number whose meaning is the model's. */
  readonly key: number;
  /** How many targets of this balancer the request has tried in vain, this time. */
  readonly tries: number;
  /** Whether this request has tried the target in vain. */
  tried(target: number): boolean;
  /** Whether the health checks of the balancer, if it has any, let the target be asked. */
  healthy(target: number): boolean;
  /** Requests that are under way to the target by this balancer. */
  busy(target: number): number;
  /** Of an attempt that has ended: whether the request goes to no other target. */
  readonly isLast: boolean;
  /** Kept for the policy from the first choice for a request to its end; 0 at first. A 32-bit integer. */
  memo: number;
}

/**
 * How an attempt ended: with an answer, in failure, or because who asked has gone. What fails for a cause that the
 * balancer does not try again for is an answer to it: an error page.
 */
export type Outcome = 'answered' | 'failed' | 'abandoned';

/** Chooses a target, by its index, for each request. An object for each balancer; it may have a memory. */
export interface Policy {
  /** The index of a target, or -1 if none may be asked. */
  choose(choice: Choice): number;
  /** An attempt has ended. */
  ended?(target: number, outcome: Outcome, choice: Choice): void;
}

/** What a policy is made of. */
export interface PolicySetup {
  readonly targets: readonly { readonly name: string; readonly weight: number }[];
  /** `options` of the balancer in the model. */
  readonly options: unknown;
  /** The balancer's own stream of chance: evenly between 0 and 1, both exclusive. */
  readonly random: () => number;
}

export type PolicyMaker = (setup: PolicySetup) => Policy;
