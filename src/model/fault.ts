import type { Sentence } from './sentence.ts';

/** What a fault is about: `survey@app1`, `app1`, or a machine's link, `lb:internet`. */
export interface FaultName {
  readonly name: string;
  readonly target: string;
}

/** A way to break something of a lab. */
export interface PossibleFault extends FaultName {
  /** The machine on which it is done. */
  readonly machine: string;
  readonly title: Sentence;
  /** What is to be expected while it is at work. */
  readonly seen: Sentence;
}

/** A fault that was injected and not yet undone. */
export interface FaultAtWork extends PossibleFault {
  /** ISO 8601. */
  readonly since: string;
  /** When it was to be undone by itself, ISO 8601. */
  readonly until?: string;
  /** Whether it was injected to its end; false where the tool was cut off in between. */
  readonly whole: boolean;
}
