import type { Sentence } from '../model/sentence.ts';
import type { Verdict } from '../model/verdict.ts';
import type { Clock } from '../ports/clock.ts';
import type { Random } from '../ports/random.ts';
import type { Vantage } from '../ports/vantage.ts';
import type { RoleWorld } from '../provision/context.ts';
import type { Session } from '../ssh/session.ts';
import type { Visits } from '../state/visits.ts';

/** What checks may look at, and from where. */
export interface CheckGround {
  readonly world: RoleWorld;
  /** The ways into the machines that can be reached, by machine name. What needs another one is inconclusive. */
  readonly sessions: ReadonlyMap<string, Session>;
  /** The visitors' place on a lan or internet network. */
  vantage(network: string): Promise<Vantage>;
  readonly clock: Clock;
  readonly random: Random;
  /** Test visitors who are in. */
  readonly visits: Visits;
}

/** What a check found. */
export interface Outcome {
  readonly verdict: Verdict;
  readonly expected: Sentence;
  readonly seen: Sentence;
  /** What to look at next. */
  readonly hint?: Sentence;
  /** What was seen passes by itself, so that it is worth asking again although the check is not patient. */
  readonly passing?: true;
}

/**
 * How checks get along. `knocks`: opens connections and says nothing; disturbs nobody. `talks`: has requests answered.
 * `counts`: others' requests would spoil it, so it is asked after all that talk, and one at a time.
 */
export type Manner = 'knocks' | 'talks' | 'counts';

/** A question that can be put to a running lab, and put again. It leaves nothing behind. */
export interface Check {
  readonly id: string;
  readonly title: Sentence;
  /** Machine, or `visitors@lan`. */
  readonly from: string;
  readonly manner: Manner;
  /** Asked again until it passes or the deadline comes. False where a second answer is worth no more than the first. */
  readonly patient: boolean;
  /** Throws only for what the check itself cannot explain; then it is inconclusive. */
  readonly ask: (signal: AbortSignal) => Promise<Outcome>;
}

/** A kind of check: what there is of it to ask of a lab. Derived from the blueprint and the roles. */
export interface CheckKind {
  readonly name: string;
  derive(ground: CheckGround): readonly Check[];
}
