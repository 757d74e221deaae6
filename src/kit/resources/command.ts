import { Secret } from '../../model/secret.ts';
import type { Sentence } from '../../model/sentence.ts';
import { because } from '../../text/resources.ts';
import { fingerprint } from '../fingerprint.ts';
import { textDiff } from '../masked.ts';
import type { Question } from '../question.ts';
import type { Resource } from '../resource.ts';

/** A command, and how one sees that it need not be run. */
export interface CommandSpec {
  /** Unique on its machine: `mariadb-database:survey`. */
  readonly id: string;
  /** What it does, in a few words: "make the database survey". */
  readonly summary: Sentence;
  /** Why it is done; "its condition does not hold" if not said. */
  readonly reason?: Sentence;
  /** Reads only. Nothing is done if it ends with 0 and, where `stdout` is given, has said just that, blank ends apart. */
  readonly unless: {
    readonly argv: readonly string[];
    readonly stdin?: string | Secret;
    readonly stdout?: string | Secret;
    readonly timeoutSeconds?: number;
    /** As `Question` has it. */
    readonly apart?: { readonly stdin: string; readonly stdout: string };
  };
  /** Done in order; each must end with 0, and may be done again without harm. */
  readonly run: readonly {
    readonly argv: readonly string[];
    readonly stdin?: string | Secret;
    readonly environment?: Readonly<Record<string, string>>;
    readonly timeoutSeconds?: number;
  }[];
}

/** Something that only its own program can look at and change; a question guards it. */
export const command = ({ id, summary, reason = because.guard, unless, run }: CommandSpec): Resource => {
  const { stdout: wanted, ...guard } = unless;
  const expected = (wanted instanceof Secret ? wanted.reveal() : wanted)?.trim();
  const question = { ask: 'command', ...guard } satisfies Question;
  return {
    id,
    fingerprint: fingerprint(unless, run),
    questions: [question],
    compare: (facts) => {
      const seen = facts.answer(question);
      const said = seen.stdout.trim();
      if (seen.code === 0 && (expected === undefined || said === expected)) return undefined;
      const hasDiff = seen.code === 0 && typeof wanted === 'string';
      return {
        action: 'run',
        summary,
        reason,
        ...(hasDiff ? { diff: textDiff(id, `${said}\n`, `${wanted.trim()}\n`) } : {}),
        operations: run.map((step) => ({ do: 'run', ...step }) as const),
      };
    },
  };
};
