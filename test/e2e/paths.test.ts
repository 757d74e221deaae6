import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import type { CheckVerbResult } from '../../src/verbs/results.ts';
import { idsOf, tracesOf } from '../support/luck.ts';
import { cache } from '../support/small-labs.ts';
import { smallProject } from '../support/small-project.ts';
import { good } from '../support/trials.ts';

/** With everything that some format or program along the way would take for its own. */
const place = `ação e reação/100% d'água "novo"`;

test('a project whose path has blanks, accents and quotes comes up, is entered, kept, bundled and destroyed', async () => {
  const project = await smallProject('path', cache, place);
  const { directory } = project.standing;
  const bancada = async (verb: string, ...words: readonly string[]) => {
    const said = await project.bancada(verb, ...words);
    good(said, verb);
    return said;
  };
  expect(directory).toContain(place);
  await bancada('up', '--no-check');
  const { results } = (await bancada('check', '--json')).json<CheckVerbResult>();
  expect(results.length).toBeGreaterThan(0);
  expect(results.filter(({ verdict }) => verdict !== 'pass')).toEqual([]);
  await bancada('plan', '--check');
  expect((await bancada('ssh', 'one', '--', 'hostname')).stdout.trim()).toBe('one');
  // As other programs are let in.
  const byConfig = ['-F', join(project.labFolder, 'ssh_config'), 'one', 'hostname'];
  expect((await execa('ssh', byConfig, { cwd: directory })).stdout).toBe('one');
  await bancada('snapshot', 'save', 'seed');
  await bancada('snapshot', 'restore', 'seed', '--yes');
  await bancada('bundle', '-o', join(directory, 'pacote do laboratório.tar.gz'));
  expect(await readdir(directory)).toContain('pacote do laboratório.tar.gz');
  const ids = await idsOf(project);
  expect(ids.length).toBeGreaterThan(0);
  await bancada('destroy', '--yes');
  expect(await tracesOf(project, ids)).toEqual([]);
});
