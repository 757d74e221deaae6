import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { PlanResult } from '../../src/verbs/results.ts';
import { bancadaAt } from '../support/bancada.ts';
import { cache } from '../support/small-labs.ts';
import { smallProject } from '../support/small-project.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { good } from '../support/trials.ts';

test('a copy of the folder of a lab that is up works on none of its machines, and the lab goes on', async () => {
  const project = await smallProject('copied', cache);
  good(await project.bancada('up', '--no-check'), 'up');
  const copy = join(await temporaryFolder(), 'copy');
  await cp(project.standing.directory, copy, { recursive: true });
  // Each with a registry that knows where the lab is, and then with one that was lost.
  for (const registry of [project.standing.environment!['XDG_STATE_HOME']!, join(copy, 'lost')]) {
    for (const [verb, ...words] of [
      ['status'],
      ['up', '--no-check'],
      ['down'],
      ['exec', '-m', 'one', '--', 'poweroff'],
      ['snapshot', 'save', 'mine'],
      ['destroy', '--yes'],
    ] as const) {
      const standing = { directory: copy, environment: { XDG_STATE_HOME: registry } };
      const said = await bancadaAt(standing, verb, 'copied', ...words);
      expect([said.code, said.stderr], verb).toEqual([64, expect.stringContaining('[state-copied]') as string]);
    }
  }
  await rm(copy, { recursive: true });
  const { changes, machines } = (await project.bancada('plan', '--json')).json<PlanResult>();
  expect([changes, machines.filter(({ action }) => action !== 'keep')]).toEqual([[], []]);
  good(await project.bancada('check'), 'check');
});
