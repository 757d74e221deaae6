import { rmSync } from 'node:fs';
import { isAlive } from '../../../ports/computer.ts';
import { timed } from '../../../ports/timed.ts';
import { LabError } from '../../../errors/lab-error.ts';
import { localTexts } from '../../../text/local.ts';
import { labPlaces, machinePlaces, places } from '../places.ts';
import type { MachineRecord, SwitchRecord } from '../records.ts';
import { tidyCache } from './cache.ts';
import { ownLab } from './caller.ts';
import type { Work } from './create.ts';
import { namesIn, readRecord, removeIfEmpty } from './files.ts';
import * as groups from './groups.ts';
import { removeSpareLoops, untilDisksAreFree } from './loops.ts';
import { stopMachine, untilEmpty } from './machine.ts';
import { putLimitsBack } from './raise.ts';

/** Shuts machines down, keeping their disks; without `names` all of them, and then the networks and the door. */
export const stop = async (id: string, names: readonly string[] | undefined, work: Work): Promise<void> => {
  if (ownLab(id, work.caller) === undefined) return;
  const switchRecord = readRecord<SwitchRecord>(labPlaces(id).switch);
  const switchPid = switchRecord !== undefined && isAlive(switchRecord) ? switchRecord.pid : undefined;
  const orders = namesIn(labPlaces(id).machines)
    .filter((name) => names === undefined || names.includes(name))
    .flatMap((name) => readRecord<MachineRecord>(machinePlaces(id, name).record)?.order ?? []);
  await Promise.all(
    orders.map((order) =>
      timed(work, { phase: 'stop', machine: order.name, what: localTexts.stops(order.name) }, () =>
        stopMachine(id, order, switchPid),
      ),
    ),
  );
  if (names === undefined) await killAll(id);
};

/** Ends every process of the lab and what goes with it: namespaces, cables, mounts, groups, sockets. */
const killAll = async (id: string): Promise<void> => {
  groups.kill(id);
  if (!(await untilEmpty(id, undefined, 10_000)))
    throw new LabError({
      code: 'processes-left',
      fault: 'operation',
      message: localTexts.processesLeft(groups.members(id)),
      context: { id },
    });
  await groups.remove(id);
  rmSync(labPlaces(id).live, { recursive: true, force: true });
};

/** Removes machines with their disks, also where a run that was cut off has left only half of them. */
export const remove = async (id: string, names: readonly string[], work: Work): Promise<void> => {
  if (ownLab(id, work.caller) === undefined) return;
  await stop(id, names, work);
  for (const name of names) {
    const { folder, live } = machinePlaces(id, name);
    await untilDisksAreFree(folder);
    rmSync(live, { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Removes everything that carries the lab's id, its record last: what is interrupted can be begun again. */
export const destroy = async (id: string, work: Work): Promise<void> => {
  const { lab, machines, snapshots, restored } = labPlaces(id);
  ownLab(id, work.caller);
  await killAll(id);
  await untilDisksAreFree(lab);
  for (const folder of [machines, snapshots, restored]) rmSync(folder, { recursive: true, force: true });
  rmSync(lab, { recursive: true, force: true });
  putLimitsBack(work.caller);
  removeIfEmpty(places.labs);
  await tidyCache();
  await removeSpareLoops();
};
