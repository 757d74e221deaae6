import type { Secret } from '../../model/secret.ts';
import { because, doing } from '../../text/resources.ts';
import { fingerprint, sha256 } from '../fingerprint.ts';
import { textDiff } from '../masked.ts';
import type { FileAnswer, Question } from '../question.ts';
import type { Difference, Resource } from '../resource.ts';

/** Who may do what with a path. Root's and `0644`, or `0755` for a directory, if not said. */
export interface Access {
  /** Octal, four digits: `0640`. */
  readonly mode?: string;
  readonly owner?: string;
  readonly group?: string;
}

/** Every value of an access, its defaults filled in. */
export const accessOf = ({ mode, owner = 'root', group = 'root' }: Access, fallback: string): Required<Access> => ({
  mode: mode ?? fallback,
  owner,
  group,
});

/** `root:root 0644`. */
export const accessText = ({ owner, group, mode }: Access): string => `${owner ?? '?'}:${group ?? '?'} ${mode ?? '?'}`;

/** A file as it is to be. */
export interface FileSpec extends Access {
  /** Absolute. */
  readonly path: string;
  readonly content: string | Secret;
}

/** A regular file with exactly this content, replaced as a whole. Directories above it are made if they are missing. */
export const file = (spec: FileSpec): Resource => {
  const { path, content } = spec;
  const access = accessOf(spec, '0644');
  const digest = sha256(content);
  const question = { ask: 'file', path, content: true } satisfies Question;
  return {
    id: `file:${path}`,
    fingerprint: fingerprint(digest, access),
    files: { [path]: digest },
    undo: { summary: doing.remove(path), operations: [{ do: 'remove', path, emptied: true }] },
    questions: [question],
    compare: (facts) => {
      const seen = facts.answer(question);
      const difference = differs(seen, digest, access);
      return (
        difference && {
          ...difference,
          summary: doing.write(path),
          ...(seen.sha256 === digest
            ? { summary: doing.permit(path) }
            : { diff: textDiff(path, seen.content, content) }),
          operations: [{ do: 'write', path, content, ...access }],
        }
      );
    },
  };
};

const differs = (
  seen: FileAnswer,
  digest: string,
  access: Required<Access>,
): Pick<Difference, 'action' | 'reason'> | undefined => {
  if (seen.type === 'absent') return { action: 'create', reason: because.absent };
  if (seen.type !== 'file') return { action: 'update', reason: because.otherKind(seen.type) };
  if (seen.sha256 !== digest) return { action: 'update', reason: because.content };
  const [now, wanted] = [accessText(seen), accessText(access)];
  return now === wanted ? undefined : { action: 'update', reason: because.mode(now, wanted) };
};
