import type { Sentence } from '../../model/sentence.ts';

/** What a code means: what `explain` says of it. */
export interface Explanation {
  /** What is wrong, and why it matters. */
  readonly what: Sentence;
  /** What to do about it. */
  readonly remedy: Sentence;
  /**
   * The same in every language: lines of a topology as a diff, `-` the mistake and `+` how it is meant, or commands that
   * help, each on a line of its own.
   */
  readonly example?: string;
}

/** By code. */
export type Explanations = Readonly<Record<string, Explanation>>;
