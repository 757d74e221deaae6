import type { Machine } from '../../model/blueprint.ts';
import { LabError } from '../../errors/lab-error.ts';
import { storedBytes } from '../../ports/files.ts';
import { freeAmounts, sum, toBeHad, type Amounts, type Budget, type SomeMachine } from '../budget.ts';
import type { PlannedLab } from '../provider.ts';
import { vmSize } from './compiled.ts';
import { ownVms } from './look.ts';
import type { Hypervisor } from './hypervisor.ts';
import type { Vm } from './vm-info.ts';

/** What a machine may take as a VM. libvirt's have no cap; the disk is what the topology plans, for Vagrant is told none. */
const mayTake = ({ name }: Hypervisor, size: Machine['size']): Amounts => {
  const { cpus, cpuCap, memoryMiB } = vmSize(size);
  return { cpus: name === 'virtualbox' ? (cpus * cpuCap) / 100 : cpus, memoryMiB, diskGiB: size.diskGiB };
};

/** In these a VM has memory. How much of it, no hypervisor tells alike: it is taken to hold all that it may. */
const inMemory = ['running', 'paused', 'stopping'];

const someMachine = async (id: string, { state, cpus, memoryMiB, disks }: Vm): Promise<SomeMachine> => {
  const written = await Promise.all(disks.map(storedBytes));
  return {
    id,
    size: { cpus, memoryMiB, diskGiB: 0 },
    memoryBytes: inMemory.includes(state) ? memoryMiB * 1024 ** 2 : undefined,
    diskBytes: written.reduce<number>((all, bytes = 0) => all + bytes, 0),
  };
};

/** What a hypervisor that is not there, or does not answer, has of VMs: nothing. That itself `doctor` and `up` tell. */
const unlessSilent = async <T>(asked: Promise<T>, otherwise: T): Promise<T> => {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof LabError) || error.fault === 'bug' || error.fault === 'interrupted') throw error;
    return otherwise;
  }
};

/**
 * What a lab's VMs may take of this computer, and what it has for them now. What other labs' VMs may still take beyond what
 * they have is not told by anybody, and left out.
 */
export const budgetFor = async (box: Hypervisor, lab: PlannedLab): Promise<Budget> => {
  const { blueprint, own, identity } = lab;
  const [free, vms] = await Promise.all([
    unlessSilent(box.diskFolder(), '/').then(freeAmounts),
    identity === undefined ? [] : unlessSilent(ownVms(box, { identity }), []),
  ]);
  const machines = await Promise.all(vms.map((vm) => someMachine(identity?.id ?? '', vm)));
  const sizes = blueprint.machines.filter(({ name }) => own.includes(name)).map(({ size }) => mayTake(box, size));
  return { wanted: sum(sizes), there: toBeHad(free, machines, identity?.id) };
};
