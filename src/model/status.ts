import type { Port } from './blueprint.ts';
import type { Sentence } from './sentence.ts';

/** What a number of a reading counts in. A `ratio` lies between 0 and 1. */
export type ReadingUnit = 'per-second' | 'bytes' | 'ratio' | 'seconds' | 'count' | 'text';

/** One live value of a service. `null`: it could not be read, or it is a rate and was read only once. */
export interface Gauge {
  /** Unique within its service: `operations`. */
  readonly name: string;
  readonly label: Sentence;
  readonly unit: ReadingUnit;
  readonly value: number | string | null;
}

/** What a machine does, against what it has. `null`: unknown. */
export interface MachineLoad {
  /** Cores. */
  readonly cpu: { readonly used: number | null; readonly of: number };
  readonly memory: { readonly usedBytes: number; readonly ofBytes: number };
  readonly disk: { readonly usedBytes: number; readonly ofBytes: number };
  readonly devices: readonly {
    readonly device: string;
    readonly receivedPerSecond: number | null;
    readonly sentPerSecond: number | null;
  }[];
}

/** The requests that a balancer has passed on since the reading before. */
export interface Traffic {
  readonly perSecond: number;
  /** Answered with a status of 500 and more. */
  readonly failedPerSecond: number;
  /** Of the time that a request took in the balancer; absent if there was none. */
  readonly seconds?: { readonly p50: number; readonly p95: number; readonly p99: number };
  /** In the order of the topology. */
  readonly targets: readonly TargetTraffic[];
}
/** One target's part of the traffic. */
export interface TargetTraffic {
  /** Service id. */
  readonly service: string;
  readonly perSecond: number;
  /** Tries that it failed to answer. */
  readonly failedPerSecond: number;
}

/** What is known of a service. */
export interface ServiceStatus {
  readonly id: string;
  readonly role: string;
  readonly ports: readonly Port[];
  readonly state: 'ready' | 'not-ready' | 'unknown';
  /** What is not true yet. */
  readonly why?: Sentence;
  readonly gauges: readonly Gauge[];
  /** Of a balancer whose log was read twice. */
  readonly traffic?: Traffic;
}
