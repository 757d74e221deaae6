import { mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, writeFileSync } from 'node:fs';

/** A record of ours, or `undefined` where there is none. */
export const readRecord = <T>(path: string): T | undefined => {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T;
  } catch {
    return undefined; // not there, or cut off by a crash of the computer: what it told of is made anew
  }
};

/** Replaces a record as a whole; everybody may read it. */
export const writeRecord = (path: string, record: unknown): void => {
  writeFileSync(`${path}.new`, `${JSON.stringify(record)}\n`, { mode: 0o644 });
  renameSync(`${path}.new`, path);
};

/** A folder and its parents, which everybody may enter. */
export const makeFolder = (path: string): void => void mkdirSync(path, { recursive: true, mode: 0o755 });

/** What lies in a folder; nothing where there is none. */
export const namesIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
};

/** Removes a folder in which nothing is left. */
export const removeIfEmpty = (folder: string): void => {
  try {
    rmdirSync(folder);
  } catch {
    // other labs are there, or come in this very moment
  }
};
