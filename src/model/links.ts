import type { Link } from './topology.ts';

/** One direction of a machine's link to a network, as it is to be while the lab runs. What is absent is not limited. */
export interface Direction extends Link {
  /** Nothing gets through. */
  readonly down?: boolean;
}

/** A machine's link to a network that was changed while the lab runs. A direction that is absent is as declared. */
export interface ChangedLink {
  readonly machine: string;
  readonly network: string;
  /** What the machine sends. */
  readonly from?: Direction;
  /** What is sent to the machine. */
  readonly to?: Direction;
}
