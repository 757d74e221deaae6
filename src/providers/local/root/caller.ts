import { openSync, readlinkSync, symlinkSync } from 'node:fs';
import { LabError } from '../../../errors/lab-error.ts';
import * as fileText from '../../../text/files.ts';
import { localTexts } from '../../../text/local.ts';
import { labPlaces } from '../places.ts';
import type { LabRecord } from '../records.ts';
import { namesIn, readRecord } from './files.ts';
import { members } from './groups.ts';

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

/** Notes for whom a lab is made, past all damage to its record. */
export const noteOwner = (id: string, { uid }: Caller): void => {
  if (ownerNoted(id) === undefined) symlinkSync(String(uid), labPlaces(id).owner);
};

const ownerNoted = (id: string): number | undefined => {
  try {
    return Number(readlinkSync(labPlaces(id).owner));
  } catch {
    return undefined; // not there: a run was cut off before it, or an earlier version has made the lab
  }
};

/** What is known of a lab whose record was lost. */
const remembered = (id: string): LabRecord | undefined => {
  const owner = ownerNoted(id);
  return owner === undefined ? undefined : { id, name: id, folder: '', owner, published: [] };
};

/** Whether there is anything of a lab that somebody would miss. */
const isAnythingThere = (id: string): boolean =>
  [labPlaces(id).machines, labPlaces(id).snapshots, labPlaces(id).live].some((folder) => namesIn(folder).length > 0) ||
  members(id).length > 0;

/**
 * The lab's record, or what is known without it; `undefined` where nothing of it is there yet, or nothing tells whose it is
 * and root itself asks.
 * @throws LabError `not-your-lab`, `nobodys-lab`
 */
export const ownLab = (id: string, caller: Caller): LabRecord | undefined => {
  const record = readRecord<LabRecord>(labPlaces(id).record) ?? remembered(id);
  if (record === undefined) {
    if (caller.uid !== 0 && isAnythingThere(id)) throw nobodys(id);
    return undefined;
  }
  if (record.owner === caller.uid) return record;
  throw new LabError({
    code: 'not-your-lab',
    fault: 'permission',
    message: localTexts.notYourLab(id, record.owner),
    context: { id },
  });
};

const nobodys = (id: string): LabError =>
  new LabError({
    code: 'nobodys-lab',
    fault: 'permission',
    message: localTexts.nobodysLab(id, labPlaces(id).record),
    hint: localTexts.nameOwner(labPlaces(id).owner),
    context: { id },
  });

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
