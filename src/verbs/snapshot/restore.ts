import { LabError } from '../../errors/lab-error.ts';
import type { Blueprint } from '../../model/blueprint.ts';
import { forgetFault, notedFaults } from '../../state/faults.ts';
import type { Lab, LabIdentity } from '../../state/lab.ts';
import { withLock } from '../../state/lock.ts';
import { saveOverrides } from '../../state/overrides.ts';
import { openLab, saveBlueprint } from '../../state/record.ts';
import { forgetRestoring, notedSnapshots, noteRestoring, type NotedSnapshot } from '../../state/snapshots.ts';
import * as text from '../../text/snapshots.ts';
import type { Bench } from '../bench.ts';
import { agreeToLoss } from '../loss.ts';
import { halfwayOf, openRunning, workOn, type OpenedLab } from '../opened.ts';
import { ports } from '../ports.ts';
import { projectOfLab, providerFor } from '../targets.ts';
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
    (await halfwayOf(target)) === name ? text.damagedOnTheWay(identity.name, name, lacks) : text.damaged(name, lacks);
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
  await forgetFaults(identity);
  await forgetRestoring(identity);
};

/**
 * Ends a restore that was cut off: until then machines may be of two moments. For those who hold the lab's lock.
 * `blueprint`: what the lab is to be, should nobody know any more what it was.
 * @throws LabError `snapshot-damaged`, `restore-cut-off` where it cannot be ended
 */
export const finishRestore = async (lab: Lab, blueprint: Blueprint, bench: Bench): Promise<void> => {
  const { identity } = lab;
  const provider = await providerFor(projectOfLab(identity), lab);
  const name = await halfwayOf({ identity, provider });
  if (name === undefined) return;
  const snapshot = (await notedSnapshots(identity)).find((each) => each.name === name);
  if (snapshot === undefined) return finishForgotten(await workOn(lab, blueprint, { keep: true }), name, bench);
  bench.stage.emit({ type: 'notice', code: 'restore-cut-off', what: text.finishes(name) });
  const target = await workOn(lab, snapshot.blueprint, { keep: true });
  await refuseDamaged(target, snapshot);
  await putBack(target, snapshot, bench);
};

/** What the lab was then is lost; where machines had begun to change, their disks at least come to be of one moment. */
const finishForgotten = async (target: OpenedLab, name: string, bench: Bench): Promise<void> => {
  const { identity, provider, known } = target;
  if (provider.snapshots?.halfway === undefined)
    throw new LabError({ code: 'restore-cut-off', fault: 'operation', ...text.forgottenOnTheWay(identity.name, name) });
  const halfway = await provider.snapshots.halfway(identity);
  if (halfway !== undefined) {
    bench.stage.emit({ type: 'notice', code: 'restore-cut-off', what: text.finishesForgotten(halfway) });
    const commit = () => provider.stop(known, unhurried(bench).stage);
    await provider.snapshots.restore(known, bench.stage, { name: halfway, commit });
    await forgetFaults(identity);
  }
  await forgetRestoring(identity);
};

const forgetFaults = async (identity: LabIdentity): Promise<void> => {
  for (const fault of await notedFaults(identity)) await forgetFault(identity, fault);
};
