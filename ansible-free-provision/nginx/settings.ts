import type { Machine } from '../../src/model/blueprint.ts';

/** What the configuration says of every balancer. */
export const limits = {
  /** Connections of a worker process, the visitors' and those to the instances together. */
  connections: 4096,
  /** Instances that one request is given to at most. */
  tries: 2,
  connectSeconds: 2,
  readSeconds: 15,
} as const;

/** Worker processes: one for each processor, and one for a part of one. */
export const workersOn = ({ size }: Machine): number => Math.ceil(size.cpus);
