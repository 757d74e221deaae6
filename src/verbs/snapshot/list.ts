import { LabError } from '../../errors/lab-error.ts';
import type { Sentence } from '../../model/sentence.ts';
import { withLock } from '../../state/lock.ts';
import { forgetSnapshot, forgetUnderway, noteUnderway } from '../../state/snapshots.ts';
import * as text from '../../text/snapshots.ts';
import type { Bench, LabRequest } from '../bench.ts';
import { agreeToLoss } from '../loss.ts';
import { halfwayOf, openRunning, type OpenedLab } from '../opened.ts';
import { ports } from '../ports.ts';
import {
  controlOf,
  listedSnapshots,
  snapshotNamed,
  tellUntold,
  unnotedNames,
  type ListedSnapshot,
  type SnapshotRequest,
} from './kept.ts';

/** What there is of a lab beside what it is now. */
export interface Snapshots {
  readonly lab: string;
  /** The oldest first. */
  readonly snapshots: readonly ListedSnapshot[];
}

/** The snapshots of a lab. */
export const listSnapshots = async (request: LabRequest, bench: Bench): Promise<Snapshots> => {
  const lab = await openRunning(request, bench);
  await tellUntold(lab, bench);
  return { lab: lab.identity.name, snapshots: await listedSnapshots(lab, bench) };
};

/**
 * Removes a snapshot for good, after a question, also one that the lab's folder no longer knows, or what is left of one whose
 * removal was cut off. @returns those that are left
 * @throws LabError `unknown-snapshot`, `not-confirmed`, `restore-cut-off`
 */
export const deleteSnapshot = async ({ name, yes, ...request }: SnapshotRequest, bench: Bench): Promise<Snapshots> => {
  const { identity, ...begun } = await openRunning(request, bench);
  const what = await whatGoes({ identity, ...begun }, name);
  if (yes !== true) await agreeToLoss(bench.stage, text.deleteQuestion(identity.name, name), [what]);
  return withLock(identity.folder, 'snapshot', ports, async () => {
    const lab = await openRunning(request, bench);
    if ((await halfwayOf(lab)) === name)
      throw new LabError({ code: 'restore-cut-off', fault: 'operation', ...text.cutOff(identity.name, name) });
    await noteUnderway(identity, name);
    await forgetSnapshot(identity, name);
    await controlOf(lab).remove(lab.known, bench.stage, [name]);
    await forgetUnderway(identity, name);
    return { lab: identity.name, snapshots: await listedSnapshots(lab, bench) };
  });
};

const whatGoes = async (lab: OpenedLab, name: string): Promise<Sentence> =>
  (await unnotedNames(lab)).includes(name) ? text.savedAtUnknown : text.savedAt((await snapshotNamed(lab, name)).at);
