import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, fchmodSync, fstatSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder } from './files.ts';

/**
 * Waits for a lock on a file, held until disposed of or this process is dead. Nobody but root may open the file: who can
 * read one can lock it. Who holds it may remove it: those who waited then wait at the new one. @throws AbortError
 */
export const lock = async (path: string, signal: AbortSignal): Promise<Disposable> => {
  for (;;) {
    const file = opened(path);
    if (file === undefined) continue;
    try {
      await take(file, signal);
      if (isAt(file, path)) return { [Symbol.dispose]: () => closeSync(file) };
    } catch (error) {
      closeSync(file);
      throw error;
    }
    closeSync(file);
  }
};

/** `undefined`: whoever was last there has just removed the folder. */
const opened = (path: string): number | undefined => {
  makeFolder(dirname(path));
  try {
    const file = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
    // An earlier version let everybody read it.
    fchmodSync(file, 0o600);
    return file;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return undefined;
  }
};

/** Node cannot lock a file. A program that shares an open one with us can, and the lock stays when that program has ended. */
const take = async (file: number, signal: AbortSignal): Promise<void> => {
  const waiter = spawn('flock', ['3'], {
    stdio: ['ignore', 'ignore', 'ignore', file],
    detached: true,
    signal,
    killSignal: 'SIGKILL',
  });
  const [code] = (await once(waiter, 'close')) as [number | null];
  if (code !== 0) throw new Error(`flock ended with ${String(code)}`);
};

const isAt = (file: number, path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.ino === fstatSync(file).ino;
