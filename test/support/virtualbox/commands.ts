import { clone, importBox, unregister } from './appliance.ts';
import { hostOnlyInterface } from './host-only.ts';
import { modify } from './modify.ts';
import { control, discardState, start } from './power.ts';
import { badUsage, Refusal } from './refusal.ts';
import { find, rename, type Command, type VirtualBox } from './registry.ts';
import * as show from './show.ts';
import { snapshot } from './snapshot.ts';
import type { Words } from './words.ts';

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
  discardstate: discardState,
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
