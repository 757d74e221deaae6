import type { Terminal } from '../ssh/session.ts';
import type { Bench, LabRequest } from './bench.ts';
import { openMeant } from './meant.ts';
import { selectOne } from './selection.ts';
import { openSessions } from './sessions.ts';

/** Which machine is entered, and from which terminal. */
export interface SshRequest extends LabRequest {
  readonly machine: string;
  /** A command instead of a login shell. */
  readonly argv?: readonly string[];
  readonly terminal: { readonly columns: number; readonly rows: number; readonly term: string };
  /** Joins the remote terminal to the user's until it ends. */
  readonly attach: (terminal: Terminal) => Promise<void>;
}

/** A shell, or one command, on a machine's terminal. @returns the remote exit code */
export const ssh = async (request: SshRequest, bench: Bench): Promise<number> => {
  const lab = await openMeant(request, bench, ({ blueprint }) => selectOne(blueprint, request.machine));
  const machine = selectOne(lab.blueprint, request.machine);
  await using sessions = openSessions(lab, bench);
  const session = await sessions.of(machine.name);
  const terminal = await session.terminal(request.argv, request.terminal);
  await request.attach(terminal);
  return await terminal.exited;
};
