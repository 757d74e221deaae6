import type { MachineBinding } from '../../model/bindings.ts';
import type { Sentence } from '../../model/sentence.ts';
import { bind } from '../../blueprint/bind.ts';
import { vagrantTexts as text } from '../../text/vagrant.ts';
import { publications } from '../local/orders.ts';
import type { MachineState, Observed, ProviderLab } from '../provider.ts';
import { vmSize } from './compiled.ts';
import { vmName, vmPrefix } from './names.ts';
import { bindingOf, cardsOf, visitorsOf, type SshPlace } from './networks.ts';
import type { VmRecords } from './records.ts';
import { fingerprintOf, identityOf } from './set-up.ts';
import type { Vm } from './vm-info.ts';

/** Where a VM's SSH server is met: at a port of this computer, or at the VM's own address. */
export const sshOf = ({ adapters, address }: Vm): SshPlace | undefined => {
  if (address !== undefined) return { host: address, port: 22 };
  const forward = adapters.flatMap(({ forwards }) => forwards).find(({ guestPort }) => guestPort === 22);
  return forward && { host: '127.0.0.1', port: forward.hostPort };
};

const off: readonly string[] = ['poweroff', 'saved', 'paused', 'aborted', 'aborted-saved'];

/** In what a VM that runs differs from its description. */
export const differences = (lab: ProviderLab, records: VmRecords, machine: string, vm: Vm): readonly Sentence[] => {
  const described = lab.blueprint.machines.find(({ name }) => name === machine);
  if (described === undefined) return [];
  const { cpus, memoryMiB } = vmSize(described.size);
  const wanted = cardsOf(lab.blueprint, records.steads, machine).map(({ mac }) => mac);
  const there = vm.adapters.filter(({ type }) => type !== 'nat').map(({ mac }) => mac);
  return [
    ...(vm.cpus === cpus && vm.memoryMiB === memoryMiB ? [] : [text.size]),
    ...(wanted.length === there.length && wanted.every((mac) => there.includes(mac)) ? [] : [text.cards]),
    ...(records.ending[machine] === vm.since.getTime() ? [text.ending] : []),
  ];
};

const stateOf = (lab: ProviderLab, records: VmRecords, name: string, vm: Vm | undefined): MachineState => {
  if (vm === undefined) return { name, state: 'absent' };
  if (off.includes(vm.state)) return { name, state: 'stopped' };
  if (vm.state !== 'running') return { name, state: 'unknown', why: text.inState(vm.state) };
  const differs = differences(lab, records, name, vm);
  if (differs.length > 0) return { name, state: 'different', why: text.different(differs), restarts: true };
  const given = records.setUp[name];
  const isGiven =
    sshOf(vm) !== undefined &&
    given?.vm === vm.id &&
    given.fingerprint === fingerprintOf(identityOf(lab, records.steads, name));
  // It is given that as it runs, but who talks with it by an old address is cut off.
  if (!isGiven) return { name, state: 'different', why: text.different([text.given]), restarts: true };
  return { name, state: 'running', since: vm.since };
};

const bindingFor = (
  lab: ProviderLab,
  records: VmRecords,
  machine: string,
  vm: Vm | undefined,
): readonly MachineBinding[] => {
  const ssh = vm && sshOf(vm);
  const natDevice = records.setUp[machine]?.natDevice;
  if (ssh === undefined || natDevice === undefined) {
    const before = lab.bindings.machines[machine];
    return before === undefined ? [] : [before];
  }
  return [bindingOf(lab.blueprint, records.steads, { machine, ssh, natDevice })];
};

/** What is there of a lab: worked out from the VMs that VirtualBox tells of, and what was remembered. */
export const observed = (lab: ProviderLab, records: VmRecords, vms: readonly Vm[]): Observed => {
  const { identity, own, blueprint } = lab;
  const vmOf = (machine: string): Vm | undefined => vms.find(({ name }) => name === vmName(identity, machine));
  const bindings = {
    machines: Object.fromEntries(
      own.flatMap((machine) =>
        bindingFor(lab, records, machine, vmOf(machine)).map((each) => [machine, each] as const),
      ),
    ),
    visitors: visitorsOf(records.steads),
  };
  const machines = own.map((machine) => stateOf(lab, records, machine, vmOf(machine)));
  const prefix = `${vmPrefix(identity.id)}${identity.name}-`;
  const held = vms.flatMap(({ name }) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : []));
  const bound = bind(blueprint, bindings);
  const isThere = machines.some(({ state }) => state !== 'absent');
  return {
    machines,
    undescribed: held.filter((name) => !own.includes(name)),
    published: publications({
      ...bound,
      services: bound.services.filter(({ machine }) => machine !== undefined && own.includes(machine)),
    }).map(({ visitors, address, port }) => ({ visitors, address, port })),
    networks: isThere ? 'ready' : 'absent',
    bindings,
  };
};
