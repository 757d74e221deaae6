import { isAlive, type ProcessIdentity } from '../../ports/computer.ts';
import { isGone, readText } from '../../ports/files.ts';
import { machinePlaces } from './places.ts';
import type { MachineRecord, RunRecord, SwitchRecord } from './records.ts';

/** Whether a process sees all these network devices, as the kernel tells everybody. One that has just ended sees none. */
const sees = async (pid: number, devices: readonly string[]): Promise<boolean> => {
  const text = (await readText(`/proc/${String(pid)}/net/dev`).catch(() => undefined)) ?? '';
  const there = new Set([...text.matchAll(/^ *([^\s:]+):/gm)].map(([, device]) => device));
  return devices.every((device) => there.has(device));
};

/** Whether a lab's switches are there as their record tells. */
export const hasSwitches = async (record: SwitchRecord): Promise<boolean> =>
  isAlive(record) &&
  sees(
    record.pid,
    record.networks.map(({ name }) => name),
  );

/** Whether that stands in the networks which this process holds. What an earlier version has noted down says nothing of it. */
export const standsIn = (
  { plugged }: { readonly plugged?: ProcessIdentity },
  { pid, started, boot }: ProcessIdentity,
): boolean => plugged === undefined || (plugged.pid === pid && plugged.started === started && plugged.boot === boot);

/** Whether a running machine has all its cables, and they lead into the switches which this process holds. */
export const isPlugged = async (
  run: RunRecord,
  { order }: MachineRecord,
  holder: ProcessIdentity,
): Promise<boolean> => {
  // Who still boots gets them in a moment.
  const devices = run.settled ? order.interfaces.map(({ device }) => device) : [];
  return standsIn(run, holder) && (await sees(run.pid, devices));
};

/** Whether the socket by which a running machine is entered is gone: it made that when it booted, and makes no other one. */
export const isShut = async (id: string, name: string, run: RunRecord): Promise<boolean> =>
  run.settled && (await isGone(machinePlaces(id, name).sshSocket));
