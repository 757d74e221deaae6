import { LabError } from '../../errors/lab-error.ts';
import { withLock } from '../../state/lock.ts';
import { forgetSnapshot, restoringOf } from '../../state/snapshots.ts';
import * as text from '../../text/snapshots.ts';
import type { Bench, LabRequest } from '../bench.ts';
import { agreeToLoss } from '../loss.ts';
import { openRunning } from '../opened.ts';
import { ports } from '../ports.ts';
import { controlOf, listedSnapshots, snapshotNamed, type ListedSnapshot, type SnapshotRequest } from './kept.ts';

/** What there is of a lab beside what it is now. */
export interface Snapshots {
  readonly lab: string;
  /** The oldest first. */
  readonly snapshots: readonly ListedSnapshot[];
}

/** The snapshots of a lab. */
export const listSnapshots = async (request: LabRequest, bench: Bench): Promise<Snapshots> => {
  const lab = await openRunning(request, bench);
  return { lab: lab.identity.name, snapshots: await listedSnapshots(lab, bench) };
};

/**
 * Removes a snapshot for good, after a question. @returns those that are left
 * @throws LabError `unknown-snapshot`, `not-confirmed`, `restore-cut-off`
 */
export const deleteSnapshot = async ({ name, yes, ...request }: SnapshotRequest, bench: Bench): Promise<Snapshots> => {
  const { identity } = await openRunning(request, bench);
  const { at } = await snapshotNamed(identity, name);
  if (yes !== true) await agreeToLoss(bench.stage, text.deleteQuestion(identity.name, name), [text.savedAt(at)]);
  return withLock(identity.folder, 'snapshot', ports, async () => {
    const lab = await openRunning(request, bench);
    if ((await restoringOf(identity)) === name)
      throw new LabError({ code: 'restore-cut-off', fault: 'operation', ...text.cutOff(identity.name, name) });
    await forgetSnapshot(identity, name);
    await controlOf(lab).remove(lab.known, bench.stage, [name]);
    return { lab: identity.name, snapshots: await listedSnapshots(lab, bench) };
  });
};
