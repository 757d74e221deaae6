import { because, doing } from '../../text/resources.ts';
import { fingerprint, sha256 } from '../fingerprint.ts';
import type { Operation } from '../operation.ts';
import type { FileAnswer, Question } from '../question.ts';
import type { Resource } from '../resource.ts';
import { accessOf, accessText, type Access } from './file.ts';

/** A directory as it is to be, with all that is in it. */
export interface TreeSpec extends Access {
  /** Absolute path of the directory. */
  readonly path: string;
  /** Text files by path relative to it. */
  readonly files: readonly { readonly path: string; readonly content: string }[];
  /** Paths relative to it that others make and that are left alone, with all below: `__pycache__` at any depth. */
  readonly ignore?: readonly string[];
}

/** A directory that holds exactly these files; everything else below it is removed. `mode` is the files', directories are `0755`. */
export const tree = (spec: TreeSpec): Resource => {
  const access = accessOf(spec, '0644');
  const folder = { ...access, mode: '0755' };
  const question = { ask: 'tree', path: spec.path } satisfies Question;
  const at = (path: string): string => `${spec.path}/${path}`;
  const folders = new Set(spec.files.flatMap(({ path }) => parents(path)));
  const digests = new Map(spec.files.map(({ path, content }) => [path, sha256(content)]));
  const isIgnored = (path: string): boolean => path.split('/').some((part) => spec.ignore?.includes(part));
  const folderIsRight = (seen: FileAnswer | undefined): boolean =>
    seen?.type === 'directory' && accessText(seen) === accessText(folder);
  const fileIsRight = (path: string, seen: FileAnswer | undefined): boolean =>
    seen?.type === 'file' && seen.sha256 === digests.get(path) && accessText(seen) === accessText(access);
  return {
    id: `tree:${spec.path}`,
    fingerprint: fingerprint(access, [...digests], spec.ignore),
    files: Object.fromEntries([...digests].map(([path, digest]) => [at(path), digest])),
    undo: { summary: doing.remove(spec.path), operations: [{ do: 'remove', path: spec.path }] },
    questions: [question],
    compare: (facts) => {
      const seen = facts.answer(question);
      const extra = Object.keys(seen).filter((path) => !digests.has(path) && !folders.has(path) && !isIgnored(path));
      const wrongFolders = [...folders].filter((path) => !folderIsRight(seen[path]));
      const wrongFiles = spec.files.filter(({ path }) => !fileIsRight(path, seen[path]));
      const wrong = [...extra, ...wrongFolders, ...wrongFiles.map(({ path }) => path)];
      if (wrong.length === 0) return undefined;
      const isNew = Object.keys(seen).length === 0;
      return {
        action: isNew ? 'create' : 'update',
        summary: doing.tree(spec.path, wrongFiles.length, extra.length),
        reason: isNew ? because.absent : because.files(wrong.slice(0, 5)),
        operations: [
          { do: 'directory', path: spec.path, ...folder },
          ...extra.map((path): Operation => ({ do: 'remove', path: at(path) })),
          ...wrongFolders.map((path): Operation => ({ do: 'directory', path: at(path), ...folder })),
          ...wrongFiles.map(({ path, content }): Operation => ({ do: 'write', path: at(path), content, ...access })),
        ],
      };
    },
  };
};

/** `a/b/c` lies in `a` and `a/b`. */
const parents = (path: string): readonly string[] => {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
};
