import type { Blueprint } from '../model/blueprint.ts';
import type { Bench, LabRequest } from './bench.ts';
import { openMeant } from './meant.ts';
import type { ExecResult } from './results.ts';
import { select } from './selection.ts';
import { openSessions } from './sessions.ts';

/** Which command is run, on which machines. */
export interface ExecRequest extends LabRequest {
  /** Machines, groups or services; all machines if empty. */
  readonly machines: readonly string[];
  readonly argv: readonly string[];
  readonly onOutput: (machine: string, stream: 'stdout' | 'stderr', chunk: string) => void;
}

/** Runs a command as root on machines, all at once, and tells each one's exit code. */
export const exec = async (request: ExecRequest, bench: Bench): Promise<readonly ExecResult[]> => {
  const chosenIn = (blueprint: Blueprint) => request.machines.flatMap((name) => select(blueprint, name).machines);
  const lab = await openMeant(request, bench, ({ blueprint }) => chosenIn(blueprint));
  const chosen = chosenIn(lab.blueprint);
  const machines = [...new Set(request.machines.length === 0 ? lab.blueprint.machines : chosen)];
  await using sessions = openSessions(lab, bench);
  return await Promise.all(
    machines.map(async ({ name }) => {
      const session = await sessions.of(name);
      const { code } = await session.run(request.argv, {
        signal: bench.stage.signal,
        onOutput: (stream, chunk) => request.onOutput(name, stream, chunk),
      });
      return { machine: name, code };
    }),
  );
};
