import { currentUser } from '../ports/computer.ts';
import { systemProcesses } from '../ports/process.ts';

/**
 * Before something that root must do: where sudo would ask for a password, it asks now, on the user's own screen, and
 * then remembers it for a while. Asked in the middle of ours, it could not be seen or answered.
 */
export const letSudoAsk = async (lend: (work: () => Promise<unknown>) => Promise<unknown>): Promise<void> => {
  if (currentUser().uid === 0) return;
  if ((await systemProcesses.run({ argv: ['sudo', '-n', 'true'] })).code === 0) return;
  await lend(() => systemProcesses.run({ argv: ['sudo', '-v'] }));
};
