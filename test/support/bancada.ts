import { execa } from 'execa';
import { packageRoot } from '../../src/ports/files.ts';

/** How a use of the command line ended. */
export interface Said {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** What stood on standard output, as the one document of `--json`. */
  json<T>(): T;
  /** What stood on standard output, as the lines of a stream of `--json`. */
  lines<T>(): readonly T[];
}

/** Where the command line is used, and what its environment says beyond this process's own. */
export interface Standing {
  /** Absolute; this process's own if absent. */
  readonly directory?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** The program that is started instead, and its first words: one that starts the command line in its own way. */
  readonly through?: readonly [string, ...string[]];
}

/** Uses the command line of this checkout, as a user does, to its end. */
export const bancadaAt = async (standing: Standing, ...words: readonly string[]): Promise<Said> =>
  saidBy(await startAt(standing, ...words));

type Ended = Pick<Awaited<ReturnType<typeof startAt>>, 'exitCode' | 'stdout' | 'stderr'>;

/** What a use that has ended has said. */
export const saidBy = ({ exitCode, stdout, stderr }: Ended): Said => ({
  code: exitCode ?? -1,
  stdout,
  stderr,
  json: <T>() => JSON.parse(stdout) as T,
  lines: <T>() =>
    stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as T),
});

/**
 * Starts the command line of this checkout; what comes of it is the test's to await, or to end.
 * It leads a process group, as it does in a terminal.
 */
export const startAt = ({ directory, environment, through }: Standing, ...words: readonly string[]) => {
  const [program = '', ...argv] = [...(through ?? []), `${packageRoot()}/bancada`, ...words];
  return execa(program, argv, {
    reject: false,
    stdin: 'ignore',
    detached: true,
    ...(directory !== undefined && { cwd: directory }),
    env: { BANCADA_LANG: 'en', NO_COLOR: '1', ...environment },
  });
};
