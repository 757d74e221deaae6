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

/** Uses the command line of this checkout, as a user does, to its end. */
export const bancada = async (...words: readonly string[]): Promise<Said> => {
  const { exitCode, stdout, stderr } = await start(...words);
  return {
    code: exitCode ?? -1,
    stdout: String(stdout),
    stderr: String(stderr),
    json: <T>() => JSON.parse(String(stdout)) as T,
    lines: <T>() =>
      String(stdout)
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as T),
  };
};

/** Starts the command line of this checkout; what comes of it is the test's to await, or to end. */
export const start = (...words: readonly string[]) =>
  execa(`${packageRoot()}/bancada`, words, {
    reject: false,
    stdin: 'ignore',
    env: { BANCADA_LANG: 'en', NO_COLOR: '1' },
  });
