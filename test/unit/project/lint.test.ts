import { ESLint } from 'eslint';
import { beforeAll, expect, test } from 'vitest';

const eslint = new ESLint();

/** What the linter would say if the file had this content. The file has to exist: the rules are type-aware. */
const complaints = async (filePath: string, code: string): Promise<readonly string[]> => {
  const [result] = await eslint.lintText(code, { filePath });
  return result!.messages.map(({ ruleId, message }) => `${ruleId ?? 'parser'}: ${message}`);
};

// The first file makes the type checker read the whole tree.
beforeAll(() => complaints('src/model/sentence.ts', ''), 60_000);

const model = 'src/model/sentence.ts';
const engine = 'src/provision/plan.ts';

test.each([
  ['import', `import '../text/ssh.ts';`],
  ['type import', `import type { A } from '../text/ssh.ts';\nexport type B = A;`],
  ['lazy import', `export const a = () => import('../text/ssh.ts');`],
  ['re-export', `export * from '../text/ssh.ts';`],
  ['named re-export', `export { a } from '../text/ssh.ts';`],
  ['inline type', `export type A = import('../text/ssh.ts').A;`],
])('the model imports nothing: %s', async (_, code) => {
  expect(await complaints(model, code)).toContain('bancada/layers: model may not import text; it may import nothing');
});

test('a folder may import from itself and from below', async () => {
  const code = `import '../ports/clock.ts';\nimport './apply.ts';\nimport '../../ansible-free-provision/index.ts';\n`;
  expect(await complaints(engine, code)).toEqual([]);
});

test('an engine names no role', async () => {
  expect(await complaints(engine, `import '../../ansible-free-provision/redis/role.ts';`)).toEqual([
    'bancada/layers: provision knows roles by ansible-free-provision/index.ts only, and none by its name',
  ]);
});

test('no role reaches for the engines', async () => {
  expect(await complaints('ansible-free-provision/redis/role.ts', `import '../../src/provision/plan.ts';`)).toEqual([
    expect.stringContaining('bancada/layers: roles may not import provision'),
  ]);
});

test.each([
  ['the clock', 'export const a = Date.now();', 'no-restricted-properties'],
  ['the date', 'export const a = new Date();', 'no-restricted-syntax'],
  ['chance', 'export const a = Math.random();', 'no-restricted-properties'],
  ['the environment', `export const a = process.env['HOME'];`, 'no-restricted-properties'],
  ['files', `import 'node:fs/promises';`, 'no-restricted-imports'],
  ['programs', `import 'node:child_process';`, 'no-restricted-imports'],
])('only the ports know %s', async (_, code, rule) => {
  expect(await complaints(engine, code)).toEqual([expect.stringContaining(`${rule}: `)]);
  expect(await complaints('src/ports/clock.ts', code)).toEqual([]);
});
