import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Calibration } from '../../../src/sim/lab/calibration.ts';
import { labFolder } from '../../../src/state/lab.ts';
import { writeState } from '../../../src/state/state-file.ts';
import { loadCalibration } from '../../../src/verbs/compare/calibrations.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const calibration: Calibration = {
  ...{ at: '2026-01-02T03:04:05.000Z', processors: 2, factors: {}, background: {}, undelayed: [] },
  rest: { whoami: [{ after: 0, values: [0.001] }] },
  wakes: [{ rate: 40, after: 0, seconds: 0.0005 }],
};

const kept = async (what: object): Promise<string> => {
  const project = await temporaryFolder();
  await mkdir(labFolder(project, 'survey'), { recursive: true });
  await writeState(join(labFolder(project, 'survey'), 'calibration.json'), { calibration: what });
  return project;
};

test('what was measured is found again, and nothing where nothing was', async () => {
  expect(await loadCalibration(await kept(calibration), 'survey')).toEqual(calibration);
  expect(await loadCalibration(await temporaryFolder(), 'survey')).toBeUndefined();
});

test('what an older Bancada measured is not counted with: it is to be measured again, or done without', async () => {
  const { wakes: _, ...withoutWakes } = calibration;
  const hint = { en: expect.stringMatching(/older Bancada.*bancada calibrate survey.*--uncalibrated/) as string };
  for (const damaged of [
    { ...calibration, wakes: 5 },
    { ...calibration, rest: { whoami: 5 } },
  ])
    await expect(loadCalibration(await kept(damaged), 'survey')).rejects.toMatchObject({ code: 'state-damaged' });
  await expect(loadCalibration(await kept(withoutWakes), 'survey')).rejects.toMatchObject({
    code: 'state-damaged',
    hint,
  });
});
