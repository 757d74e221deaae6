import { cp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { systemClock } from '../../../src/ports/clock.ts';
import { secureRandom } from '../../../src/ports/random.ts';
import { labFolder, labsFolder, type Lab } from '../../../src/state/lab.ts';
import { createLab } from '../../../src/state/record.ts';
import { openOwnLab } from '../../../src/verbs/own-lab.ts';
import { temporaryFolder } from '../../support/temporary.ts';

let project: string;
let copy: string;
let lab: Lab;

beforeEach(async () => {
  [project, copy] = [await temporaryFolder(), await temporaryFolder()];
  vi.stubEnv('XDG_STATE_HOME', join(project, 'state'));
  lab = await createLab(
    { project, name: 'survey', topology: 'survey.yaml', target: 'local', sites: { here: 'local' }, options: {} },
    { clock: systemClock, random: secureRandom },
  );
  return () => vi.unstubAllEnvs();
});

const loseRegistry = (): Promise<void> => rm(join(project, 'state'), { recursive: true });
/** As the machines of the lab tell it, and those of no other. */
const noted = (_: string, id: string): Promise<string | undefined> =>
  Promise.resolve(id === lab.identity.id ? lab.identity.folder : undefined);
const moved = (): Lab => ({ ...lab, identity: { ...lab.identity, folder: labFolder(copy, 'survey') } });

test('a copy whose registry is lost is told from the original by what its machines are of', async () => {
  await cp(labsFolder(project), labsFolder(copy), { recursive: true });
  await loseRegistry();
  await expect(openOwnLab(copy, 'survey', noted)).rejects.toMatchObject({ code: 'state-copied' });
  expect(await openOwnLab(project, 'survey', noted)).toEqual(lab);
  expect(await openOwnLab(copy, 'other', noted)).toBeUndefined();
});

test('a folder that was moved is no copy, whatever its machines are of', async () => {
  await rename(labsFolder(project), labsFolder(copy));
  await loseRegistry();
  expect(await openOwnLab(copy, 'survey', noted)).toEqual(moved());
});

test('where no machine on this computer tells, nor the registry, a lab is taken for this folder’s', async () => {
  await cp(labsFolder(project), labsFolder(copy), { recursive: true });
  await loseRegistry();
  expect(await openOwnLab(copy, 'survey')).toEqual(moved());
});

test('machines are not asked where the registry knows', async () => {
  const unasked = (): Promise<never> => Promise.reject(new Error('asked'));
  expect(await openOwnLab(project, 'survey', unasked)).toEqual(lab);
});
