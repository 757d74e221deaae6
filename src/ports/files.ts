import { constants, existsSync } from 'node:fs';
import { access, lstat, mkdir, open, readFile, readdir, readlink, rename, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LabError } from '../errors/lab-error.ts';
import * as text from '../text/files.ts';
import { folderNotWritable, makeWritable } from '../text/state.ts';

/** Whether a failed file operation failed for this reason: `ENOENT`, `EACCES`. */
export const failedWith = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;

/** What a failed reading comes to: `fallback` where nothing is there. @throws LabError `file-unreadable` */
const absentAs =
  <T>(fallback: T, path: string) =>
  (cause: unknown): T => {
    if (failedWith(cause, 'ENOENT') || failedWith(cause, 'ENOTDIR')) return fallback;
    const denied = failedWith(cause, 'EACCES') || failedWith(cause, 'EPERM');
    const folder = failedWith(cause, 'EISDIR');
    if (!denied && !folder) throw cause;
    throw new LabError({
      code: 'file-unreadable',
      fault: denied ? 'permission' : 'usage',
      message: text.unreadable(path),
      hint: denied ? text.notYours : text.isFolder,
      cause,
    });
  };

/** Loaded by the first who writes: most commands only read. */
const atomic = () => import('./replace-file.ts');

/** A text file's content; `undefined` if there is none. @throws LabError `file-unreadable` */
export const readText = (path: string): Promise<string | undefined> =>
  readFile(path, 'utf8').catch(absentAs(undefined, path));

/** A file's permission bits; `undefined` if it is not there, or where the system has none. */
export const accessOf = async (path: string): Promise<number | undefined> => {
  if (process.platform === 'win32') return undefined;
  const found = await stat(path).catch(absentAs(undefined, path));
  return found && found.mode & 0o7777;
};

/** When a file was changed last; `undefined` if it is not there. */
export const changedAt = async (path: string): Promise<Date | undefined> =>
  (await stat(path).catch(absentAs(undefined, path)))?.mtime;

const isRunnable = async (path: string): Promise<boolean> => {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
};

/** Where a program of that name is that this user may run: in the first of the folders that has it. */
export const findProgram = async (name: string, folders: readonly string[]): Promise<string | undefined> => {
  for (const folder of folders) if (await isRunnable(join(folder, name))) return join(folder, name);
  return undefined;
};

/** Whether it is a device that is read and written byte by byte. */
export const isDevice = async (path: string): Promise<boolean> =>
  (await stat(path).catch(absentAs(undefined, path)))?.isCharacterDevice() === true;

/** Whether nothing is there. Where this user may not look, there may be something. */
export const isGone = async (path: string): Promise<boolean> => {
  const found = await lstat(path).catch((cause: unknown) => cause);
  return failedWith(found, 'ENOENT');
};

/** How much can still be written where a folder is, or would be: it may have to be made yet. Bytes. */
export const freeBytes = async (folder: string): Promise<number> => {
  const there = await statfs(folder).catch(absentAs(undefined, folder));
  if (there === undefined) return freeBytes(dirname(folder));
  return there.bavail * there.bsize;
};

/** How long a file is, bytes; `undefined` if it is not there. */
export const sizeOf = async (path: string): Promise<number | undefined> =>
  (await stat(path).catch(absentAs(undefined, path)))?.size;

/** Gives a file its name, in the place of what had it. @throws LabError `file-unwritable` */
export const moveFile = (from: string, to: string): Promise<void> =>
  rename(from, to).catch((cause: unknown) => {
    throw new LabError({
      code: 'file-unwritable',
      fault: 'usage',
      message: text.unwritable(to),
      hint: text.chooseAnother,
      cause,
    });
  });

/** What a file takes of its disk, bytes, holes left out; `undefined` if it is not there. The kernel counts in blocks of 512. */
export const storedBytes = async (path: string): Promise<number | undefined> => {
  const blocks = (await stat(path).catch(absentAs(undefined, path)))?.blocks;
  return blocks === undefined ? undefined : blocks * 512;
};

/** Turns a refused write into an error that says where; rethrows what is none. @throws LabError `state-unwritable` */
const unwritable =
  (path: string) =>
  (cause: unknown): never => {
    const denied = failedWith(cause, 'EACCES') || failedWith(cause, 'EPERM');
    if (!denied && !failedWith(cause, 'EROFS') && !failedWith(cause, 'ENOSPC')) throw cause;
    throw new LabError({
      code: 'state-unwritable',
      fault: denied ? 'permission' : 'environment',
      message: folderNotWritable(path),
      hint: makeWritable,
      cause,
    });
  };

