import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import type { ProviderName } from '../../../src/model/target.ts';
import { identityFile } from '../../../src/pki/prepare-secrets.ts';
import { systemClock } from '../../../src/ports/clock.ts';
import { secureRandom } from '../../../src/ports/random.ts';
import { labFolder, type Lab } from '../../../src/state/lab.ts';
import { createLab } from '../../../src/state/record.ts';
import { openBegunLab } from '../../../src/verbs/lost.ts';
import { temporaryFolder } from '../../support/temporary.ts';

let project: string;

beforeEach(async () => {
  project = await temporaryFolder();
  vi.stubEnv('XDG_STATE_HOME', join(project, 'state'));
  return () => vi.unstubAllEnvs();
});

/** A lab whose folder was lost after it was begun. */
const lost = async (provider: ProviderName): Promise<Lab> => {
  const lab = await createLab(
    { project, name: 'survey', topology: 'survey.yaml', target: provider, sites: { here: provider }, options: {} },
    { clock: systemClock, random: secureRandom },
  );
  await rm(labFolder(project, 'survey'), { recursive: true });
  return lab;
};

test.each<ProviderName>(['local', 'ssh'])(
  'a lab on %s goes on without its folder: its key is not needed',
  async (provider) => {
    const lab = await lost(provider);
    expect(await openBegunLab(project, 'survey')).toEqual(lab);
  },
);

test.each<ProviderName>(['vagrant', 'ec2'])(
  'a lab on %s is not begun anew beside its machines, and goes on with its key',
  async (provider) => {
    const lab = await lost(provider);
    await expect(openBegunLab(project, 'survey')).rejects.toMatchObject({
      code: 'state-damaged',
      message: expect.stringContaining('the key to the machines of survey is lost') as string,
      hint: { en: expect.stringContaining('bancada destroy survey') as string },
    });
    const key = join(labFolder(project, 'survey'), identityFile);
    await mkdir(dirname(key), { recursive: true });
    await writeFile(key, 'key');
    expect(await openBegunLab(project, 'survey')).toEqual(lab);
    expect(await openBegunLab(project, 'other')).toBeUndefined();
  },
);
