import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, existsSync, fchmodSync, fstatSync, openSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder } from './files.ts';

/**
 * Waits for a lock on a file, held until disposed of or this process is dead. Nobody but root may open the file: who can
 * read one can lock it. Who holds it may remove it: those who waited then wait at the new one. Who gives up leaves no file
 * that was not there. @throws AbortError, and where `flock` fails
 */
export const lock = async (path: string, signal: AbortSignal): Promise<Disposable> => {
  for (;;) {
    const { file, isNew } = opened(path) ?? {};
    if (file === undefined) continue;
    try {
      if (!(await take(file, { signal }))) throw new Error(`flock has failed at ${path}`);
    } catch (error) {
      if (isNew) await forget(file, path);
      closeSync(file);
      throw error;
    }
    if (isAt(file, path)) return { [Symbol.dispose]: () => closeSync(file) };
    closeSync(file);
  }
};

/** The same lock where nobody holds it. @returns nothing where somebody does @throws where `flock` cannot be started */
export const lockIfFree = async (path: string): Promise<Disposable | undefined> => {
  const { file } = opened(path) ?? {};
  if (file === undefined) return undefined;
  let isOurs = false;
  try {
    isOurs = (await take(file, { options: ['--nonblock'] })) && isAt(file, path);
  } finally {
    if (!isOurs) closeSync(file);
  }
  return isOurs ? { [Symbol.dispose]: () => closeSync(file) } : undefined;
};

/** Removes a file that nobody has locked. */
const forget = async (file: number, path: string): Promise<void> => {
  try {
    if ((await take(file, { options: ['--nonblock'] })) && isAt(file, path)) rmSync(path);
  } catch {
    // The folder is read-only now, which says whoever works there next: the file stays.
  }
};

/** `undefined`: whoever was last there has just removed the file, or its folder. */
const opened = (path: string): { readonly file: number; readonly isNew: boolean } | undefined => {
  makeFolder(dirname(path));
  const isNew = !existsSync(path);
  try {
    const file = openSync(path, constants.O_RDWR | (isNew ? constants.O_CREAT | constants.O_EXCL : 0), 0o600);
    // An earlier version let everybody read it.
    fchmodSync(file, 0o600);
    return { file, isNew };
  } catch (error) {
    if (!['ENOENT', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    return undefined;
  }
};

interface Taking {
  readonly options?: readonly string[];
  readonly signal?: AbortSignal;
}

/**
 * Whether the lock is ours now. Node cannot lock a file; a program that shares an open one with us can, and the lock stays
 * when that program has ended.
 */
const take = async (file: number, { options = [], signal }: Taking): Promise<boolean> => {
  const waiter = spawn('flock', [...options, '3'], {
    stdio: ['ignore', 'ignore', 'ignore', file],
    detached: true,
    killSignal: 'SIGKILL',
    ...(signal && { signal }),
  });
  const [code] = (await once(waiter, 'close')) as [number | null];
  return code === 0;
};

const isAt = (file: number, path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.ino === fstatSync(file).ino;
