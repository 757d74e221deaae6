import { openSync } from 'node:fs';
import { LabError } from '../../../errors/lab-error.ts';
import * as fileText from '../../../text/files.ts';
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

/**
 * Opens a file with the rights of who called sudo, and no more: what they could not read or write, we do not for them.
 * Nothing else of ours runs meanwhile. @throws LabError `file-unreadable`, `file-unwritable`
 */
export const openAs = ({ uid, gid }: Caller, path: string, flags: 'r' | 'w'): number => {
  if (uid === 0) return opened(path, flags);
  const groups = process.getgroups?.() ?? [];
  process.setgroups?.([gid]);
  process.setegid?.(gid);
  process.seteuid?.(uid);
  try {
    return opened(path, flags);
  } finally {
    process.seteuid?.(0);
    process.setegid?.(0);
    process.setgroups?.(groups);
  }
};

const opened = (path: string, flags: 'r' | 'w'): number => {
  try {
    return openSync(path, flags, 0o644);
  } catch (cause) {
    throw flags === 'r'
      ? new LabError({
          ...{ code: 'file-unreadable', fault: 'permission', cause },
          ...{ message: fileText.unreadable(path), hint: fileText.notYours },
        })
      : new LabError({
          ...{ code: 'file-unwritable', fault: 'usage', cause },
          ...{ message: fileText.unwritable(path), hint: fileText.chooseAnother },
        });
  }
};
