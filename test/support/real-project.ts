import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { bancadaAt, type Said, type Standing } from './bancada.ts';
import { publicAddresses, startCloud, type Cloud } from './ec2/cloud.ts';
import { startStandIn, type StandIn } from './ec2/endpoint.ts';
import { aliveIn } from './ec2/world.ts';
import { vmProject, type VmProject } from './virtualbox/project.ts';

/**
 * A project whose lab has VMs that real Vagrant makes and instances in a cloud. Only VirtualBox and EC2 are stand-ins, joined
 * by a cable over which a VM's NAT meets an Elastic IP.
 */
export interface RealProject extends AsyncDisposable {
  readonly vms: VmProject;
  readonly cloud: Cloud;
  readonly aws: StandIn;
  /** Where its operator stands: at the computer with VirtualBox, on that cloud's internet. */
  readonly standing: Standing & { readonly directory: string };
  readonly labFolder: string;
  /** The random id of the lab, once it was begun. */
  id(): Promise<string>;
  bancada(verb: string, ...words: readonly string[]): Promise<Said>;
  /** Instances that are there, and that somebody pays for. */
  alive(): StandIn['world']['instances'];
  /** The VMs of labs, by machine. */
  vmsThere(): Promise<readonly string[]>;
  /** As somebody does in VirtualBox's window. */
  turnOff(machine: string): Promise<void>;
  /** The computer sleeps: VirtualBox halts its VMs, and they go on when it wakes. The cloud never sleeps. */
  suspended(milliseconds: number): Promise<void>;
}

/** Makes one; `topology` is what the whole file says, of a lab of that name. `far`: the machines that stand in the cloud. */
export const realProject = async (lab: string, topology: string, far: readonly string[]): Promise<RealProject> => {
  const vms = await vmProject(lab, topology);
  const cloud = await startCloud(Object.fromEntries(far.map((name) => [name, vms.packages(name)])));
  const aws = await startStandIn({
    hypervisor: cloud.hypervisor,
    addresses: publicAddresses,
    route: (world) => cloud.route(world),
  });
  await cloud.join(vms.computer.inside);
  await cloud.relay(aws.url, vms.computer.inside);
  const nothing = { AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' };
  const standing = {
    ...vms.standing,
    environment: { ...vms.standing.environment, ...nothing, ...aws.environment },
  };
  const names = async (): Promise<readonly string[]> =>
    [...(await vms.vboxManage('list', 'vms')).matchAll(/"(bancada-\w{8}-[^"]+)"/g)].map(([, name = '']) => name);
  return {
    ...{ vms, cloud, aws, standing, labFolder: vms.labFolder },
    bancada: (verb, ...words) => bancadaAt(standing, verb, lab, ...words),
    id: async () => (JSON.parse(await readFile(join(vms.labFolder, 'lab.json'), 'utf8')) as { readonly id: string }).id,
    alive: () => aliveIn(aws.world),
    vmsThere: async () =>
      (await names()).map((name) => name.replace(new RegExp(`^bancada-\\w{8}-${lab}-`), '')).toSorted(),
    turnOff: async (machine) => {
      const name = (await names()).find((each) => each.endsWith(`-${lab}-${machine}`));
      await vms.vboxManage('controlvm', name ?? '', 'poweroff');
    },
    suspended: async (milliseconds) => {
      const there = await names();
      for (const name of there) await vms.vboxManage('controlvm', name, 'pause');
      await pause(milliseconds);
      for (const name of there) await vms.vboxManage('controlvm', name, 'resume');
    },
    [Symbol.asyncDispose]: async () => {
      await aws[Symbol.asyncDispose]();
      await cloud[Symbol.asyncDispose]();
      await vms[Symbol.asyncDispose]();
    },
  };
};
