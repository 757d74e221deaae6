import { because, doing } from '../../text/resources.ts';
import { fingerprint } from '../fingerprint.ts';
import type { Question } from '../question.ts';
import type { Resource } from '../resource.ts';

/** Debian packages, installed in whatever version the machine's sources have. */
export const packages = (names: readonly string[]): Resource => {
  const question = { ask: 'packages', names } satisfies Question;
  return {
    id: `packages:${names.join(',')}`,
    fingerprint: fingerprint(names),
    questions: names.length === 0 ? [] : [question],
    compare: (facts) => {
      if (names.length === 0) return undefined;
      const installed = facts.answer(question);
      const missing = names.filter((name) => installed[name] === undefined);
      if (missing.length === 0) return undefined;
      const environment = { DEBIAN_FRONTEND: 'noninteractive' };
      const apt = (...words: readonly string[]) =>
        ({
          do: 'run',
          argv: ['apt-get', '-qq', '-o', 'DPkg::Lock::Timeout=60', ...words],
          environment,
          timeoutSeconds: 600,
        }) as const;
      return {
        action: 'create',
        summary: doing.install(missing),
        reason: because.notInstalled,
        operations: [
          // An installation that was interrupted would refuse every other.
          { do: 'run', argv: ['dpkg', '--configure', '-a'], environment, timeoutSeconds: 600 },
          apt('update'),
          apt('install', '--yes', '--no-install-recommends', '--', ...missing),
        ],
      };
    },
  };
};
