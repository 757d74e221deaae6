import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { packageRoot } from '../../src/ports/files.ts';
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

  test('fails where a check fails, with its verdict told in both forms, and removes the lab all the same', async () => {
    const wish = `checks: { wish: { kind: command, on: one, argv: [echo, lunch], contains: dinner } }`;
    const project = await smallProject('job', `${cache}${wish}\n`);
    const { done, failed, summary, directory } = await played(project, { lab: 'job', run: 'touch ran' });
    expect(done).toEqual(steps.filter((step) => step !== 'Run what was asked for'));
    expect(failed).toMatch(/^Check it: /);
    expect(summary).toMatch(/^\| ❌ \| wish .*dinner.*\|$/m);
    const junit = await readFile(join(directory, 'bancada.xml'), 'utf8');
    expect(junit.match(/<failure\b/g)).toHaveLength(1);
    expect(junit).toContain('wish');
    expect(existsSync(join(directory, 'ran'))).toBe(false);
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
