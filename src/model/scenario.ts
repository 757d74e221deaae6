import type { SourceRange } from './diagnostic.ts';
import type { Sentence } from './sentence.ts';
import type { Arrivals } from './workload.ts';

/** A demo that can be checked: what happens when, what is told, and what is to come of it. */
export interface Scenario {
  readonly title: Sentence;
  /** In the order of their moments. */
  readonly steps: readonly ScenarioStep[];
  readonly expectations: readonly Expectation[];
}

/** What happens at one moment. */
export interface ScenarioStep {
  /** Milliseconds after the start. */
  readonly at: number;
  /** By which expectations know it. */
  readonly name?: string;
  readonly say?: Sentence;
  readonly deeds: readonly Deed[];
}

/** One thing that a step does. */
export type Deed =
  /** Visitors come from now on, in the place of those who came by that name before. */
  | { readonly do: 'traffic'; readonly stream: string; readonly traffic: Traffic }
  /** No visitors come any more. */
  | { readonly do: 'silence' }
  | { readonly do: 'inject'; readonly fault: FaultCall }
  /** Of one fault, or of all. */
  | { readonly do: 'undo'; readonly fault?: FaultCall }
  /** A value of a service: `web.balance=least_conn`. */
  | { readonly do: 'set'; readonly value: string }
  /** All values back to the file's. */
  | { readonly do: 'reset' };

/** A fault as a scenario names it, with where that stands. */
export interface FaultCall {
  readonly name: string;
  readonly target?: string;
  readonly range: SourceRange;
}

/** Who comes, and what they do. */
export interface Traffic {
  readonly arrivals: Exclude<Arrivals, { readonly kind: 'trace' }>;
  readonly profile?: string;
  readonly path?: string;
}

/** A moment: so long after a step was done, or `start`, or `end`. As an end of a span: when that step begins. */
export interface Moment {
  readonly step: string;
  readonly plusMs: number;
}

/** What is looked at: the requests that were meant to be sent between two moments. */
export interface Span {
  readonly from: Moment;
  readonly to: Moment;
  /** Of these visitors; of all if absent. */
  readonly stream?: string;
}

/** What is to come of it. */
export interface Expectation {
  readonly say: Sentence;
  readonly span: Span;
  readonly measure: Measure;
}

/** How much: a number, or a share from 0 to 1. */
export type Amount = { readonly count: number } | { readonly share: number };

/** What is measured, and what it has to be. */
export type Measure =
  /** Requests without a good answer. */
  | { readonly kind: 'errors'; readonly most?: Amount; readonly least?: Amount }
  /** Shares of the answers by machine, give or take so much. */
  | { readonly kind: 'served'; readonly shares: Readonly<Record<string, number>>; readonly give: number }
  /** How many machines answer. */
  | { readonly kind: 'machines'; readonly count: number }
  /** Machines in the order in which they answer one visitor, over and over. */
  | { readonly kind: 'turns'; readonly machines: readonly string[] }
  | {
      readonly kind: 'latency';
      /** 0 to 1. */
      readonly percentile: number;
      readonly mostMs?: number;
      readonly leastMs?: number;
    }
  /** So many times as fast, at that percentile, as in another span. */
  | {
      readonly kind: 'faster';
      readonly percentile: number;
      readonly than: Omit<Span, 'stream'>;
      readonly times: number;
    };
