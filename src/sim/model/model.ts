import type { Distribution } from './distribution.ts';
import type { Source } from './source.ts';
import type { Cause, Steps } from './step.ts';

/**
 * A network of queues, as plain data: what JSON can say, so that it can be stored, compared, and sent to other threads.
 * Times are seconds, rates are per second (of links: bits per second), sizes are bytes.
 */
export interface SimModel {
  readonly sources: Named<Source>;
  readonly stations?: Named<Station>;
  readonly links?: Named<Link>;
  readonly caches?: Named<Cache>;
  readonly balancers?: Named<Balancer>;
  /** Steps that occur in more than one place. None may contain itself. */
  readonly programs?: Named<Steps>;
}

/** Things by their names. */
export type Named<T> = Readonly<Record<string, T>>;

/** Servers and the queue in front of them: a processor, a team, a pool of connections, the workers of a program. */
export interface Station {
  /** Default 1. */
  readonly servers?: number;
  /**
   * - `fifo` (default): in the order of arrival
   * - `priority`: by the priority of the request, in the order of arrival among equals; nobody is interrupted
   * - `sharing`: all at once, each at `servers` divided by their number of the full speed, but none faster than one server
   * - `delay`: a server for everybody
   */
  readonly discipline?: 'fifo' | 'priority' | 'sharing' | 'delay';
  /** How many may wait, those in service not counted; who comes then fails with `full`. Default: any number. */
  readonly room?: number;
  /** How fast it works: a service of 1 s takes 0.5 s at speed 2. Default 1. What is held is held as long as it is held. */
  readonly speed?: number;
  /** Of a shared station: how much of its servers' time may be used. Default: all. */
  readonly quota?: Quota;
  readonly breakdowns?: Breakdowns;
  /** What happens to it at times that are known before. */
  readonly schedule?: readonly StationChange[];
}

/**
 * So many seconds of server time in each period, of all servers together: the processor of a container or of a machine
 * that has a part of one. It is not slower, it stands still when the quota of the period is used up.
 */
export interface Quota {
  readonly seconds: number;
  readonly period: number;
  /** When a period begins; others begin a whole number of periods before and after. Default 0. */
  readonly phase?: number;
}

/** It works for `up`, is broken for `down`, and so on, all its servers together, whether busy or not. */
export interface Breakdowns {
  readonly up: Distribution;
  readonly down: Distribution;
  /** See `StationChange.down`. Default `pause`. */
  readonly mode?: DownMode;
}

/**
 * - `pause`: who is in service waits, and goes on where it was; who comes, waits
 * - `refuse`: who is there, and who comes, fails at once with `down`
 */
export type DownMode = 'pause' | 'refuse';

export interface StationChange {
  /** Seconds after the start. */
  readonly at: number;
  readonly down?: DownMode | false;
  readonly speed?: number;
}

/** A way between two places. */
export interface Link {
  /** Seconds that every message takes. Default 0. */
  readonly delay?: Distribution;
  /** Added to `delay`, drawn for each message. */
  readonly jitter?: Distribution;
  /** Bits per second, shared by all messages in the order in which they come. Default: no limit. */
  readonly rate?: number;
  /** The probability that a message is lost. Default 0. */
  readonly loss?: number;
  /**
   * Seconds after which a lost message is sent again, twice that after the second loss, and so on, as TCP does.
   * Without it, the request fails with `lost`.
   */
  readonly resendAfter?: number;
  readonly schedule?: readonly LinkChange[];
}

export interface LinkChange {
  readonly at: number;
  readonly loss?: number;
  readonly delay?: number;
  /** Bits per second. */
  readonly rate?: number;
  /** Nothing gets through: all messages are lost. */
  readonly down?: boolean;
}

/** What is asked again and again, and kept. */
export interface Cache {
  /** How many different things there are. */
  readonly items: number;
  /**
   * Zipf's exponent: the i-th most popular thing is asked for with a probability proportional to 1/i^popularity. 0: all
   * alike. `key`: each request says which, as in a trace.
   */
  readonly popularity: number | 'key';
  /** How many it keeps; the one that was not asked for the longest goes (LRU). Default: all. */
  readonly capacity?: number;
  /** Seconds until what was stored is forgotten. Default: never. */
  readonly timeToLive?: number;
}

/** Something that has a choice. */
export interface Balancer {
  readonly targets: Named<Target>;
  /** The name of a policy: see `policies/`. Default `random`. */
  readonly policy?: string;
  /** What this policy needs to know, as plain data. */
  readonly options?: unknown;
  /** How many targets are tried for one request at most. Default 1. */
  readonly tries?: number;
  /** After which causes another target is tried. Default: all. */
  readonly retryOn?: readonly Cause[];
  readonly passive?: PassiveHealth;
  readonly active?: ActiveHealth;
}

export interface Target {
  /** Its share, for policies that know shares. Default 1. */
  readonly weight?: number;
  readonly steps: Steps;
}

/** A target that failed `failures` times within `window` seconds is not asked for `rest` seconds. */
export interface PassiveHealth {
  readonly failures: number;
  readonly window: number;
  readonly rest: number;
}

/** A request of the balancer's own to each target, every so often. */
export interface ActiveHealth {
  /** Seconds from one probe to the next. */
  readonly every: number;
  /** What a probe does. Default: the steps of the target. */
  readonly steps?: Named<Steps>;
  /** Seconds after which a probe has failed. Default: `every`. */
  readonly timeout?: number;
  /** So many failures in a row, and the target is not asked any more. Default 1. */
  readonly failures?: number;
  /** So many good answers in a row, and it is asked again. Default 1. */
  readonly passes?: number;
}
