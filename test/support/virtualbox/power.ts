import { readyFor } from './host-only.ts';
import * as machine from './machine.ts';
import { badUsage, notRunning, wrongState } from './refusal.ts';
import { become, find, type Command, type VirtualBox } from './registry.ts';
import type { Vm } from './state.ts';

/** `startvm`: from its disk, or from where it was saved. */
export const start: Command = async (words, box) => {
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
  await readyFor(vm, box.state);
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

/** Pulls its plug: what it was doing, or was saved doing, is lost. */
export const powerOff = async (box: VirtualBox, vm: Vm): Promise<void> => {
  const running = box.running.get(vm.id);
  box.running.delete(vm.id);
  if (running !== undefined) await machine.pullPlug(box.folder, vm, running);
  become(box, vm, 'poweroff');
};

/** `controlvm`: what a machine is told while it runs. */
export const control: Command = async (words, box) => {
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

/** `discardstate`: a saved machine is off. */
export const discardState: Command = async (words, box) => {
  const vm = find(box, words.next());
  if (vm.state === 'saved') await powerOff(box, vm);
  return '';
};
