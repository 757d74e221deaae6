import { LabError } from '../../../errors/lab-error.ts';
import { localTexts } from '../../../text/local.ts';
import { labPlaces } from '../places.ts';
import type { LabRecord } from '../records.ts';
import { readRecord } from './files.ts';

/** For whom this program works: who called sudo, or root itself. Requests have no say in it. */
export interface Caller {
  readonly uid: number;
  readonly gid: number;
}

/** @throws LabError `root-needed` if this program does not run as root */
export const findCaller = (environment: Readonly<Record<string, string | undefined>>): Caller => {
  if (process.getuid?.() !== 0)
    throw new LabError({
      code: 'root-needed',
      fault: 'permission',
      message: localTexts.rootNeeded,
      hint: localTexts.rootHint,
    });
  return { uid: Number(environment['SUDO_UID'] ?? 0), gid: Number(environment['SUDO_GID'] ?? 0) };
};

/** The lab's record, if the lab is there. @throws LabError `not-your-lab` */
export const ownLab = (id: string, caller: Caller): LabRecord | undefined => {
  const record = readRecord<LabRecord>(labPlaces(id).record);
  if (record === undefined || record.owner === caller.uid) return record;
  throw new LabError({
    code: 'not-your-lab',
    fault: 'permission',
    message: localTexts.notYourLab(id, record.owner),
    context: { id },
  });
};
