import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { packageRoot } from '../../src/ports/files.ts';
import type { UpResult } from '../../src/verbs/results.ts';
import { cache } from '../support/small-labs.ts';
import { smallProject, type SmallProject } from '../support/small-project.ts';

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default?: string; readonly required?: boolean }>>;
  readonly runs: { readonly steps: readonly Step[] };
}
interface Step {
  readonly name?: string;
  readonly if?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly run?: string;
}

const action = parse(await readFile(join(packageRoot(), 'action.yml'), 'utf8')) as Action;

/** Plays the action's own commands as a job would: one after the other, after a failure only what is always done. */
const played = async (project: SmallProject, given: Readonly<Record<string, string>>) => {
  const { directory, environment } = project.standing;
  const summary = join(directory, 'summary.md');
  const value = (input: string): string => given[input] ?? action.inputs[input]?.default ?? '';
  const done: string[] = [];
  let failed: string | undefined;
  for (const { name = '', if: condition, env = {}, run } of action.runs.steps) {
    const isDue =
      condition === 'always()' || (failed === undefined && (condition !== "inputs.run != ''" || value('run') !== ''));
    if (run === undefined || !isDue) continue;
    const filled = Object.entries(env).map(([key, text]): readonly [string, string] => [
      key,
      text.replaceAll(/\$\{\{ inputs\.(\w+) \}\}/g, (_, input: string) => value(input)),
    ]);
    const { exitCode = -1, stderr } = await execa('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', run], {
      cwd: directory,
      env: {
        ...environment,
        ...Object.fromEntries(filled),
        GITHUB_ACTION_PATH: packageRoot(),
        GITHUB_STEP_SUMMARY: summary,
        CI: 'true',
      },
      reject: false,
      stdin: 'ignore',
    });
    done.push(name);
    if (exitCode !== 0) failed ??= `${name}: ${stderr}`;
  }
  return { done, failed, summary: await readFile(summary, 'utf8'), directory };
};

const steps = [
  "Let the repository's own roles run",
  ...['Bring the lab up', 'Check it', 'Run what was asked for', 'Remove it'],
];

describe('the action for jobs elsewhere', () => {
  test('brings a topology up, checks it, runs what was asked for, and removes it', async () => {
    const project = await smallProject('job', cache);
    const run = `"$GITHUB_ACTION_PATH/bancada" exec job -m one -- hostname >hostname`;
    const { done, failed, summary, directory } = await played(project, { lab: 'job', run });
    expect(failed).toBeUndefined();
    expect(done).toEqual(steps);
    expect(summary).toMatch(/^\|.*open.*\|$/m);
    expect(await readFile(join(directory, 'bancada.xml'), 'utf8')).toContain('<testsuite');
    expect(await readFile(join(directory, 'hostname'), 'utf8')).toContain('one');
    expect((await project.bancada('down')).code).toBe(4);
  });

  test('fails where that fails, and removes the lab all the same', async () => {
    const project = await smallProject('job', cache);
    const { done, failed } = await played(project, { lab: 'job', run: 'echo no visitors >&2; exit 3' });
    expect(done).toEqual(steps);
    expect(failed).toBe('Run what was asked for: no visitors');
    expect((await project.bancada('down')).code).toBe(4);
  });
});

test('a packed tarball is used in a folder of one’s own, with nothing else to install', async () => {
  const { standing } = await smallProject('own', cache);
  const at = { cwd: standing.directory, env: { ...standing.environment, NO_COLOR: '1', BANCADA_LANG: 'en' } };
  const npm = (...words: readonly string[]) => execa('npm', [...words, '--offline', '--no-audit', '--no-fund'], at);
  const { stdout } = await npm('pack', '--json', packageRoot());
  const [packed] = JSON.parse(stdout) as [{ filename: string }];
  await npm('install', '--no-save', `./${packed.filename}`);
  const bancada = (...words: readonly string[]) => execa('npx', ['--offline', 'bancada', ...words], at);
  expect((await bancada('validate', 'own')).stdout).toContain('topology/own.yaml has no mistakes');
  expect((await bancada('graph', 'own')).stdout).toContain('memcached');
  expect((await bancada('sim', 'own', '--rate', '10', '--for', '5s')).stdout).toContain('answers a second');
  const library = `import { simulate } from 'bancada/sim'; console.log(typeof simulate)`;
  expect((await execa('node', ['--input-type=module', '-e', library], at)).stdout).toBe('function');

  // With a role of one's own, which runs for nobody who has not said that it may.
  await bancada('new', '--role', 'hello');
  const page = `
networks: { lan: {} }
machines:
  one: { networks: { lan: auto }, services: { hello: { text: <bom dia> } } }
visitors: { class: { from: lan, to: hello } }
`;
  await writeFile(join(standing.directory, 'topology', 'page.yaml'), `bancada: 1\n${page}`);
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
