import { copyFileSync, existsSync, readlinkSync, renameSync, rmSync, statfsSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { LabError } from '../../../errors/lab-error.ts';
import { timed } from '../../../ports/timed.ts';
import { localTexts } from '../../../text/local.ts';
import { cutOff, gone, noRoom } from '../../../text/snapshots.ts';
import { keptIn, labPlaces } from '../places.ts';
import type { LabRecord } from '../records.ts';
import { ownLab } from './caller.ts';
import type { Work } from './create.ts';
import { makeFolder, namesIn } from './files.ts';
import { untilDisksAreFree } from './loops.ts';
import { isRunning } from './machine.ts';
import { must } from './programs.ts';

/*
 * Disks of stopped machines are copied as files: their holes stay holes, and a file system that can share blocks is asked
 * to. Whatever is made is made beside its place and moved there when it is whole.
 */

/** What a file takes of its disk, bytes: the kernel counts in blocks of 512. */
const bytesOf = (path: string): number => (existsSync(path) ? statSync(path).blocks * 512 : 0);

const disksIn = (folder: string): readonly string[] => namesIn(folder).map((name) => keptIn(join(folder, name)).disk);

/** Before the first byte is written: a full disk would hurt more than this lab. Shared blocks would need less. */
const checkRoom = (from: string): void => {
  const needed = disksIn(from).reduce((sum, disk) => sum + bytesOf(disk), 0);
  const { bavail, bsize } = statfsSync(from);
  if (bavail * bsize > needed) return;
  throw new LabError({
    code: 'snapshot-no-room',
    fault: 'environment',
    ...noRoom(needed, bavail * bsize),
  });
};

const copyMachine = async (from: string, to: string, signal: AbortSignal): Promise<void> => {
  makeFolder(to);
  const [source, target] = [keptIn(from), keptIn(to)];
  // A machine that was cut off before its first boot has no disk yet.
  if (existsSync(source.disk))
    await must(['cp', '--sparse=always', '--reflink=auto', '--', source.disk, target.disk], { signal });
  copyFileSync(source.record, target.record);
};

/** Somebody else has removed them. */
const refuseGone = (folder: string, snapshot: string): void => {
  if (existsSync(folder)) return;
  throw new LabError({
    code: 'snapshot-damaged',
    fault: 'operation',
    ...gone(snapshot),
  });
};

/** Copies machines' folders, so that all of them are at `to`, or none and what was there before. */
const copyMachines = async (from: string, to: string, { signal }: Work): Promise<void> => {
  checkRoom(from);
  const half = `${to}.copying`;
  rmSync(half, { recursive: true, force: true });
  try {
    makeFolder(half);
    const made = namesIn(from).filter((name) => existsSync(keptIn(join(from, name)).record));
    for (const name of made) await copyMachine(join(from, name), join(half, name), signal);
    await must(['sync', '--file-system', half]);
    rmSync(to, { recursive: true, force: true });
    renameSync(half, to);
  } finally {
    rmSync(half, { recursive: true, force: true });
  }
};

const refuseRunning = (id: string): void => {
  const running = namesIn(labPlaces(id).machines).filter((name) => isRunning(id, name));
  if (running.length === 0) return;
  throw new LabError({ code: 'machines-run', fault: 'bug', message: localTexts.machinesRun(running) });
};

/** The snapshot that machines are on their way to: some of them are as they were then, the others not yet. */
const halfwayTo = (id: string): string | undefined => {
  try {
    return readlinkSync(labPlaces(id).halfway);
  } catch {
    return undefined; // no restore was cut off while it changed machines
  }
};

const noteHalfway = (id: string, snapshot: string): void => {
  const { halfway } = labPlaces(id);
  rmSync(`${halfway}.new`, { force: true });
  symlinkSync(snapshot, `${halfway}.new`);
  renameSync(`${halfway}.new`, halfway);
};

/** Machines of two moments are neither started nor kept. @throws LabError `restore-cut-off` */
export const refuseHalfway = ({ id, name }: Pick<LabRecord, 'id' | 'name'>): void => {
  const snapshot = halfwayTo(id);
  if (snapshot === undefined) return;
  throw new LabError({ code: 'restore-cut-off', fault: 'operation', ...cutOff(name, snapshot) });
};

/** Keeps the disks of all machines of a lab. */
export const saveDisks = async (id: string, snapshot: string, work: Work): Promise<void> => {
  const lab = ownLab(id, work.caller);
  if (lab === undefined) return;
  refuseRunning(id);
  refuseHalfway(lab);
  const { machines, snapshots, restored } = labPlaces(id);
  // Of a restore that was cut off before anything was lost.
  rmSync(restored, { recursive: true, force: true });
  await untilDisksAreFree(machines);
  makeFolder(snapshots);
  await timed(work, { phase: 'snapshot', what: localTexts.savesDisks(snapshot) }, () =>
    copyMachines(machines, join(snapshots, snapshot), work),
  );
};

/**
 * Lays copies of a snapshot's disks ready. Once machines are changing places with them they are not copied again, for which
 * there may be no room: nobody has started any of them since.
 */
export const readyDisks = async (id: string, snapshot: string, work: Work): Promise<void> => {
  if (ownLab(id, work.caller) === undefined) return;
  const { snapshots, restored } = labPlaces(id);
  const [ready, halfway] = [join(restored, snapshot), halfwayTo(id)];
  if (halfway === snapshot && existsSync(ready)) return;
  refuseGone(join(snapshots, snapshot), snapshot);
  // Of restores that were cut off before anything was lost.
  for (const name of namesIn(restored))
    if (name !== halfway) rmSync(join(restored, name), { recursive: true, force: true });
  makeFolder(restored);
  await timed(work, { phase: 'snapshot', what: localTexts.readiesDisks(snapshot) }, () =>
    copyMachines(join(snapshots, snapshot), ready, work),
  );
};

/** Makes the machines those that were laid ready; what is cut off is ended by the next one. @throws LabError `snapshot-damaged` */
export const swapDisks = async (id: string, snapshot: string, work: Work): Promise<void> => {
  if (ownLab(id, work.caller) === undefined) return;
  refuseRunning(id);
  const { machines, restored, halfway } = labPlaces(id);
  const ready = join(restored, snapshot);
  refuseGone(ready, snapshot);
  await untilDisksAreFree(machines);
  makeFolder(machines);
  noteHalfway(id, snapshot);
  for (const name of namesIn(ready)) {
    rmSync(join(machines, name), { recursive: true, force: true });
    renameSync(join(ready, name), join(machines, name));
  }
  rmSync(halfway, { force: true });
  rmSync(restored, { recursive: true, force: true });
};

/** Removes snapshots, and what of them, or of a restore that was cut off before it changed anything, is only half there. */
export const removeDisks = (id: string, names: readonly string[], work: Work): Promise<void> => {
  if (ownLab(id, work.caller) === undefined) return Promise.resolve();
  const { snapshots, restored } = labPlaces(id);
  for (const name of names) rmSync(join(snapshots, name), { recursive: true, force: true });
  const half = namesIn(snapshots).filter((name) => name.endsWith('.copying'));
  for (const name of half) rmSync(join(snapshots, name), { recursive: true, force: true });
  if (halfwayTo(id) === undefined) rmSync(restored, { recursive: true, force: true });
  if (namesIn(snapshots).length === 0) rmSync(snapshots, { recursive: true, force: true });
  return Promise.resolve();
};
