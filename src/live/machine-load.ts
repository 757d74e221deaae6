import type { MachineAnswer } from '../kit/question.ts';
import type { Machine } from '../model/blueprint.ts';
import type { MachineLoad } from '../model/status.ts';
import { growth, type Sample } from './counters.ts';

const mebibyte = 2 ** 20;

/** What a machine uses of what it has. Rates are unknown without a sample before. */
export const machineLoad = (
  { size }: Machine,
  before: Sample<MachineAnswer> | undefined,
  after: Sample<MachineAnswer>,
): MachineLoad => {
  const { memoryBytes, disk, devices } = after.value;
  return {
    cpu: { used: growth(before, after, ({ cpuSeconds }) => cpuSeconds), of: size.cpus },
    memory: { usedBytes: memoryBytes, ofBytes: size.memoryMiB * mebibyte },
    disk: { usedBytes: disk.usedBytes, ofBytes: disk.totalBytes },
    devices: Object.keys(devices).map((device) => ({
      device,
      receivedPerSecond: growth(before, after, (value) => value.devices[device]?.receivedBytes),
      sentPerSecond: growth(before, after, (value) => value.devices[device]?.sentBytes),
    })),
  };
};
