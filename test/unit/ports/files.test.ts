import { mkdir, writeFile } from 'node:fs/promises';
import { join, posix, win32 } from 'node:path';
import { expect, test } from 'vitest';
import { listTree, slashed } from '../../../src/ports/files.ts';
import { temporaryFolder } from '../../support/temporary.ts';

test('paths below a folder have slashes, wherever they are listed', async () => {
  const below = win32.relative(String.raw`C:\labs\app`, String.raw`C:\labs\app\lib\one.py`);
  expect(slashed(below, win32.sep)).toBe('lib/one.py');
  // On Linux and a Mac a backslash is a letter like any other.
  expect(slashed(String.raw`lib/o\ne.py`, posix.sep)).toBe(String.raw`lib/o\ne.py`);
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'lib'));
  await writeFile(join(folder, 'lib', 'one.py'), '');
  await writeFile(join(folder, 'app.py'), '');
  expect(await listTree(folder)).toEqual(['app.py', 'lib/one.py']);
  expect(await listTree(join(folder, 'gone'))).toEqual([]);
});
