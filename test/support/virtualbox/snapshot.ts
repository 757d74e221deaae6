import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { must } from '../../../src/providers/local/root/programs.ts';
import { powerOff } from './power.ts';
import { badUsage, Refusal, wrongState } from './refusal.ts';
import { find, freshDisk, type Command, type VirtualBox } from './registry.ts';
import { snapshotLines } from './show.ts';
import type { Disk, Snapshot, Vm } from './state.ts';

/** Whiteouts and other marks of the overlay are kept. */
const copyDisk = async (box: VirtualBox, disk: Disk): Promise<Disk> => {
  const copy = freshDisk(box, disk.below);
  mkdirSync(dirname(copy.upper), { recursive: true });
  if (existsSync(disk.upper)) await must(['cp', '--archive', disk.upper, copy.upper]);
  else mkdirSync(copy.upper);
  return copy;
};

const snapshotOf = (vm: Vm, name: string): Snapshot => {
  const snapshot = vm.snapshots.find((one) => one.name === name || one.id === name);
  if (snapshot === undefined)
    throw new Refusal(
      `VBoxManage: error: Could not find a snapshot named '${name}'\nVBoxManage: error: Details: code VBOX_E_OBJECT_NOT_FOUND (0x80bb0001)\n`,
    );
  return snapshot;
};

/** `snapshot`: lists, takes, restores and deletes copies of a machine's disk. */
export const snapshot: Command = async (words, box) => {
  const vm = find(box, words.next());
  switch (words.next()) {
    case 'list':
      return vm.snapshots.length === 0 ? 'This machine does not have any snapshots\n' : snapshotLines(vm.snapshots);
    case 'take': {
      const id = randomUUID();
      vm.snapshots.push({ id, name: words.next(), disk: await copyDisk(box, vm.disk) });
      return `0%...100%\nSnapshot taken. UUID: ${id}\n`;
    }
    case 'restore': {
      if (vm.state === 'running') throw wrongState(vm.name, vm.state);
      const { disk } = snapshotOf(vm, words.next());
      if (vm.state === 'saved') await powerOff(box, vm);
      const before = vm.disk.upper;
      vm.disk = await copyDisk(box, disk);
      for (const path of [before, `${before}.work`]) rmSync(path, { recursive: true, force: true });
      return '0%...100%\n';
    }
    case 'delete': {
      const gone = snapshotOf(vm, words.next());
      vm.snapshots = vm.snapshots.filter((one) => one !== gone);
      rmSync(gone.disk.upper, { recursive: true, force: true });
      return '0%...100%\n';
    }
    default:
      throw badUsage(words.all);
  }
};
