import type { ReadingUnit } from '../model/status.ts';
import type { Sentence } from '../model/sentence.ts';
import type { Facts, Question } from './question.ts';

/** Values as a service tells them, by its own names for them. Counters grow until the service starts again. */
export type Values = Readonly<Record<string, number | string>>;

/** The values of two moments, for whoever makes gauges of them. What is not known is `undefined`. */
export interface Counters {
  readonly number: (key: string) => number | undefined;
  readonly text: (key: string) => string | undefined;
  /** By how much a counter grows in a second; unknown at the first reading and just after a restart. */
  readonly rate: (key: string) => number | undefined;
}

/** A live value that is worth showing, and how it comes from the service's own. */
export interface GaugeSpec {
  /** Unique within the role. */
  readonly name: string;
  readonly label: Sentence;
  readonly unit: ReadingUnit;
  readonly value: (counters: Counters) => number | string | undefined;
}

/** Where values come from. What needs an account uses the role's `inspect`. */
export type ProbeSource =
  /** Questions to the machine, put together with all others in one round trip. */
  | { readonly from: 'questions'; readonly questions: readonly Question[]; readonly read: (facts: Facts) => Values }
  /** A query that answers with rows of a name and a value. */
  | { readonly from: 'sql'; readonly query: string }
  /** What Redis' INFO says. */
  | { readonly from: 'redis-info' };

/** What can be watched of a service while it works. */
export type Probe =
  | { readonly probe: 'gauges'; readonly source: ProbeSource; readonly gauges: readonly GaugeSpec[] }
  /** A balancer's log, in the form that the question `requests` reads, and the need whose targets it names. */
  | { readonly probe: 'traffic'; readonly log: string; readonly need: string };
