import { expect, test } from 'vitest';
import { ownersAloneCommand } from '../../../src/ports/owners-alone.ts';

test('on Windows a folder with keys is its owner’s and the system’s, and inherits nothing', () => {
  const folder = String.raw`C:\labs\my lab\.bancada`;
  expect(ownersAloneCommand(folder, String.raw`LAB\ana`)).toEqual([
    'icacls',
    folder,
    '/inheritance:r',
    '/grant:r',
    String.raw`LAB\ana:(OI)(CI)F`,
    '*S-1-5-18:(OI)(CI)F',
    '/q',
  ]);
});
