import { LabError } from '../../errors/lab-error.ts';
import { forgetFault, notedFaults } from '../../state/faults.ts';
import type { Lab } from '../../state/lab.ts';
import { withLock } from '../../state/lock.ts';
import { saveOverrides } from '../../state/overrides.ts';
import { openLab, saveBlueprint } from '../../state/record.ts';
import {
  forgetRestoring,
  notedSnapshots,
  noteRestoring,
  restoringOf,
  type NotedSnapshot,
} from '../../state/snapshots.ts';
import * as text from '../../text/snapshots.ts';
import type { Bench } from '../bench.ts';
import { agreeToLoss } from '../loss.ts';
import { openRunning, workOn, type OpenedLab } from '../opened.ts';
import { ports } from '../ports.ts';
import { controlOf, lacking, listedSnapshots, removeHalves, snapshotNamed, type SnapshotRequest } from './kept.ts';
import { runningOf, unhurried, wake } from './rest.ts';
import type { SnapshotResult } from './save.ts';

/** What became of a lab that was put back. */
export interface RestoreResult extends SnapshotResult {
  /** Whether its machines run: as they did before. */
  readonly running: boolean;
}

/**
 * Makes a lab what it was when a snapshot was saved: its machines, all that is on them, and what it is up as. It is asked
 * before: what was written since is lost. If it is cut off once that has begun, the next `up` or restore ends it.
 * @throws LabError `unknown-snapshot`, `snapshot-damaged`, `not-confirmed`
 */
export const restoreSnapshot = async (
  { name, yes, ...request }: SnapshotRequest,
  bench: Bench,
): Promise<RestoreResult> => {
  const { identity, ...begun } = await openRunning(request, bench);
  controlOf(begun);
  const { at } = await snapshotNamed({ identity, ...begun }, name);
  if (yes !== true) await agreeToLoss(bench.stage, text.restoreQuestion(identity.name, name), [text.isLost(at)]);
  return withLock(identity.folder, 'snapshot', ports, async () => {
    const standing = await openRunning(request, bench);
    const running = await runningOf(standing);
    const lab = await openLab(bench.project, identity.name);
    const snapshot = await snapshotNamed(standing, name);
    const target = await workOn(lab!, snapshot.blueprint, { keep: true });
    await refuseDamaged(target, snapshot);
    await removeHalves(target, bench);
    await putBack(target, snapshot, bench);
    const all = snapshot.blueprint.machines.map((machine) => machine.name);
    if (running.length > 0) await wake(target, all, bench);
    const listed = (await listedSnapshots(target, bench)).find((each) => each.name === name)!;
    return { lab: identity.name, snapshot: listed, running: running.length > 0 };
  });
};

/** Some disk of it is gone: somebody else has removed it. @throws LabError `snapshot-damaged` */
const refuseDamaged = async (target: OpenedLab, { name }: NotedSnapshot): Promise<void> => {
  const lacks = await lacking(target, name);
  if (lacks.length === 0) return;
  const { identity } = target;
  const words =
    (await restoringOf(identity)) === name
      ? text.damagedOnTheWay(identity.name, name, lacks)
      : text.damaged(name, lacks);
  throw new LabError({ code: 'snapshot-damaged', fault: 'operation', ...words });
};

/** From the moment that it is noted it goes on to its end, in this run or in the next one. */
const putBack = async (target: OpenedLab, snapshot: NotedSnapshot, bench: Bench): Promise<void> => {
  const { identity, provider, known } = target;
  const commit = async (): Promise<void> => {
    await noteRestoring(identity, snapshot.name);
    await provider.stop(known, unhurried(bench).stage);
  };
  await controlOf(target).restore(known, bench.stage, { name: snapshot.name, commit });
  const { undescribed } = await provider.observe(known);
  if (undescribed.length > 0) await provider.remove(known, unhurried(bench).stage, undescribed);
  await saveBlueprint(identity, snapshot.blueprint);
  await saveOverrides(identity, snapshot.overrides);
  for (const fault of await notedFaults(identity)) await forgetFault(identity, fault);
  await forgetRestoring(identity);
};

/**
 * Ends a restore that was cut off: until then machines may be of two moments. For those who hold the lab's lock.
 * @throws LabError `snapshot-damaged`
 */
export const finishRestore = async (lab: Lab, bench: Bench): Promise<void> => {
  const { identity } = lab;
  const name = await restoringOf(identity);
  if (name === undefined) return;
  const snapshot = (await notedSnapshots(identity)).find((each) => each.name === name);
  if (snapshot === undefined) return forgetRestoring(identity);
  bench.stage.emit({ type: 'notice', code: 'restore-cut-off', what: text.finishes(name) });
  const target = await workOn(lab, snapshot.blueprint, { keep: true });
  await refuseDamaged(target, snapshot);
  await putBack(target, snapshot, bench);
};
