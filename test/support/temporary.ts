import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';

const make = (): Promise<string> => mkdtemp(join(tmpdir(), 'bancada-test-'));
const remove = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true });

const lasting: string[] = [];
afterAll(() => Promise.all(lasting.map(remove)));

/** A folder of its own for the running test, gone when it ends. */
export const temporaryFolder = async (): Promise<string> => {
  const folder = await make();
  onTestFinished(() => remove(folder));
  return folder;
};

/** A folder for all tests of a file, gone when the last one has ended, and whatever the file does after it. */
export const lastingFolder = async (): Promise<string> => {
  const folder = await make();
  lasting.push(folder);
  return folder;
};
