import { execa, ExecaError, type Options, type ResultPromise } from 'execa';
import { LabError, type LabErrorOptions } from '../errors/lab-error.ts';
import type { Secret } from '../model/secret.ts';
import { processTexts } from '../text/process.ts';
import type { Command, Finished, Processes } from './process.ts';

/** What is kept of a program's output for an error's text: its end, which is where the reason stands. */
const tail = (text: string): string => text.trimEnd().split('\n').slice(-20).join('\n');

const reveal = (value: string | Secret): string => (typeof value === 'string' ? value : value.reveal());

const options = (command: Omit<Command, 'stdin' | 'onLine'>) =>
  ({
    reject: true,
    extendEnv: command.onlyThisEnvironment !== true,
    stripFinalNewline: false,
    ...(command.environment === undefined ? {} : { env: command.environment }),
    ...(command.directory === undefined ? {} : { cwd: command.directory }),
    ...(command.timeoutMs === undefined ? {} : { timeout: command.timeoutMs }),
    ...(command.signal === undefined ? {} : { cancelSignal: command.signal }),
    ...(command.politely === true ? polite : {}),
  }) satisfies Options;

const hasGroups = process.platform !== 'win32';

/** SIGCONT does nothing to a program that runs: where there are process groups, `interruptGroup` has told it already. */
const polite = {
  detached: true,
  killSignal: hasGroups ? 'SIGCONT' : 'SIGINT',
  forceKillAfterDelay: 20_000,
} as const satisfies Options;

/**
 * As Ctrl-C in a terminal does, when the signal aborts or time is up: what a program has started, such as a download, may
 * be what it waits for.
 */
const interruptGroup = (running: ResultPromise, { signal, timeoutMs }: Command): void => {
  const { pid } = running;
  if (pid === undefined || !hasGroups) return;
  const interrupt = (): void => {
    try {
      process.kill(-pid, 'SIGINT');
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  };
  const timer = timeoutMs === undefined ? undefined : setTimeout(interrupt, timeoutMs);
  const forget = (): void => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', interrupt);
  };
  if (signal?.aborted === true) interrupt();
  else signal?.addEventListener('abort', interrupt, { once: true });
  running.then(forget, forget);
};

/** What execa says of a failure. */
export type ProcessFailure = Pick<ExecaError, 'code' | 'timedOut' | 'isCanceled' | 'isTerminated' | 'exitCode'> & {
  readonly signal?: string | undefined;
};

const inOurWords = (
  program: string,
  { isCanceled, timedOut, isTerminated, code, signal }: ProcessFailure,
): LabErrorOptions | undefined => {
  if (isCanceled) return { code: 'interrupted', fault: 'interrupted', message: processTexts.interrupted(program) };
  if (timedOut) return { code: 'program-timeout', fault: 'operation', message: processTexts.timeout(program) };
  if (code === 'ENOENT') {
    const message = processTexts.missing(program);
    return { code: 'program-missing', fault: 'environment', message, hint: processTexts.doctor };
  }
  if (code === 'EACCES' || code === 'EPERM')
    return { code: 'program-not-permitted', fault: 'permission', message: processTexts.notPermitted(program) };
  if (!isTerminated) return undefined;
  return { code: 'program-killed', fault: 'operation', message: processTexts.killed(program, signal ?? '?') };
};

/** A failure to run a program, in our words; `undefined` for one that merely ended with an exit code. */
export const explainFailure = (program: string, failure: ProcessFailure, cause?: unknown): LabError | undefined => {
  const explained = inOurWords(program, failure);
  return explained && new LabError({ ...explained, context: { program }, cause });
};

const textOf = (output: unknown): string => (typeof output === 'string' ? output : '');

const finish = async (program: string, running: ResultPromise): Promise<Finished> => {
  try {
    await running;
  } catch (error) {
    if (!(error instanceof ExecaError)) throw error;
    const explained = explainFailure(program, error, error);
    if (explained !== undefined) throw explained;
    return { code: error.exitCode ?? 70, stdout: textOf(error.stdout), stderr: textOf(error.stderr) };
  }
  const result = await running;
  return { code: 0, stdout: textOf(result.stdout), stderr: textOf(result.stderr) };
};

const follow = async (running: ResultPromise, onLine: (line: string) => void): Promise<void> => {
  for await (const line of running.iterable({ from: 'all' })) onLine(String(line));
};

const run = async (command: Command): Promise<Finished> => {
  const [program, ...args] = command.argv;
  const input = command.stdin === undefined ? { stdin: 'ignore' as const } : { input: reveal(command.stdin) };
  const running = execa(program, args, { ...options(command), ...input, all: true });
  if (command.politely === true) interruptGroup(running, command);
  // A failure is told by `finish`; the lines merely stop.
  if (command.onLine !== undefined) follow(running, command.onLine).catch(() => undefined);
  return finish(program, running);
};

const must = async (command: Command): Promise<Finished> => {
  const finished = await run(command);
  if (finished.code === 0) return finished;
  const [program] = command.argv;
  throw new LabError({
    code: 'program-failed',
    fault: 'operation',
    message: processTexts.failed(program, finished.code),
    context: { command: command.argv.join(' '), output: tail(finished.stderr || finished.stdout), code: finished.code },
  });
};

/** The lines merely stop where the program fails: how it ended is told by `finished`. */
async function* linesOf(running: ResultPromise): AsyncGenerator<string> {
  try {
    for await (const line of running.iterable({ from: 'stdout' })) yield String(line);
  } catch (error) {
    if (!(error instanceof ExecaError)) throw error;
  }
}

const converse: Processes['converse'] = async (command) => {
  const [program, ...args] = command.argv;
  const running = execa(program, args, { ...options(command), buffer: { stdout: false, stderr: true }, stdin: 'pipe' });
  const finished = finish(program, running);
  // Whoever reads the lines awaits it only afterwards.
  finished.catch(() => undefined);
  // A program that has ended reads no more: how it ended is told by `finished`.
  running.stdin.on('error', () => undefined);
  return {
    say: (line) => void running.stdin.write(`${reveal(line)}\n`),
    hangUp: () => void running.stdin.end(),
    lines: linesOf(running),
    finished,
  };
};

/** What `systemProcesses` does. */
export const realProcesses: Processes = { run, must, converse };
