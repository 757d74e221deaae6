import { createInterface } from 'node:readline/promises';
import type { Readable } from 'node:stream';
import { isatty } from 'node:tty';

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
  /** Ctrl-C, SIGTERM, a terminal that was closed; returns how to stop listening. */
  onInterrupt(listener: () => void): () => void;
  /** What was thrown where nobody catches it; returns how to stop listening. */
  onStray(listener: (error: unknown) => void): () => void;
  /** Milliseconds of a clock that never jumps. */
  now(): number;
  /** Ends the program at once. */
  exit(code: number): never;
}

/** @param onGone a terminal that was closed; it takes no more words, and gives none */
const explainErrors = (stream: NodeJS.ReadStream | NodeJS.WriteStream, onGone: () => void): void => {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // The reader of a pipe may go before we are done (`bancada list | head -1`): that is no failure of ours.
    if (error.code === 'EPIPE') process.exit();
    else if (error.code === 'EIO' && stream.isTTY) onGone();
    else throw error;
  });
};

const output = (stream: NodeJS.WriteStream): Output => {
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
  // A terminal that is closed answers nothing.
  lines.on('error', () => lines.close());
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
const interruptions = ['SIGINT', 'SIGTERM'] as const;

/**
 * Tells once that the terminal was closed. It is heard of in several ways: as a signal of the kernel's, as another one of the
 * shell's, and as the errors of whoever reads or writes.
 */
const hangUp = (): Console['onInterrupt'] => {
  const listeners = new Set<() => void>();
  let isOver = false;
  let isTold = false;
  const onGone = (): void => {
    isOver = true;
    if (isTold || listeners.size === 0) return;
    isTold = true;
    for (const listener of listeners) listener();
  };
  process.on('SIGHUP', onGone);
  for (const stream of [process.stdin, process.stdout, process.stderr]) explainErrors(stream, onGone);
  return (listener) => {
    listeners.add(listener);
    // It was closed before anybody listened.
    if (isOver && !isTold) queueMicrotask(onGone);
    return () => void listeners.delete(listener);
  };
};

const onInterrupt =
  (onHangUp: Console['onInterrupt']): Console['onInterrupt'] =>
  (listener) => {
    for (const name of interruptions) process.on(name, listener);
    const release = onHangUp(listener);
    return () => {
      for (const name of interruptions) process.off(name, listener);
      release();
    };
  };

/** A terminal that was closed is none any more. */
const isHungUp = (): boolean =>
  [process.stdin, process.stdout, process.stderr].some((stream) => stream.isTTY && !isatty(stream.fd));

const exit = (code: number): never => {
  if (isHungUp()) {
    // Node itself crashes where it wants to put such a terminal right as it exits (nodejs/node#58200): we go as others do.
    process.removeAllListeners('SIGHUP');
    process.kill(process.pid, 'SIGHUP');
  }
  return process.exit(code);
};

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
  out: output(process.stdout),
  error: output(process.stderr),
  ask,
  onInterrupt: onInterrupt(hangUp()),
  onStray: (listener) => {
    for (const name of strays) process.on(name, listener);
    return () => {
      for (const name of strays) process.off(name, listener);
    };
  },
  now: () => performance.now(),
  exit,
});
