import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { Writable } from 'node:stream';
import { LabError } from '../errors/lab-error.ts';
import * as files from '../text/files.ts';
import { processTexts } from '../text/process.ts';

/** Takes bytes as they come. */
export interface Sink {
  write(chunk: Uint8Array): void;
  /** Rejects as soon as it can take no more; resolves when it wants no more. */
  readonly closed: Promise<void>;
  /** After the last byte has arrived. */
  end(): Promise<void>;
}

const sinkOver = (stream: Writable, explain: (cause: NodeJS.ErrnoException) => LabError): Sink => {
  const failed = new Promise<never>((_, reject) => {
    stream.once('error', (cause: NodeJS.ErrnoException) => {
      // Whoever reads may have seen enough: that is how they say so.
      if (cause.code !== 'EPIPE') reject(explain(cause));
    });
  });
  failed.catch(() => undefined);
  const closed = Promise.race([once(stream, 'close').then(() => undefined), failed]);
  closed.catch(() => undefined);
  return {
    write: (chunk) => {
      if (stream.writable) stream.write(chunk);
    },
    closed,
    end: async () => {
      stream.end();
      await closed;
    },
  };
};

/** A file that is written while it grows, with the rights that the user's files have. */
export const fileSink = (path: string): Sink =>
  sinkOver(
    createWriteStream(path),
    (cause) =>
      new LabError({
        code: 'file-unwritable',
        fault: 'usage',
        message: files.unwritable(path),
        hint: files.chooseAnother,
        cause,
      }),
  );

/** A program of this computer that reads its standard input, with a window of its own. It may stay when we go. */
export const programSink = ([program, ...args]: readonly [string, ...string[]], hint: LabError['hint']): Sink => {
  const child = spawn(program, args, { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  child.unref();
  const missing = (cause: NodeJS.ErrnoException): LabError =>
    new LabError({
      code: 'program-missing',
      fault: 'environment',
      message: processTexts.missing(program),
      ...(hint !== undefined && { hint }),
      cause,
    });
  child.once('error', (cause) => child.stdin.destroy(cause));
  return sinkOver(child.stdin, missing);
};
