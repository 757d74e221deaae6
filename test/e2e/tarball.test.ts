import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { packageRoot } from '../../src/ports/files.ts';
import type { UpResult } from '../../src/verbs/results.ts';
import { cache } from '../support/small-labs.ts';
import { smallProject } from '../support/small-project.ts';

/** What `npm pack` has made of this checkout. */
let tarball: string;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bancada-'));
  const { stdout } = await execa('npm', ['pack', '--json', '--offline', '--ignore-scripts=false', packageRoot()], {
    cwd: folder,
  });
  const [packed] = JSON.parse(stdout) as [{ filename: string }];
  tarball = join(folder, packed.filename);
});
afterAll(() => rm(folder, { recursive: true }));

/** A folder of one's own, and programs that are run there. */
const elsewhere = async () => {
  const { standing } = await smallProject('own', cache);
  // As somebody has it who has told npm nothing: not even to install nothing without a question.
  const own = { NO_COLOR: '1', BANCADA_LANG: 'en', npm_config_userconfig: '/dev/null' };
  const at = { cwd: standing.directory, env: { ...standing.environment, ...own } };
  const put = (name: string, text: string) => writeFile(join(standing.directory, name), text);
  const run = (program: string, ...words: readonly string[]) => execa(program, words, { ...at, all: true });
  const install = () => run('npm', 'install', '--no-save', '--offline', '--no-audit', '--no-fund', tarball);
  return { put, run, install };
};

test('a packed tarball is run as it lies there, as README says', async () => {
  const { run } = await elsewhere();
  await run('cp', tarball, '.');
  const name = `./${basename(tarball)}`;
  expect(await readFile('README.md', 'utf8')).toContain(`\`npx ${name} up shop\``);
  expect((await run('npx', name, 'up', 'own')).stdout).toContain('own is up');
  expect((await run('npx', name, 'destroy', 'own', '--yes')).exitCode).toBe(0);
});

const course = `
import { simulate, type SimModel } from 'bancada/sim';
const model: SimModel = {
  sources: { people: { arrivals: { rate: 0.5 }, steps: [{ visit: 'till', for: { exponential: 1 } }] } },
  stations: { till: { servers: 1 } },
};
const { sources } = await simulate(model, { seconds: 1000 });
const mean: number = sources['people']!.latency.mean.value;
console.log(mean);
// @ts-expect-error a model has its stations by name
await simulate({ ...model, stations: 3 }, { seconds: 1000 });
`;

const role = `
import type { MakeRole } from 'bancada/role';
export const role: MakeRole = ({ z, file }) => ({
  summary: { en: 'a page', pt: 'uma página' },
  params: z.strictObject({ port: z.int().default(8000) }),
  resources: () => [file({ path: '/srv/page', content: 'hello' })],
});
// @ts-expect-error every role is summed up in both languages
export const silent: MakeRole = ({ z }) => ({ summary: { en: 'a page' }, params: z.strictObject({}) });
// @ts-expect-error it is zod itself that is handed over
export const wrong: MakeRole = ({ z }) => ({ summary: { en: '', pt: '' }, params: z.noSuchThing() });
`;

test('whoever writes TypeScript is told how the libraries look, as strictly as may be', async () => {
  const { put, run, install } = await elsewhere();
  await install();
  await put('course.mts', course);
  await put('role.mts', role);
  const strictly = [
    '--strict',
    '--exactOptionalPropertyTypes',
    '--noUncheckedIndexedAccess',
    '--skipLibCheck',
    'false',
  ];
  const modules = ['--module', 'nodenext', '--moduleResolution', 'nodenext', '--target', 'es2023'];
  const compiler = join(packageRoot(), 'node_modules', 'typescript', 'bin', 'tsc');
  const { all } = await run('node', compiler, ...strictly, ...modules, '--noEmit', 'course.mts', 'role.mts');
  expect(all).toBe('');
});

test('a packed tarball is used in a folder of one’s own, with nothing else to install', async () => {
  const { put, run, install } = await elsewhere();
  await install();
  const bancada = (...words: readonly string[]) => run('npx', '--offline', 'bancada', ...words);
  expect((await bancada('validate', 'own')).stdout).toContain('topology/own.yaml has no mistakes');
  expect((await bancada('graph', 'own')).stdout).toContain('memcached');
  expect((await bancada('sim', 'own', '--rate', '10', '--for', '5s')).stdout).toContain('answers a second');
  const library = `import { simulate } from 'bancada/sim'; console.log(typeof simulate)`;
  expect((await run('node', '--input-type=module', '-e', library)).stdout).toBe('function');

  // With a role of one's own, which runs for nobody who has not said that it may.
  await bancada('new', '--role', 'hello');
  const page = `
networks: { lan: {} }
machines:
  one: { networks: { lan: auto }, services: { hello: { text: <bom dia> } } }
visitors: { class: { from: lan, to: hello } }
`;
  await put('topology/page.yaml', `bancada: 1\n${page}`);
  await bancada('trust', '--undo');
  await expect(bancada('validate', 'page')).rejects.toMatchObject({ exitCode: 77 });
  await bancada('trust');
  onTestFinished(async () => {
    await bancada('destroy', 'page', '--yes');
  });
  const { stdout: said } = await bancada('up', 'page', '--json');
  const result = said
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string } & UpResult)
    .at(-1);
  expect(result?.checks.map(({ verdict }) => verdict)).toEqual(['pass']);
  expect(await (await fetch(result?.published[0]?.url ?? '')).text()).toContain('&#60;bom dia&#62;');
  await bancada('plan', 'page', '--check');
});
