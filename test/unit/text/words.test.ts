import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const sources = ['src', 'ansible-free-provision'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => join(folder, path)),
);

test('in Portuguese a lab is a "lab" everywhere, as it is on the command line', () => {
  expect(sources.length).toBeGreaterThan(200);
  expect(sources.filter((path) => /laborat[óo]ri/i.test(readFileSync(path, 'utf8')))).toEqual([]);
});
