import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { verbs } from '../../../src/cli/registry.ts';
import { explanations } from '../../../src/text/explanations.ts';

const things = /^ {2}(\w+): \{ en: '\1'/gm;

/** Every code that the sources give to an error or a diagnostic. */
const codesIn = (path: string): readonly string[] => {
  const source = readFileSync(path, 'utf8');
  const written = [
    ...source.matchAll(/code: '([a-z0-9-]+)',\s*fault/g),
    ...(/Wording|HostMistake/.test(source) ? source.matchAll(/code: '([a-z0-9-]+)',\s*message/g) : []),
    ...source.matchAll(/(?<!\.)(?:notWellWritten|failed|unfit|bug|rule)\(\s*'([a-z-]+)'/g),
  ].map(([, code = '']) => code);
  const composed = source.includes('code: `unknown-${thing}`')
    ? [...source.matchAll(things)].map(([, thing = '']) => `unknown-${thing}`)
    : [];
  return [...written, ...composed];
};

const codes = new Set(
  ['src', 'ansible-free-provision', 'vms'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .flatMap((path) => codesIn(join(folder, path))),
  ),
);

test('bancada explain knows every code: add it to src/text/explanations/', () => {
  expect(codes.size).toBeGreaterThan(130);
  expect([...codes].filter((code) => !Object.hasOwn(explanations, code)).toSorted()).toEqual([]);
});

test('and none that nothing has', () => {
  expect(Object.keys(explanations).filter((code) => !codes.has(code))).toEqual([]);
});

test('the commands of its examples are verbs that there are', () => {
  const used = Object.values(explanations).flatMap(({ example = '' }) =>
    [...example.matchAll(/^bancada (\w+)/gm)].map(([, verb = '']) => verb),
  );
  expect(used.length).toBeGreaterThan(20);
  expect(used.filter((verb) => !Object.hasOwn(verbs, verb))).toEqual([]);
});
