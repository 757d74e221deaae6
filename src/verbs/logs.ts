import { LabError } from '../errors/lab-error.ts';
import { servicesOn, unitsOf, type RoleWorld } from '../provision/context.ts';
import { lineByLine } from '../text/lines.ts';
import * as text from '../text/verbs.ts';
import type { Bench, LabRequest } from './bench.ts';
import { openMeant } from './meant.ts';
import { roleWorld } from './provisioned.ts';
import { select } from './selection.ts';
import { openSessions } from './sessions.ts';

/** Whose journal is read, and from when on. */
export interface LogsRequest extends LabRequest {
  /** Machines, groups or services; all machines if empty. A service narrows the journal to its units. */
  readonly names: readonly string[];
  readonly follow?: boolean;
  /** As journalctl takes it: `10 min ago`, `today`. */
  readonly since?: string;
  /** Last lines of each machine; 50 if not said. */
  readonly lines?: number;
  readonly onLine: (machine: string, line: string) => void;
}

/** The machines' journals, line by line; with `follow`, until aborted. */
export const logs = async (request: LogsRequest, bench: Bench): Promise<void> => {
  const lab = await openMeant(request, bench, (drawn) => journalsOf(request.names, drawn));
  const world = await roleWorld(lab);
  const journals = journalsOf(request.names, world);
  await using sessions = openSessions(lab, bench);
  await Promise.all(
    [...journals].map(async ([machine, units]) => {
      const session = await sessions.of(machine);
      const lines = lineByLine((line) => request.onLine(machine, line));
      const { code, stderr } = await session.run(journalctl(request, units), {
        signal: bench.stage.signal,
        onOutput: (stream, chunk) => stream === 'stdout' && lines.take(chunk),
      });
      lines.end();
      if (code !== 0 && !bench.stage.signal.aborted)
        throw new LabError({
          code: 'journal-unreadable',
          fault: 'operation',
          ...text.journalUnreadable(machine, stderr.trim()),
        });
    }),
  );
};

const journalctl = ({ follow, since, lines }: LogsRequest, units: readonly string[]): readonly string[] => [
  'journalctl',
  '--no-pager',
  '--output=short-iso',
  `--lines=${String(lines ?? 50)}`,
  ...(follow === true ? ['--follow'] : []),
  ...(since === undefined ? [] : [`--since=${since}`]),
  ...units.map((unit) => `--unit=${unit}`),
];

/** Machines to the units whose journal is wanted; none: the whole journal. */
const journalsOf = (names: readonly string[], world: RoleWorld): ReadonlyMap<string, readonly string[]> => {
  const { blueprint } = world;
  if (names.length === 0) return new Map(blueprint.machines.map(({ name }) => [name, []]));
  const journals = new Map<string, readonly string[]>();
  for (const { machines, services } of names.map((name) => select(blueprint, name)))
    for (const machine of machines) {
      const chosen = servicesOn(world, machine).filter(({ service }) => services.includes(service));
      journals.set(machine.name, [...(journals.get(machine.name) ?? []), ...chosen.flatMap(unitsOf)]);
    }
  return journals;
};
