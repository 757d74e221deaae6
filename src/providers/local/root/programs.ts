import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, closeSync } from 'node:fs';
import { processIdentity, type ProcessIdentity } from '../../../ports/computer.ts';
import { systemProcesses, type Command, type Finished } from '../../../ports/process.ts';

/** Nothing of the caller's environment reaches a program that runs as root. */
const environment = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C.UTF-8' };

/** Runs a program to its end, whatever its exit code, in a bare environment. @throws LabError as `Processes.run` does */
export const run = (argv: readonly [string, ...string[]], rest: Partial<Command> = {}): Promise<Finished> =>
  systemProcesses.run({ ...rest, argv, environment, onlyThisEnvironment: true });

/** Like `run`. @throws LabError `program-failed` */
export const must = (argv: readonly [string, ...string[]], rest: Partial<Command> = {}): Promise<Finished> =>
  systemProcesses.must({ ...rest, argv, environment, onlyThisEnvironment: true });

/** Starts a program that outlives this one, its output appended to a log. */
export const leaveRunning = (argv: readonly [string, ...string[]], log: string): ProcessIdentity => {
  const output = openSync(log, 'a', 0o644);
  const [program, ...args] = argv;
  const child = spawn(program, args, { detached: true, stdio: ['ignore', output, output], env: environment, cwd: '/' });
  closeSync(output);
  // Whether it started is found out by whoever waits for what it was started for.
  child.on('error', () => undefined);
  child.unref();
  return processIdentity(child.pid ?? 0);
};

/** Runs a program to its end whose input and output are files that are open. @returns its exit code, and what it complained of */
export const between = async (
  argv: readonly [string, ...string[]],
  { input, output, signal }: { readonly input?: number; readonly output?: number; readonly signal: AbortSignal },
): Promise<Pick<Finished, 'code' | 'stderr'>> => {
  const [program, ...args] = argv;
  const child = spawn(program, args, {
    stdio: [input ?? 'ignore', output ?? 'ignore', 'pipe'],
    env: environment,
    cwd: '/',
    signal,
  });
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (stderr = (stderr + chunk).slice(-10_000)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code: code ?? -1, stderr };
};

/** Arguments before a program's own, so that it runs in another process's network namespace. */
export const inNetworkOf = (pid: number): readonly [string, ...string[]] => [
  'nsenter',
  `--net=/proc/${String(pid)}/ns/net`,
  '--',
];
