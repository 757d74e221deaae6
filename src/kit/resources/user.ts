import { because, doing } from '../../text/resources.ts';
import { fingerprint } from '../fingerprint.ts';
import type { Operation } from '../operation.ts';
import type { Question } from '../question.ts';
import type { Resource } from '../resource.ts';

/** A user as it is to be. */
export interface UserSpec {
  readonly name: string;
  /** Without a password, an ageing and a place among people's numbers; true if not said. */
  readonly system?: boolean;
  /** Not made; `/nonexistent` for a system user if not said. */
  readonly home?: string;
  /** `/usr/sbin/nologin` for a system user, `/bin/bash` for another, if not said. */
  readonly shell?: string;
  /** Groups besides its own, which must be there. The user may be in more. */
  readonly groups?: readonly string[];
}

/** A user with a group of the same name. */
export const user = ({ name, system = true, groups = [], ...rest }: UserSpec): Resource => {
  const home = rest.home ?? (system ? '/nonexistent' : `/home/${name}`);
  const shell = rest.shell ?? (system ? '/usr/sbin/nologin' : '/bin/bash');
  const question = { ask: 'user', name } satisfies Question;
  const settings = ['--home', home, '--shell', shell];
  return {
    id: `user:${name}`,
    fingerprint: fingerprint(system, home, shell, groups),
    questions: [question],
    compare: (facts) => {
      const seen = facts.answer(question);
      if (seen === null) {
        const kind = system ? ['--system', '--no-create-home'] : ['--create-home'];
        const operations = [run('useradd', ...kind, '--user-group', ...settings, ...inGroups(groups), '--', name)];
        return { action: 'create', summary: doing.addUser(name), reason: because.noUser, operations };
      }
      const missing = groups.filter((group) => !seen.groups.includes(group));
      if (seen.home === home && seen.shell === shell && missing.length === 0) return undefined;
      const joining = missing.length === 0 ? [] : ['--append', ...inGroups(missing)];
      const operations = [run('usermod', ...settings, ...joining, '--', name)];
      return { action: 'update', summary: doing.changeUser(name), reason: because.user, operations };
    },
  };
};

const run = (...argv: readonly string[]): Operation => ({ do: 'run', argv });

const inGroups = (groups: readonly string[]): readonly string[] =>
  groups.length === 0 ? [] : ['--groups', groups.join(',')];
