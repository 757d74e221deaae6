import type { Sentence } from './sentence.ts';

/** A place in a text file. Lines and columns count from 1; columns count UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A stretch of a file, its end exclusive. */
export interface SourceRange {
  readonly file: string;
  readonly start: Position;
  readonly end: Position;
}

/** A second place that explains a diagnostic, such as "first used here". */
export interface RelatedPlace {
  readonly message: Sentence;
  readonly range: SourceRange;
}

/** One mistake, or doubt, in what the user wrote. Collected, never thrown one by one. */
export interface Diagnostic {
  /** Stable and readable: `unknown-key`, `address-outside-subnet`. */
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly message: Sentence;
  readonly range?: SourceRange;
  readonly related?: readonly RelatedPlace[];
  /** What to do about it. */
  readonly hint?: Sentence;
}
