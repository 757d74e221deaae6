import { spawnSync } from 'node:child_process';

/** What a program of this computer said, both streams together. @throws if it failed or is not installed */
export const run = (program: string, ...argv: readonly string[]): string => {
  const { status, stdout, stderr, error } = spawnSync(program, argv, { encoding: 'utf8' });
  if (error) throw error;
  if (status !== 0) throw new Error(`${program} ${argv.join(' ')} ended with ${String(status)}: ${stdout}${stderr}`);
  return stdout + stderr;
};
