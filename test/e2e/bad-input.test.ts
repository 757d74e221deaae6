import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../../src/ports/files.ts';
import { bancadaAt } from '../support/bancada.ts';
import { temporaryFolder } from '../support/temporary.ts';

const golden = (name: string): Promise<string> =>
  readFile(join(packageRoot(), 'test', 'golden', `${name}.yaml`), 'utf8');

const topology = (name: string): Promise<string> => readFile(join(packageRoot(), 'topology', `${name}.yaml`), 'utf8');

const machineNamed = (name: string): string => `bancada: 1\nmachines:\n  ${JSON.stringify(name)}: {}\n`;

/** Lines of which each is made of the line before, twice over. `size` in characters, at most a line too many. */
const laughs = (size: number): string => {
  const lines = ['bancada: 1', 'a0: &a0 [ha, ha]'];
  for (let written = 0, line = 1; written < size; line += 1) {
    const [own, before] = [`a${String(line)}`, `a${String(line - 1)}`];
    const next = `${own}: &${own} [*${before}, *${before}]`;
    lines.push(next);
    written += next.length + 1;
  }
  return lines.join('\n');
};

/** What is wrong, its text, where it is told to be, and in which words. */
const mistakes: readonly (readonly [string, () => string | Promise<string>, string, string])[] = [
  ['broken indentation', () => golden('broken-indentation'), ':5:4', 'error'],
  ['an unknown key', () => golden('keys'), ':2:1', 'did you mean "title"?'],
  ['a key twice', () => golden('keys'), ':8:3', 'the key "lb" is written twice'],
  ['__proto__', () => golden('keys'), ':9:3', 'the key "__proto__" is not allowed'],
  ['more than a mebibyte', () => laughs(2 ** 20), ':1:1', 'more than 1048576'],
  ['a mebibyte of nested aliases', () => laughs(2 ** 20 - 100), ':', 'more than 100 aliases'],
  ['a blank in a name', () => machineNamed('two words'), ':3:3', '"two words" is not a name'],
  ['slashes and dots in a name', () => machineNamed('../../etc'), ':3:3', '"../../etc" is not a name'],
  ['a command in a name', () => machineNamed('$(touch owned)'), ':3:3', 'is not a name'],
  ['a name of 200 characters', () => machineNamed('x'.repeat(200)), ':3:3', 'at most 14'],
  ['an address outside its subnet', () => golden('addresses'), ':5:25', 'is outside 10.1.0.0/24'],
  ['no machines in a group', () => golden('counts'), ':3:18', 'a group cannot have 0 machines'],
  ['ten thousand in a group', () => golden('counts'), ':4:19', 'a group cannot have 10000 machines'],
  ['a reference to nothing', () => golden('references'), ':5:31', 'there is no network "internett"'],
];

test.each(mistakes)('%s: told with its place, and nothing is begun', async (_, text, place, words) => {
  const directory = await temporaryFolder();
  await mkdir(join(directory, 'topology'));
  await writeFile(join(directory, 'topology', 'bad.yaml'), await text());
  const environment = { XDG_STATE_HOME: join(directory, 'state') };
  const said = await bancadaAt({ directory, environment }, 'up', 'bad', '--setup');
  expect(said.code, said.stderr).toBe(65);
  expect(said.stderr).toContain(`topology/bad.yaml${place}`);
  expect(said.stderr).toMatch(/^topology\/bad\.yaml:\d+:\d+: error: /m);
  expect(said.stderr).toContain(words);
  expect(await readdir(directory)).toEqual(['topology']);
});

test('who only looks leaves nothing behind, of a good lab and of a bad one', async () => {
  const directory = await temporaryFolder();
  await mkdir(join(directory, 'topology'));
  await writeFile(
    join(directory, 'topology', 'good.yaml'),
    (await topology('survey')).replace('name: survey', 'name: good'),
  );
  await writeFile(join(directory, 'topology', 'bad.yaml'), machineNamed('$(touch owned)'));
  const environment = { XDG_STATE_HOME: join(directory, 'state') };
  const verbs = ['validate', 'show', 'graph', 'plan', 'status', 'doctor'];
  const codes = await Promise.all(
    ['good', 'bad'].map((lab) =>
      Promise.all(verbs.map(async (verb) => (await bancadaAt({ directory, environment }, verb, lab)).code)),
    ),
  );
  expect(codes).toEqual([
    [0, 0, 0, 0, 0, 0],
    [65, 65, 65, 65, 65, 65],
  ]);
  expect(await readdir(directory)).toEqual(['topology']);
});

test.each([
  ['a file that is not there', './none.yaml', 'no file none.yaml'],
  ['a folder', '/', 'it is a folder'],
  ['a name of no lab', '../x', 'no lab "../x"'],
])('%s instead of a topology is wrong usage', async (_, lab, words) => {
  const said = await bancadaAt({ directory: await temporaryFolder() }, 'validate', lab);
  expect(said.code, said.stderr).toBe(64);
  expect(said.stderr).toContain(words);
});
