import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { CheckVerbResult } from '../../src/verbs/results.ts';
import { bancadaAt } from '../support/bancada.ts';
import { temporaryFolder } from '../support/temporary.ts';

test('the first topology that is written for a newcomer comes up, and every check passes', async () => {
  const directory = await temporaryFolder();
  await mkdir(join(directory, 'topology'));
  const standing = { directory, environment: { XDG_STATE_HOME: join(directory, 'state') } };
  expect(await bancadaAt(standing, 'new', './topology/shop.yaml')).toMatchObject({ code: 0 });
  onTestFinished(async () => {
    await bancadaAt(standing, 'destroy', 'shop', '--yes');
  });
  const up = await bancadaAt(standing, 'up', 'shop', '--no-check');
  expect(up.code, up.stderr).toBe(0);
  expect(up.stdout).toMatch(/Open http:\/\/127\.0\.0\.1:\d+ and reload/);
  const { results } = (await bancadaAt(standing, 'check', 'shop', '--json')).json<CheckVerbResult>();
  expect(results.filter(({ verdict }) => verdict !== 'pass')).toEqual([]);
  expect(results.length).toBeGreaterThan(20);
});
