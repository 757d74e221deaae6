import type { Change } from '../model/change.ts';
import type { Sentence } from '../model/sentence.ts';
import type { Operation } from './operation.ts';
import type { Facts, Question } from './question.ts';

/** What is done around operations that could lock us out: `begin`, the machine is reached anew, the operations, `end`. */
export interface Trial {
  /** Makes it as the operations will, for a while: then it undoes itself. */
  readonly begin: readonly Operation[];
  /** Takes away what the trial has left. */
  readonly end: readonly Operation[];
}

/** How a machine differs from a resource, and what would mend it. */
export interface Difference extends Pick<Change, 'action' | 'summary' | 'reason' | 'diff'> {
  readonly operations: readonly Operation[];
  /** Done before all other changes of the machine: unit files, which systemd then reads in one go. */
  readonly prepare?: readonly Operation[];
  /** What is tried first where the machine is reached through what the operations change; elsewhere they are done at once. */
  readonly trial?: Trial;
}

/** How something is taken away once nobody describes it any more. It is remembered on the machine, so it holds no secret. */
export interface Undo {
  readonly summary: Sentence;
  /** In order; each does no harm where somebody has done it already. */
  readonly operations: readonly (
    | Extract<Operation, { readonly do: 'remove' | 'systemctl' }>
    | { readonly do: 'run'; readonly argv: readonly string[] }
  )[];
}

/**
 * An idempotent piece of a machine. It says what it must know, compares (pure, no side effect) and names the operations
 * that mend the difference; planning and applying are this one path. After applying, the same questions are put again,
 * and what still differs is a failure.
 */
export interface Resource {
  /** Unique on its machine: `file:/etc/nginx/nginx.conf`. */
  readonly id: string;
  /** Hash of what is desired, hex; what runs on this resource compares it with what it was started with. */
  readonly fingerprint: string;
  /** SHA-256 by path of the files that it puts on the machine: what a service that runs on them is started with. */
  readonly files?: Readonly<Record<string, string>>;
  /** Absent: it stays, like packages, users and what was put into a database. */
  readonly undo?: Undo;
  readonly questions: readonly Question[];
  /** `undefined`: as described. */
  compare(facts: Facts): Difference | undefined;
}
