import { randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Running } from './machine.ts';
import { nameTaken, notFound } from './refusal.ts';
import type { Disk, State, Vm } from './state.ts';
import type { Words } from './words.ts';

/** What the service works with. */
export interface VirtualBox {
  readonly folder: string;
  readonly state: State;
  readonly running: Map<string, Running>;
  readonly save: () => void;
}

/** What a subcommand does with the words behind its name, and what it prints. @throws Refusal */
export type Command = (words: Words, box: VirtualBox) => string | Promise<string>;

/** The registered machine of that id or name. @throws Refusal */
export const find = ({ state }: VirtualBox, name: string): Vm => {
  const vm = state.vms.find((one) => one.id === name || one.name === name);
  if (vm === undefined) throw notFound(name);
  return vm;
};

/** From now on the machine is in that state, also after the service has ended. */
export const become = (box: VirtualBox, vm: Vm, state: Vm['state']): void => {
  vm.state = state;
  vm.since = Date.now();
  box.save();
};

/** VirtualBox keeps a folder for each machine, with its settings; Vagrant removes folders that are empty. */
export const settingsFolder = ({ folder }: VirtualBox, name: string): string => join(folder, 'machines', name);

/** Makes a machine known, with its settings. @throws Refusal where the name is taken */
export const register = (box: VirtualBox, vm: Vm): Vm => {
  if (box.state.vms.some(({ name }) => name === vm.name)) throw nameTaken(vm.name);
  const folder = settingsFolder(box, vm.name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${vm.name}.vbox`), '<VirtualBox/>\n');
  box.state.vms.push(vm);
  return vm;
};

/** Gives a machine another name. @throws Refusal where that is taken */
export const rename = (box: VirtualBox, vm: Vm, name: string): void => {
  if (box.state.vms.some((one) => one !== vm && one.name === name)) throw nameTaken(name);
  renameSync(settingsFolder(box, vm.name), settingsFolder(box, name));
  vm.name = name;
};

/** A disk that nothing was written to yet, on top of those folders. */
export const freshDisk = ({ folder }: VirtualBox, below: readonly string[]): Disk => ({
  below,
  upper: join(folder, 'disks', randomUUID()),
});
