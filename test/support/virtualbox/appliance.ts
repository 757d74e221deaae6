import { readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { badUsage, notFound, wrongState } from './refusal.ts';
import { find, freshDisk, register, settingsFolder, type Command } from './registry.ts';
import { newVm } from './state.ts';

/** `import`: a machine of a box, whose disk lists, in our test boxes, the read-only folders that it consists of. */
export const importBox: Command = (words, box) => {
  const dry = words.flag('-n', '--dry-run');
  const file = words.next();
  const name = words.option('--vmname') ?? 'bancada-test-box';
  if (dry)
    return [
      'Interpreting ' + file + '...',
      'OK.',
      'Virtual system 0:',
      ` 1: Suggested VM name "${name}"`,
      `    (change with "--vsys 0 --vmname <name>")`,
      ` 2: Suggested VM settings file name "${join(settingsFolder(box, name), `${name}.vbox`)}"`,
      ` 11: Hard disk image: source image=box-disk001.vmdk, target path=${join(settingsFolder(box, name), 'box-disk001.vmdk')}, controller=9;port=0`,
      '',
    ].join('\n');
  const layers = readFileSync(join(dirname(file), 'box-disk001.vmdk'), 'utf8')
    .split('\n')
    .filter(Boolean);
  const vm = register(box, newVm(name, freshDisk(box, layers)));
  vm.cpus = 1;
  return `0%...100%\nInterpreting ${file}...\nOK.\nSuccessfully imported the appliance.\n`;
};

/** `clonevm`: a linked clone, whose disk is on top of a snapshot's. */
export const clone: Command = (words, box) => {
  const snapshotName = words.option('--snapshot');
  const name = words.option('--name') ?? '';
  if (words.option('--options') !== 'link' || snapshotName === undefined) throw badUsage(words.all);
  words.flag('--register');
  const master = find(box, words.next());
  const snapshot = master.snapshots.find((one) => one.name === snapshotName);
  if (snapshot === undefined) throw notFound(snapshotName);
  const vm = register(box, newVm(name, freshDisk(box, [snapshot.disk.upper, ...snapshot.disk.below])));
  return `0%...100%\nMachine has been successfully cloned as "${vm.name}"\n`;
};

/** `unregistervm`: it is no longer known; with `--delete`, nor is anything left of it. */
export const unregister: Command = async (words, box) => {
  const remove = words.flag('--delete');
  const vm = find(box, words.next());
  if (vm.state !== 'poweroff' && vm.state !== 'aborted') throw wrongState(vm.name, vm.state);
  box.state.vms.splice(box.state.vms.indexOf(vm), 1);
  if (!remove) return '';
  const disks = [vm.disk, ...vm.snapshots.map(({ disk }) => disk)];
  for (const { upper } of disks)
    for (const path of [upper, `${upper}.work`]) rmSync(path, { recursive: true, force: true });
  rmSync(settingsFolder(box, vm.name), { recursive: true, force: true });
  return '0%...100%\n';
};
