import { closeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openAs } from '../../../src/providers/local/root/caller.ts';
import { temporaryFolder } from '../../support/temporary.ts';

test('a file that cannot be opened is told as such, and is no bug of ours', async () => {
  const folder = await temporaryFolder();
  // Root opens what it is told to without becoming anybody else, so that this test needs no root.
  const asRoot = { uid: 0, gid: 0 };
  closeSync(openAs(asRoot, join(folder, 'images.tar'), 'w'));
  expect(await readFile(join(folder, 'images.tar'), 'utf8')).toBe('');
  expect(() => openAs(asRoot, join(folder, 'none', 'images.tar'), 'w')).toThrow(
    expect.objectContaining({ code: 'file-unwritable', fault: 'usage' }) as Error,
  );
  expect(() => openAs(asRoot, join(folder, 'none'), 'r')).toThrow(
    expect.objectContaining({ code: 'file-unreadable', fault: 'permission' }) as Error,
  );
});
