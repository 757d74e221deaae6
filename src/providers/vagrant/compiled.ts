import type { Box } from '../../../vms/boxes.ts';
import type { Blueprint } from '../../model/blueprint.ts';
import type { LabIdentity } from '../../state/lab.ts';
import type { HypervisorName } from './hypervisor.ts';
import { description, vagrantName, vmName, vmPrefix } from './names.ts';
import { cardsOf, type Stead } from './networks.ts';

/** What the top-level Vagrantfile reads of a lab. Plain JSON; no secret is in it. */
export interface VagrantInput {
  readonly version: 1;
  readonly lab: string;
  readonly id: string;
  readonly hypervisor: HypervisorName;
  readonly box: Box;
  readonly machines: readonly VagrantMachine[];
}

interface VagrantMachine {
  /** Vagrant's name for it, which carries the lab's. */
  readonly name: string;
  /** The hypervisor's name for it, which carries the lab's id. */
  readonly vm: string;
  readonly description: string;
  readonly cpus: number;
  /** Share of its processors that it may use, per cent. */
  readonly cpuCap: number;
  readonly memoryMiB: number;
  /** `name`: of the network, where the hypervisor lets it have one. */
  readonly networks: readonly {
    readonly name: string;
    readonly ip: string;
    readonly netmask: string;
    readonly mac: string;
  }[];
  /** The lab's key, which opens it once it is set up; relative to the lab's folder. */
  readonly privateKey: string;
}

/** Less than this a Debian does not boot in. */
const leastMemoryMiB = 512;

/** What a machine's size comes to as a VM: whole processors, with a cap for a share of one, and memory to boot in. */
export const vmSize = ({ cpus, memoryMiB }: Blueprint['machines'][number]['size']) => {
  const whole = Math.max(1, Math.ceil(cpus));
  return { cpus: whole, cpuCap: Math.round((cpus / whole) * 100), memoryMiB: Math.max(leastMemoryMiB, memoryMiB) };
};

const netmask = (prefix: number): string =>
  [24, 16, 8, 0].map((shift) => ((0xffffffff << (32 - prefix)) >>> shift) & 0xff).join('.');

/** Compiles a lab to what Vagrant needs to know of it. */
export const compileVagrant = (given: {
  readonly identity: LabIdentity;
  readonly blueprint: Blueprint;
  readonly own: readonly string[];
  readonly box: Box;
  readonly hypervisor: HypervisorName;
  readonly steads: readonly Stead[];
  readonly privateKey: string;
}): VagrantInput => {
  const { identity, blueprint, own, box, hypervisor, steads, privateKey } = given;
  const machines = blueprint.machines.filter(({ name }) => own.includes(name));
  return {
    version: 1,
    lab: identity.name,
    id: identity.id,
    hypervisor,
    box,
    machines: machines.map(({ name, size }) => ({
      name: vagrantName(identity.name, name),
      vm: vmName(identity, name),
      description: description(identity),
      ...vmSize(size),
      networks: cardsOf(blueprint, steads, name).map(({ network, address, prefix, mac }) => ({
        name: `${vmPrefix(identity.id)}${network}`,
        ip: address,
        netmask: netmask(prefix),
        mac: hypervisor === 'libvirt' ? mac : mac.replaceAll(':', ''),
      })),
      privateKey,
    })),
  };
};
