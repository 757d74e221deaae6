import type { Sentence } from './sentence.ts';

/** How a check ends. `inconclusive`: it could not be run, so that nothing is known. */
export type Verdict = 'pass' | 'fail' | 'inconclusive';

/** The answer to one check. */
export interface CheckResult {
  /** Stable: `flow:survey@app1->redis@lb:redis`, `closed:outside->db:3306`. */
  readonly id: string;
  readonly title: Sentence;
  readonly verdict: Verdict;
  /** Machine, or vantage point, that asked. */
  readonly from: string;
  readonly expected: Sentence;
  readonly seen: Sentence;
  /** What to look at next; failures and inconclusive ones only. */
  readonly hint?: Sentence;
  readonly milliseconds: number;
}

/** Why a connection could not be had: somebody said no, or nobody said anything. */
export type DialFailure = 'refused' | 'silent' | 'unreachable';
