import { LabError } from '../../errors/lab-error.ts';
import { systemClock } from '../../ports/clock.ts';
import { notedFaults } from '../../state/faults.ts';
import { withLock } from '../../state/lock.ts';
import { loadOverrides } from '../../state/overrides.ts';
import { forgetUnderway, noteSnapshot, notedSnapshots, noteUnderway } from '../../state/snapshots.ts';
import * as text from '../../text/snapshots.ts';
import type { Bench } from '../bench.ts';
import { openRunning, type OpenedLab } from '../opened.ts';
import { ports } from '../ports.ts';
import {
  controlOf,
  describedBy,
  lacking,
  listedSnapshots,
  removeHalves,
  tellUntold,
  untoldSets,
  type ListedSnapshot,
  type SnapshotRequest,
} from './kept.ts';
import { atRest, unhurried } from './rest.ts';

/** What became of a lab's snapshot. */
export interface SnapshotResult {
  readonly lab: string;
  readonly snapshot: ListedSnapshot;
}

/**
 * Keeps all machines of a lab as they are, as one set. Those that run are stopped for it, services first, who asks before
 * who is asked, and started again: what the stores hold is whole, and of one moment.
 * @throws LabError `snapshots-unavailable`, `bad-snapshot-name`, `snapshot-exists`, `snapshot-of-broken`, `snapshot-needs-up`
 */
export const saveSnapshot = async (
  { name, ...request }: Omit<SnapshotRequest, 'yes'>,
  bench: Bench,
): Promise<SnapshotResult> => {
  const { identity, ...begun } = await openRunning(request, bench);
  controlOf(begun);
  refuseBadName(name);
  return withLock(identity.folder, 'snapshot', ports, async () => {
    const lab = await openRunning(request, bench, { keep: true });
    await refuseUnfit(lab, name);
    await removeHalves(lab, bench);
    await tellUntold(lab, bench);
    await atRest(lab, bench, () => keep(lab, name, bench));
    const snapshot = (await listedSnapshots(lab, bench)).find((each) => each.name === name)!;
    return { lab: identity.name, snapshot };
  });
};

/** It becomes a part of paths and of other programs' arguments. */
const refuseBadName = (name: string): void => {
  if (/^[a-z0-9][a-z0-9-]{0,31}$/.test(name)) return;
  throw new LabError({ code: 'bad-snapshot-name', fault: 'usage', ...text.badName(name) });
};

/** Whoever restores it wants a lab that works, and all of it. */
const refuseUnfit = async (lab: OpenedLab, name: string): Promise<void> => {
  const { identity, provider, known } = lab;
  const [noted, untold, faults, { machines }] = await Promise.all([
    notedSnapshots(identity),
    untoldSets(lab),
    notedFaults(identity),
    provider.observe(known),
  ]);
  if ([...noted.map((each) => each.name), ...untold].includes(name))
    throw new LabError({ code: 'snapshot-exists', fault: 'usage', ...text.exists(identity.name, name) });
  if (faults.length > 0)
    throw new LabError({ code: 'snapshot-of-broken', fault: 'usage', ...text.isBroken(identity.name) });
  const missing = machines.filter(({ state }) => state === 'absent' || state === 'unknown').map((each) => each.name);
  refuseWithout(missing, identity.name);
};

const refuseWithout = (machines: readonly string[], lab: string): void => {
  if (machines.length > 0)
    throw new LabError({ code: 'snapshot-needs-up', fault: 'operation', ...text.needsUp(lab, machines) });
};

const keep = async (lab: OpenedLab, name: string, bench: Bench): Promise<void> => {
  await noteUnderway(lab.identity, name);
  try {
    await copy(lab, name, bench);
  } catch (error) {
    // It would take its room, and nobody would be told of it.
    await removeHalves(lab, unhurried(bench)).catch(() => undefined);
    throw error;
  }
  await forgetUnderway(lab.identity, name);
};

const copy = async (lab: OpenedLab, name: string, bench: Bench): Promise<void> => {
  const { identity, known } = lab;
  await controlOf(lab).save(known, bench.stage, name);
  // A machine that was cut off before its first boot has no disk yet.
  refuseWithout(await lacking(lab, name), identity.name);
  const described = await describedBy(lab, bench);
  await noteSnapshot(identity, {
    name,
    at: systemClock.now().toISOString(),
    blueprint: known.blueprint,
    overrides: await loadOverrides(identity),
    ...(described !== undefined && { described }),
  });
};
