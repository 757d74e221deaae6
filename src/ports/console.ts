import { createInterface } from 'node:readline/promises';
import type { Readable } from 'node:stream';

/** Standard output or standard error. */
export interface Output {
  write(text: string): void;
  /** Resolves when everything written so far has left. */
  flush(): Promise<void>;
  /** Whether a person looks at it, rather than a file or a pipe. */
  readonly terminal: boolean;
  /** Cells; 80 where nobody knows. */
  readonly columns: number;
  readonly rows: number;
  /** Calls back after the window has changed; returns how to stop that. */
  onResize(listener: () => void): () => void;
}

/** Standard input. */
export interface Input {
  readonly stream: Readable;
  readonly terminal: boolean;
  /** Hands every key to the program, Ctrl-C included, or back to the terminal. Nothing where there is no terminal. */
  raw(on: boolean): void;
}

/** The user's end of the program: what was typed, what is shown, and how it ends. */
export interface Console {
  /** What stands after the program's name. */
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Absolute path. */
  readonly directory: string;
  readonly input: Input;
  readonly out: Output;
  readonly error: Output;
  /** One line of an answer, asked on standard error; empty at the end of input or when `signal` aborts. */
  ask(question: string, signal: AbortSignal): Promise<string>;
  /** Ctrl-C, SIGTERM and the like; returns how to stop listening. */
  onInterrupt(listener: () => void): () => void;
  /** What was thrown where nobody catches it; returns how to stop listening. */
  onStray(listener: (error: unknown) => void): () => void;
  /** Milliseconds of a clock that never jumps. */
  now(): number;
  /** Ends the program at once. */
  exit(code: number): never;
}

const output = (stream: NodeJS.WriteStream, onBroken: () => void): Output => {
  // The reader of a pipe may go before we are done (`bancada list | head -1`): that is no failure of ours.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') onBroken();
    else throw error;
  });
  return {
    write: (text) => void stream.write(text),
    flush: () => new Promise((resolve) => stream.write('', () => resolve())),
    terminal: stream.isTTY,
    get columns() {
      return stream.columns || 80;
    },
    get rows() {
      return stream.rows || 24;
    },
    onResize: (listener) => {
      stream.on('resize', listener);
      return () => stream.off('resize', listener);
    },
  };
};

const ask = async (question: string, signal: AbortSignal): Promise<string> => {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  // While readline reads, the terminal is raw: Ctrl-C arrives as a key and becomes the signal again here.
  lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  const ended = new Promise<string>((resolve) => lines.once('close', () => resolve('')));
  try {
    return await Promise.race([lines.question(question, { signal }), ended]);
  } catch (error) {
    if (signal.aborted) return '';
    throw error;
  } finally {
    lines.close();
  }
};

const strays = ['uncaughtException', 'unhandledRejection'] as const;
const interruptions = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The console of this process. */
export const processConsole = (): Console => ({
  words: process.argv.slice(2),
  environment: process.env,
  directory: process.cwd(),
  input: {
    stream: process.stdin,
    terminal: process.stdin.isTTY,
    raw: (on) => {
      if (process.stdin.isTTY) process.stdin.setRawMode(on);
    },
  },
  out: output(process.stdout, () => process.exit()),
  error: output(process.stderr, () => process.exit()),
  ask,
  onInterrupt: (listener) => {
    for (const name of interruptions) process.on(name, listener);
    return () => {
      for (const name of interruptions) process.off(name, listener);
    };
  },
  onStray: (listener) => {
    for (const name of strays) process.on(name, listener);
    return () => {
      for (const name of strays) process.off(name, listener);
    };
  },
  now: () => performance.now(),
  exit: (code) => process.exit(code),
});
