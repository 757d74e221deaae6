import type { Question } from '../../kit/question.ts';
import type { Machine } from '../../model/blueprint.ts';
import { resourcesOf, type RoleWorld } from '../../provision/context.ts';
import type { Session } from '../../ssh/session.ts';

/** What is asked of every machine, by the file that the answer becomes. */
const commands: Readonly<Record<string, readonly [string, ...string[]]>> = {
  'journal.txt': ['journalctl', '--no-pager', '--output=short-iso', '--lines=2000'],
  'services.txt': ['systemctl', '--no-pager', '--no-legend', 'list-units', '--type=service', '--all'],
  'processes.txt': ['systemd-cgls', '--no-pager', '--full'],
  'addresses.txt': ['ip', '-statistics', 'address'],
  'routes.txt': ['ip', 'route', 'show', 'table', 'all'],
  'firewall.txt': ['nft', 'list', 'ruleset'],
  'sockets.txt': ['ss', '--numeric', '--listening', '--tcp', '--udp', '--processes'],
  'disks.txt': ['df', '--human-readable'],
};

/** What a machine says of itself, and the files that its roles put there, as they lie there now: texts by their names. */
export const machineFiles = async (
  session: Session,
  world: RoleWorld,
  machine: Machine,
  signal: AbortSignal,
): Promise<readonly (readonly [name: string, text: string])[]> => {
  const asked = Object.entries(commands).map(
    ([name, argv]) => [name, { ask: 'command', argv } satisfies Question] as const,
  );
  const paths = resourcesOf(world, machine).flatMap(({ resource }) => Object.keys(resource.files ?? {}));
  const files = paths.map((path) => [path, { ask: 'file', path, content: true } satisfies Question] as const);
  const facts = await session.ask(
    [...asked, ...files].map(([, question]) => question),
    { signal },
  );
  return [
    ...asked.map(([name, question]) => {
      const { code, stdout, stderr } = facts.answer(question);
      return [name, code === 0 ? stdout : `${stdout}${stderr}exit code ${String(code)}\n`] as const;
    }),
    ...files.map(([path, question]) => [`files${path}`, facts.answer(question).content ?? ''] as const),
  ];
};