/** Whether a file says just that, and nobody but its owner may look. */
const isSo = async (path: string, content: string): Promise<boolean> => {
  const [text, access = 0o600] = await Promise.all([readFile(path, 'utf8'), accessOf(path)]).catch(() => []);
  return text === content && access === 0o600;
};

/**
 * Replaces a file as a whole, so that nobody ever reads half of it; it and its folder are the owner's alone. What is so
 * already is left alone: waiting for the disk takes longer than looking. @throws LabError `state-unwritable`
 */
export const writePrivately = async (path: string, content: string): Promise<void> => {
  if (await isSo(path, content)) return;
  await makePrivateFolder(dirname(path)).catch(unwritable(path));
  await (await atomic()).replaceFile(path, content, 0o600).catch(unwritable(path));
};

/** A folder, with its parents, that only the owner may enter. */
const makePrivateFolder = async (path: string): Promise<void> => {
  const made = await mkdir(path, { recursive: true, mode: 0o700 });
  // Windows knows no modes. Loaded there only: most commands start no program.
  if (made !== undefined && process.platform === 'win32') await (await import('./owners-alone.ts')).ownersAlone(made);
};

/** Writes a file for the user, with the rights that the user's files have; replaces it as a whole. @throws LabError `file-unwritable` */
export const writeText = async (path: string, content: string | Uint8Array): Promise<void> =>
  (await atomic()).replaceFile(path, content).catch((cause: unknown) => {
    throw new LabError({
      code: 'file-unwritable',
      fault: 'usage',
      message: text.unwritable(path),
      hint: text.chooseAnother,
      cause,
    });
  });

/** Makes a folder of the user's, with its parents, where it is not there yet. @throws LabError `state-unwritable` */
export const makeFolder = async (path: string): Promise<void> => {
  await mkdir(path, { recursive: true }).catch(unwritable(path));
};

/** Adds a line to a file and returns when it is on the disk. @throws LabError `state-unwritable` */
export const appendDurably = async (path: string, line: string): Promise<void> => {
  const file = await open(path, 'a', 0o600).catch(unwritable(path));
  try {
    await file.appendFile(`${line}\n`).catch(unwritable(path));
    await file.sync();
  } finally {
    await file.close();
  }
};

/** Names in a folder, sorted; none if it is not there. @throws LabError `file-unreadable` */
export const listFolder = async (path: string): Promise<readonly string[]> =>
  (await readdir(path).catch(absentAs<string[]>([], path))).sort();

/** A path with slashes, whatever this system puts between folders; `separator` is what it puts there. */
export const slashed = (path: string, separator = sep): string => path.split(separator).join('/');

/**
 * Relative paths of all files in a folder and below, with slashes, sorted; none if it is not there.
 * @throws LabError `file-unreadable`
 */
export const listTree = async (path: string): Promise<readonly string[]> => {
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(absentAs([], path));
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => slashed(relative(path, join(entry.parentPath, entry.name))))
    .sort();
};

/** Whether it is a symbolic link, wherever that leads. */
export const isLink = async (path: string): Promise<boolean> =>
  (await lstat(path).catch(absentAs(undefined, path)))?.isSymbolicLink() === true;

/** Where a symbolic link leads, as it says so; `undefined` if there is none. @throws LabError `file-unreadable` */
export const linkTarget = (path: string): Promise<string | undefined> =>
  readlink(path).catch(absentAs(undefined, path));

/** Paths of the symbolic links in a folder and below. What is behind them is not looked at. */
export const linksIn = async (path: string): Promise<readonly string[]> => {
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(absentAs([], path));
  return entries.filter((entry) => entry.isSymbolicLink()).map((entry) => join(entry.parentPath, entry.name));
};

/** Removes a file or a whole tree, if it is there. Links are removed, not followed. @throws LabError `state-unwritable` */
export const removeTree = (path: string): Promise<void> =>
  rm(path, { recursive: true, force: true }).catch(unwritable(path));

/**
 * The checkout's folder, in which `topology/`, `templates/` and `vms/` lie: the nearest one upwards that has a
 * `package.json` and `topology/`. Works from the sources and from the bundle.
 */
export const packageRoot = (): string => {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!(existsSync(join(folder, 'package.json')) && existsSync(join(folder, 'topology')))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('no package.json beside topology/ above this program');
    folder = parent;
  }
  return folder;
};
