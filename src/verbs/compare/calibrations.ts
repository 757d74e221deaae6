import { join } from 'node:path';
import type { Calibration } from '../../sim/lab/calibration.ts';
import type { LabIdentity } from '../../state/lab.ts';
import { labFolder } from '../../state/lab.ts';
import { damaged, readState, writeState } from '../../state/state-file.ts';
import * as text from '../../text/compare.ts';

const pathIn = (folder: string): string => join(folder, 'calibration.json');

/** Keeps what was measured with the lab: it goes when the lab goes. */
export const saveCalibration = (lab: LabIdentity, calibration: Calibration): Promise<void> =>
  writeState(pathIn(lab.folder), { calibration });

/** What was measured on the project's lab of that name; `undefined` if nothing was. @throws LabError `state-damaged` */
export const loadCalibration = async (project: string, name: string): Promise<Calibration | undefined> => {
  const path = pathIn(labFolder(project, name));
  const fields = await readState(path, text.calibrateAgain(name));
  if (fields === undefined) return undefined;
  const { calibration } = fields;
  if (!isCalibration(calibration)) throw damaged(path, text.calibrateAgain(name));
  return calibration;
};

/** As far as it is read: what is measured has changed its shape before. */
const isCalibration = (value: unknown): value is Calibration =>
  typeof value === 'object' &&
  value !== null &&
  'factors' in value &&
  'rest' in value &&
  Object.values(value.rest ?? {}).every(Array.isArray) &&
  'wakes' in value &&
  Array.isArray(value.wakes);
