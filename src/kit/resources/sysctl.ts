import { because, doing } from '../../text/resources.ts';
import { fingerprint } from '../fingerprint.ts';
import type { Question } from '../question.ts';
import type { Resource } from '../resource.ts';
import { file } from './file.ts';

/** A kernel parameter, now and after every boot. A dot inside a part of the key is written as a slash, as sysctl.d does. */
export const sysctl = (key: string, value: string): Resource => {
  const question = { ask: 'sysctl', key } satisfies Question;
  const atBoot = file({
    path: `/etc/sysctl.d/60-bancada-${key.replaceAll('/', '_')}.conf`,
    content: `${key} = ${value}\n`,
  });
  return {
    id: `sysctl:${key}`,
    fingerprint: fingerprint(value),
    // Nobody knows what it was before; the next boot does.
    ...(atBoot.undo && { undo: atBoot.undo }),
    questions: [question, ...atBoot.questions],
    compare: (facts) => {
      const seen = facts.answer(question);
      const persistence = atBoot.compare(facts);
      if (seen === value && persistence === undefined) return undefined;
      return {
        action: 'update',
        summary: doing.sysctl(key, value),
        reason: seen === value ? because.notAtBoot : because.value(seen),
        operations: [
          ...(persistence?.operations ?? []),
          ...(seen === value ? [] : [{ do: 'run', argv: ['sysctl', '-q', '-w', `${key}=${value}`] } as const]),
        ],
      };
    },
  };
};
