import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { LabEvent } from '../../src/model/event.ts';
import type { UpResult } from '../../src/verbs/results.ts';
import { bancadaAt, type Said } from './bancada.ts';

/** A folder of its own with a copy of one topology of this checkout, so that tests of the same lab do not meet. */
export interface ProjectCopy extends AsyncDisposable {
  readonly directory: string;
  bancada(verb: string, ...words: readonly string[]): Promise<Said>;
  /** Brings it up. Fails the test if it does not come up, or a check does not pass. */
  up(): Promise<UpResult>;
  /** Rewrites the topology. */
  edit(change: (text: string) => string): Promise<void>;
}

/** Makes one. Disposing of it destroys the lab too. */
export const projectCopy = async (lab: string): Promise<ProjectCopy> => {
  const directory = await mkdtemp(join(tmpdir(), 'bancada-project-'));
  const file = join(directory, 'topology', `${lab}.yaml`);
  await mkdir(join(directory, 'topology'));
  await cp(join('topology', `${lab}.yaml`), file);
  const environment = { XDG_STATE_HOME: join(directory, 'state') };
  const bancada: ProjectCopy['bancada'] = (verb, ...words) =>
    bancadaAt({ directory, environment }, verb, lab, ...words);
  return {
    directory,
    bancada,
    up: async () => resultOf(await bancada('up', '--setup', '--json')),
    edit: async (change) => await writeFile(file, change(await readFile(file, 'utf8'))),
    [Symbol.asyncDispose]: async () => {
      await bancada('destroy', '--yes');
      await rm(directory, { recursive: true, force: true });
    },
  };
};

const resultOf = (said: Said): UpResult => {
  expect(said.code, said.stdout.slice(-3000) + said.stderr).toBe(0);
  const result = said
    .lines<LabEvent | ({ readonly type: 'result' } & UpResult)>()
    .find((line) => line.type === 'result');
  if (result?.type !== 'result') throw new Error(`no result in ${said.stdout}`);
  expect(result.checks.filter(({ verdict }) => verdict !== 'pass')).toEqual([]);
  return result;
};
