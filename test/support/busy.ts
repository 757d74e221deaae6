import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';

/** Has all processors of this computer at work, until it is disposed of: by programs that let everybody else go first. */
export const keepBusy = async (): Promise<Disposable> => {
  const script = "console.log('at work'); for (;;);";
  const programs = Array.from({ length: 2 * availableParallelism() }, () =>
    spawn('nice', ['-n', '19', process.execPath, '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] }),
  );
  await Promise.all(programs.map(({ stdout }) => once(stdout, 'data')));
  return { [Symbol.dispose]: () => programs.forEach((program) => program.kill('SIGKILL')) };
};
