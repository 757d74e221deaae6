import type { ProviderLab } from '../provider.ts';
import type { Hypervisor } from './hypervisor.ts';
import { vmName, vmPrefix } from './names.ts';
import { areLaid, steadsUnder } from './networks.ts';
import { readRecords, type VmRecords } from './records.ts';
import type { Vm } from './vm-info.ts';

/** All VMs of a lab, whether they are described or not. */
export const ownVms = (box: Hypervisor, { identity }: Pick<ProviderLab, 'identity'>): Promise<readonly Vm[]> =>
  box.vms((name) => name.startsWith(vmPrefix(identity.id)));

/** The VM of one machine. */
export const vmOf = async (
  box: Hypervisor,
  { identity }: Pick<ProviderLab, 'identity'>,
  machine: string,
): Promise<Vm | undefined> => (await box.vms((name) => name === vmName(identity, machine)))[0];

/** What is remembered of a lab's VMs. Where it is lost how their networks were laid, the VMs tell. `vms`: if asked for already. */
export const recordsOf = async (
  box: Hypervisor,
  lab: Pick<ProviderLab, 'identity' | 'blueprint' | 'own'>,
  vms?: readonly Vm[],
): Promise<VmRecords> => {
  const records = await readRecords(lab.identity.folder);
  if (areLaid(lab.blueprint, lab.own, records.steads)) return records;
  const found = steadsUnder(lab.blueprint, vms ?? (await ownVms(box, lab)), await box.networks());
  const lost = found.filter(({ network }) => !records.steads.some((each) => each.network === network));
  return { ...records, steads: [...records.steads, ...lost] };
};
