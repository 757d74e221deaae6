import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { must } from '../../../src/providers/local/root/programs.ts';
import * as machine from './machine.ts';
import { modify } from './modify.ts';
import { badUsage, nameTaken, notFound, notRunning, Refusal, wrongState } from './refusal.ts';
import * as show from './show.ts';
import { newVm, type Disk, type Snapshot, type State, type Vm } from './state.ts';
import type { Words } from './words.ts';

/** What the service works with. */
export interface VirtualBox {
  readonly folder: string;
  readonly state: State;
  readonly running: Map<string, machine.Running>;
  readonly save: () => void;
}

type Command = (words: Words, box: VirtualBox) => string | Promise<string>;

const find = ({ state }: VirtualBox, name: string): Vm => {
  const vm = state.vms.find((one) => one.id === name || one.name === name);
  if (vm === undefined) throw notFound(name);
  return vm;
};

const become = (box: VirtualBox, vm: Vm, state: Vm['state']): void => {
  vm.state = state;
  vm.since = Date.now();
  box.save();
};

/** VirtualBox keeps a folder for each machine, with its settings; Vagrant removes folders that are empty. */
const settingsFolder = ({ folder }: VirtualBox, name: string): string => join(folder, 'machines', name);

const register = (box: VirtualBox, vm: Vm): Vm => {
  if (box.state.vms.some(({ name }) => name === vm.name)) throw nameTaken(vm.name);
  const folder = settingsFolder(box, vm.name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${vm.name}.vbox`), '<VirtualBox/>\n');
  box.state.vms.push(vm);
  return vm;
};

const freshDisk = ({ folder }: VirtualBox, below: readonly string[]): Disk => ({
  below,
  upper: join(folder, 'disks', randomUUID()),
});

/** A box's disk, as our test boxes have it: the read-only folders that it consists of, one a line. */
const importBox: Command = (words, box) => {
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

const clone: Command = (words, box) => {
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

const start: Command = async (words, box) => {
  const vm = find(box, words.next());
  if (vm.state === 'running' || vm.state === 'paused') throw wrongState(vm.name, vm.state);
  const said = `Waiting for VM "${vm.id}" to power on...\nVM "${vm.id}" has been successfully started.\n`;
  const asleep = vm.state === 'saved' ? box.running.get(vm.id) : undefined;
  if (asleep !== undefined) {
    machine.thaw(box.folder, vm);
    await machine.openPorts(vm, asleep);
    become(box, vm, 'running');
    return said;
  }
  const onEnd = async (): Promise<void> => {
    const was = box.running.get(vm.id);
    if (was === undefined) return;
    box.running.delete(vm.id);
    await machine.clearAway(box.folder, vm, was);
    become(box, vm, 'poweroff');
  };
  const running = await machine.powerOn(box.folder, vm, () => void onEnd());
  box.running.set(vm.id, running);
  become(box, vm, 'running');
  return said;
};

const runningOf = ({ running }: VirtualBox, vm: Vm): machine.Running => {
  const found = running.get(vm.id);
  if (found === undefined) throw notRunning(vm.name);
  return found;
};

const powerOff = async (box: VirtualBox, vm: Vm): Promise<void> => {
  const running = box.running.get(vm.id);
  box.running.delete(vm.id);
  if (running !== undefined) await machine.pullPlug(box.folder, vm, running);
  become(box, vm, 'poweroff');
};

const control: Command = async (words, box) => {
  const vm = find(box, words.next());
  const order = words.next();
  if (vm.state !== 'running' && !(vm.state === 'paused' && order !== 'pause')) throw notRunning(vm.name);
  switch (order) {
    case 'poweroff':
      await powerOff(box, vm);
      break;
    case 'acpipowerbutton':
      machine.pressPower(box.folder, vm);
      break;
    case 'savestate':
      machine.freeze(box.folder, vm);
      await machine.closePorts(runningOf(box, vm));
      become(box, vm, 'saved');
      break;
    case 'pause':
      machine.freeze(box.folder, vm);
      become(box, vm, 'paused');
      break;
    case 'resume':
      machine.thaw(box.folder, vm);
      become(box, vm, 'running');
      break;
    default:
      throw badUsage(words.all);
  }
  return '0%...10%...20%...30%...40%...50%...60%...70%...80%...90%...100%\n';
};

const unregister: Command = async (words, box) => {
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

const snapshot: Command = async (words, box) => {
  const vm = find(box, words.next());
  switch (words.next()) {
    case 'list':
      return vm.snapshots.length === 0
        ? 'This machine does not have any snapshots\n'
        : show.snapshotLines(vm.snapshots);
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

const prefixOf = (mask: string): number =>
  mask.split('.').reduce((bits, byte) => bits + Number(byte).toString(2).replaceAll('0', '').length, 0);

const hostOnlyInterface: Command = async (words, { state }) => {
  const order = words.next();
  if (order === 'create') {
    const taken = new Set(state.hostOnly.map(({ name }) => name));
    const name =
      Array.from({ length: 256 }, (_, index) => `vboxnet${String(index)}`).find((one) => !taken.has(one)) ?? '';
    await must(['ip', '-batch', '-'], { stdin: `link add name ${name} type bridge\nlink set dev ${name} up\n` });
    state.hostOnly.push({ name, address: '192.168.56.1', mask: '255.255.255.0' });
    return `0%...100%\nInterface '${name}' was successfully created\n`;
  }
  const network = state.hostOnly.find(({ name }) => name === words.all[2]);
  if (network === undefined) throw notFound(words.all[2] ?? '');
  if (order === 'remove') {
    await must(['ip', 'link', 'del', 'dev', network.name]);
    state.hostOnly = state.hostOnly.filter((one) => one !== network);
    return '0%...100%\n';
  }
  network.address = words.option('--ip') ?? network.address;
  network.mask = words.option('--netmask') ?? '255.255.255.0';
  const cidr = `${network.address}/${String(prefixOf(network.mask))}`;
  await must(['ip', '-batch', '-'], {
    stdin: `address flush dev ${network.name}\naddress add ${cidr} brd + dev ${network.name}\n`,
  });
  return '';
};

const list: Command = (words, { state, folder }) => {
  words.flag('-l', '--long');
  switch (words.next()) {
    case 'vms':
      return show.vmList(state.vms);
    case 'runningvms':
      return show.vmList(state.vms.filter(({ state: one }) => one === 'running' || one === 'paused'));
    case 'hostonlyifs':
      return show.hostOnlyList(state.hostOnly);
    case 'bridgedifs':
    case 'dhcpservers':
    case 'hostonlynets':
    case 'hdds':
      return '';
    case 'systemproperties':
      return show.systemProperties(folder, state);
    default:
      throw badUsage(words.all);
  }
};

const guestProperty: Command = (words, box) => {
  if (words.next() !== 'get') throw badUsage(words.all);
  find(box, words.next());
  return words.next() === '/VirtualBox/GuestAdd/Version'
    ? `Value: ${box.state.version.split('r')[0] ?? ''}\n`
    : 'No value set!\n';
};

const sharedFolder: Command = (words, box) => {
  const order = words.next();
  const vm = find(box, words.next());
  const name = words.option('--name') ?? '';
  if (order === 'add') vm.folders[name] = words.option('--hostpath') ?? '';
  else vm.folders = Object.fromEntries(Object.entries(vm.folders).filter(([one]) => one !== name));
  return '';
};

const extraOf = (words: Words, box: VirtualBox): Record<string, string> => {
  const whose = words.next();
  return whose === 'global' ? box.state.extra : find(box, whose).extra;
};

const setExtraData: Command = (words, box) => {
  const extra = extraOf(words, box);
  extra[words.next()] = words.isEmpty ? '' : words.next();
  return '';
};

const getExtraData: Command = (words, box) => {
  const value = extraOf(words, box)[words.next()] ?? '';
  return value === '' ? 'No value set!\n' : `Value: ${value}\n`;
};

const info: Command = (words, box) => show.machineReadable(box.folder, find(box, words.next()));

const commands: Readonly<Record<string, Command>> = {
  '--version': (_words, { state }) => `${state.version}\n`,
  list,
  showvminfo: (words, box) => {
    words.flag('--machinereadable');
    return info(words, box);
  },
  import: importBox,
  clonevm: clone,
  modifyvm: (words, box) => {
    const vm = find(box, words.next());
    return modify(words, vm, (name) => rename(box, vm, name));
  },
  startvm: start,
  controlvm: control,
  unregistervm: unregister,
  discardstate: async (words, box) => {
    const vm = find(box, words.next());
    if (vm.state === 'saved') await powerOff(box, vm);
    return '';
  },
  snapshot,
  hostonlyif: hostOnlyInterface,
  dhcpserver: () => '',
  guestproperty: guestProperty,
  sharedfolder: sharedFolder,
  setextradata: setExtraData,
  getextradata: getExtraData,
  // Not VirtualBox's: Vagrant begins or has ended, which a test may have go wrong as it does a call.
  vagrant: () => '',
  // Nor these: a test orders what the next call of a subcommand is to complain of.
  'stand-in-complain': (words, { state }) => {
    state.complaints.push({ command: words.next(), code: Number(words.next()), text: words.next() });
    return '';
  },
  'stand-in-late': (words, { state }) => {
    state.late = words.next();
    return '';
  },
  'stand-in-version': (words, { state }) => {
    state.version = words.next();
    return '';
  },
};

const rename = (box: VirtualBox, vm: Vm, name: string): void => {
  if (box.state.vms.some((one) => one !== vm && one.name === name)) throw nameTaken(name);
  renameSync(settingsFolder(box, vm.name), settingsFolder(box, name));
  vm.name = name;
};

/** Carries one command line out. @throws Refusal */
export const execute = async (words: Words, box: VirtualBox): Promise<string> => {
  const name = words.next();
  const command = commands[name];
  if (command === undefined) throw badUsage(words.all);
  const complaint = box.state.complaints.find((one) => one.command === name);
  if (complaint !== undefined) {
    box.state.complaints = box.state.complaints.filter((one) => one !== complaint);
    throw new Refusal(complaint.text, complaint.code);
  }
  const said = await command(words, box);
  if (!isReading(words.all)) box.save();
  return said;
};

/** Whether such a call leaves everything as it is. */
export const isReading = ([name = '', , third]: readonly string[]): boolean =>
  ['--version', 'list', 'showvminfo', 'guestproperty', 'getextradata'].includes(name) ||
  (name === 'snapshot' && third === 'list') ||
  (name === 'vagrant' && third === '--version');
