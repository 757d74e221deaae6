import { because, doing } from '../../text/resources.ts';
import { fingerprint } from '../fingerprint.ts';
import type { Question } from '../question.ts';
import type { Resource } from '../resource.ts';
import { accessOf, accessText, type Access } from './file.ts';

/** A directory; what lies in it is not looked at. */
export const directory = (spec: Access & { readonly path: string }): Resource => {
  const { path } = spec;
  const access = accessOf(spec, '0755');
  const question = { ask: 'file', path } satisfies Question;
  return {
    id: `directory:${path}`,
    fingerprint: fingerprint(access),
    questions: [question],
    compare: (facts) => {
      const seen = facts.answer(question);
      const operations = [{ do: 'directory', path, ...access }] as const;
      if (seen.type === 'absent')
        return { action: 'create', summary: doing.directory(path), reason: because.absent, operations };
      if (seen.type !== 'directory')
        return { action: 'update', summary: doing.directory(path), reason: because.otherKind(seen.type), operations };
      const [now, wanted] = [accessText(seen), accessText(access)];
      if (now === wanted) return undefined;
      return { action: 'update', summary: doing.permit(path), reason: because.mode(now, wanted), operations };
    },
  };
};
