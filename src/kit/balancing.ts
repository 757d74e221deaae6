/** How the next peer is chosen. `random_two` is `random two least_conn`; `consistent` is `hash … consistent`. */
export type BalancingMethod =
  'round_robin' | 'least_conn' | 'ip_hash' | 'hash' | 'consistent' | 'random' | 'random_two';

/** One server of an upstream, as the balancer's configuration says it. */
export interface PeerSpec {
  /** As written in the configuration, `192.168.56.11:8000`: the consistent ring is made of it. */
  readonly name: string;
  /** 1 if absent. */
  readonly weight?: number;
  /** Failures within `failTimeout` after which it is left out; 0: never. 1 if absent. */
  readonly maxFails?: number;
  /** Whole seconds: over how long failures are counted, and how long it is then left out. 10 if absent. */
  readonly failTimeout?: number;
  /** Requests at once; 0, as if absent: no limit. */
  readonly maxConns?: number;
  /** Asked only when none of the others can be. Round robin and least connections only. */
  readonly backup?: boolean;
  /** Never asked. */
  readonly down?: boolean;
}

/** What a balancer is told about those whom it gives requests to. */
export interface UpstreamSpec {
  readonly method: BalancingMethod;
  readonly peers: readonly PeerSpec[];
  /** How many peers one request may be given to; 0, as if absent: all. */
  readonly nextTries?: number;
  /**
   * Worker processes that each count turns, connections and failures for themselves, any of which takes the next request.
   * 1, as if absent: one memory, as a `zone` makes it for all of them.
   */
  readonly workers?: number;
}
