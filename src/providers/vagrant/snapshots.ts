import type { Sentence } from '../../model/sentence.ts';
import type { Stage } from '../../ports/stage.ts';
import { timed } from '../../ports/timed.ts';
import { vagrantTexts as text } from '../../text/vagrant.ts';
import type { KeptSet, ProviderLab, SnapshotControl } from '../provider.ts';
import { ownVms } from './look.ts';
import type { Hypervisor, VmSnapshots } from './hypervisor.ts';
import { vmName } from './names.ts';
import type { Vm } from './vm-info.ts';

/** Before a snapshot's name where the hypervisor shows it, beside those that the user has made there. */
const prefix = 'bancada-';

interface OwnVm {
  readonly machine: string;
  readonly vm: Vm;
}

/** Snapshots of VMs: the hypervisor's own, of each VM one, taken while it is off. */
export const vmSnapshots = (box: Hypervisor, snapshots: VmSnapshots): SnapshotControl => {
  const ownOf = async (lab: ProviderLab): Promise<readonly OwnVm[]> => {
    const vms = await ownVms(box, lab);
    const start = vmName(lab.identity, '').length;
    return vms.map((vm) => ({ vm, machine: vm.name.slice(start) }));
  };
  const onEach = async (
    { stage, what }: { readonly stage: Stage; readonly what: (machine: string) => Sentence },
    vms: readonly OwnVm[],
    work: (id: string) => Promise<void>,
  ): Promise<void> => {
    // One after the other: VirtualBox locks what several VMs have in common, such as the disk that they are clones of.
    for (const { vm, machine } of vms)
      await timed(stage, { phase: 'snapshot', machine, what: what(machine) }, () => work(vm.id));
  };
  const removeIfThere = async (id: string, name: string): Promise<void> => {
    if ((await snapshots.names(id)).includes(prefix + name)) await snapshots.remove(id, prefix + name);
  };
  return {
    async list(lab) {
      const kept = await Promise.all(
        (await ownOf(lab)).map(async ({ vm, machine }) => ({ machine, names: await snapshots.names(vm.id) })),
      );
      const names = new Set(kept.flatMap((each) => each.names).filter((name) => name.startsWith(prefix)));
      return [...names].map((name): KeptSet => {
        const machines = kept.filter((each) => each.names.includes(name)).map((each) => ({ name: each.machine }));
        return { name: name.slice(prefix.length), machines };
      });
    },
    async save(lab, stage, name) {
      await onEach({ stage, what: text.takesSnapshot }, await ownOf(lab), async (id) => {
        await removeIfThere(id, name);
        await snapshots.take(id, prefix + name);
      });
    },
    async restore(lab, stage, { name, commit }) {
      await commit();
      const vms = await ownOf(lab);
      const meant = vms.filter(({ machine }) => lab.own.includes(machine));
      await onEach({ stage, what: text.putsBack }, meant, (id) => snapshots.restore(id, prefix + name));
    },
    async remove(lab, stage, names) {
      for (const name of names)
        await onEach({ stage, what: text.dropsSnapshot }, await ownOf(lab), (id) => removeIfThere(id, name));
    },
  };
};
