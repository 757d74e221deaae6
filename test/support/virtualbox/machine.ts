import { fork, spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import * as groups from '../../../src/providers/local/root/groups.ts';
import { initOf } from '../../../src/providers/local/root/machine.ts';
import { must, run } from '../../../src/providers/local/root/programs.ts';
import { Refusal } from './refusal.ts';
import type { Forward, Nic, Vm } from './state.ts';
import { supervisorScript } from './supervisor.ts';

/*
 * What runs where VirtualBox would run a virtual machine: a container with an init of its own (systemd-nspawn), its
 * network cards cables into this service's network namespace, which plays the computer that VirtualBox runs on.
 */

/** A machine that is powered on. */
export interface Running {
  readonly supervisor: ChildProcess;
  readonly nats: readonly ChildProcess[];
}

/** Under which the groups of this service's machines are found: `groups.ts` wants a lab's id. */
export const groupOf = (folder: string): string =>
  createHash('sha256').update(folder).digest('hex').slice(0, 8).replace(/^\d/, 'v');

const nameOf = ({ id }: Vm): string => id.slice(0, 8);

const leafOf = (vm: Vm): string => groups.machineLeaf(nameOf(vm));

/** The other end of a cable: no longer than 15 characters. */
const portOf = ({ id }: Vm, index: number): string => `v${id.slice(0, 8)}-${String(index)}`;

/** An internal network's switch. Bridges have short names. */
const switchOf = ({ type, network }: Pick<Nic, 'type' | 'network'>): string =>
  type === 'hostonly' ? network : `i${createHash('sha256').update(network).digest('hex').slice(0, 12)}`;

const colons = (mac: string): string => (mac.toLowerCase().match(/../g) ?? []).join(':');

/** Powers a machine on; `ended` is called when it has powered off, however that came. */
export const powerOn = async (folder: string, vm: Vm, ended: () => void): Promise<Running> => {
  const live = join(folder, 'live', vm.id);
  rmSync(live, { recursive: true, force: true });
  mkdirSync(live, { recursive: true });
  const work = `${vm.disk.upper}.work`;
  for (const path of [vm.disk.upper, work]) mkdirSync(path, { recursive: true });
  const log = openSync(join(live, 'console.log'), 'a');
  const [program, ...argv] = [
    ...groups.enter(groupOf(folder), leafOf(vm)),
    ...['unshare', '--mount', '--net', '--propagation', 'private', '--', 'sh', '-c', supervisorScript, 'sh'],
    ...[live, vm.disk.below.join(':'), vm.disk.upper, work, `vm-${nameOf(vm)}`],
  ];
  const supervisor = spawn(program, argv, { stdio: ['ignore', log, log], detached: true });
  closeSync(log);
  supervisor.once('exit', ended);
  while (!existsSync(join(live, 'ready'))) {
    if (supervisor.exitCode !== null) throw new Refusal(`VBoxManage: error: the machine '${vm.name}' ended at once\n`);
    await pause(5);
  }
  const nats = await plugIn(vm, supervisor.pid ?? 0);
  const limits = groups.limit(groupOf(folder), nameOf(vm), {
    cpus: (vm.cpus * vm.cpuCap) / 100,
    memoryMiB: vm.memoryMiB,
    diskGiB: 1,
  });
  if (limits !== undefined) await must(limits);
  writeFileSync(join(live, 'plugged'), '');
  return { supervisor, nats };
};

/** Lays a cable for each network card that is there, in the order of their numbers: the guest sees eth0, eth1, … */
const plugIn = async (vm: Vm, guest: number): Promise<readonly ChildProcess[]> => {
  const nats: ChildProcess[] = [];
  const present = vm.nics.map((nic, index) => ({ nic, index })).filter(({ nic }) => nic.type !== 'none');
  for (const [position, { nic, index }] of present.entries()) {
    const device = `eth${String(position)}`;
    const port = portOf(vm, index);
    const cable = `link add name ${port} type veth peer name ${device} address ${colons(nic.mac)} netns ${String(guest)}\n`;
    if (nic.type === 'nat') nats.push(await plugIntoNat(nic, port, cable));
    else await plugIntoSwitch(nic, port, cable);
  }
  return nats;
};

const plugIntoSwitch = async (nic: Nic, port: string, cable: string): Promise<void> => {
  const bridge = switchOf(nic);
  if (!existsSync(`/sys/class/net/${bridge}`) && nic.type === 'intnet')
    await must(['ip', '-batch', '-'], { stdin: `link add name ${bridge} type bridge\nlink set dev ${bridge} up\n` });
  await must(['ip', '-batch', '-'], { stdin: `${cable}link set dev ${port} master ${bridge} up\n` });
};

/** All machines have the same address behind their NAT: each has one of its own, in a namespace of its own. */
const plugIntoNat = async (nic: Nic, port: string, cable: string): Promise<ChildProcess> => {
  const nat = fork(join(import.meta.dirname, 'nat.ts'), {
    execPath: 'unshare',
    execArgv: ['--net', '--', process.execPath, '--import', 'tsx'],
  });
  await once(nat, 'message');
  await must(['ip', '-batch', '-'], { stdin: `${cable}link set dev ${port} netns ${String(nat.pid ?? 0)}\n` });
  const within = ['nsenter', `--net=/proc/${String(nat.pid ?? 0)}/ns/net`, '--'] as const;
  const inside = `link set dev lo up\naddress add 10.0.2.2/24 dev ${port}\nlink set dev ${port} up\n`;
  await must([...within, 'ip', '-batch', '-'], { stdin: inside });
  await leadOut(within, nat.pid ?? 0);
  for (const forward of nic.forwards) await lead(nat, forward);
  return nat;
};

/** This computer's end of every cable by which a NAT leads out, and how many were laid. */
const outward = '100.64.255.254';
let outlets = 0;

/** What a machine calls, the computer calls in its stead: over a cable of its own, for all have the same address. */
const leadOut = async (within: readonly [string, ...string[]], nat: number): Promise<void> => {
  outlets += 1;
  const port = `out${String(outlets)}`;
  const address = `100.64.${String(outlets >> 8)}.${String(outlets & 255)}`;
  const here = `link add name ${port} type veth peer name out netns ${String(nat)}
address add ${outward} peer ${address} dev ${port}
link set dev ${port} up
`;
  await must(['ip', '-batch', '-'], { stdin: here });
  const there = `address add ${address} peer ${outward} dev out
link set dev out up
route add default via ${outward}
`;
  await must([...within, 'ip', '-batch', '-'], { stdin: there });
  await must([...within, 'sysctl', '-q', '-w', 'net.ipv4.ip_forward=1']);
  await must([...within, 'nft', masquerade]);
};

const masquerade = 'table ip nat { chain leave { type nat hook postrouting priority 100; oifname out masquerade; }; }';

/** Leads a port of this computer to the machine. VirtualBox is as silent as we are if the port is taken. */
const lead = async (nat: ChildProcess, { hostIp, hostPort, guestIp, guestPort }: Forward): Promise<void> => {
  const server = createServer();
  try {
    await once(server.listen(hostPort, hostIp === '' ? '0.0.0.0' : hostIp), 'listening');
  } catch {
    return;
  }
  const taken = once(nat, 'message');
  nat.send({ address: guestIp === '' ? '10.0.2.15' : guestIp, port: guestPort }, server);
  await taken;
  server.close();
};

const processes = (folder: string, vm: Vm): readonly number[] => groups.members(groupOf(folder), leafOf(vm));

const signalAll = (folder: string, vm: Vm, signal: 'SIGSTOP' | 'SIGCONT'): void => {
  for (const pid of processes(folder, vm)) process.kill(pid, signal);
};

/** Halts all that runs in a machine, where it stands. */
export const freeze = (folder: string, vm: Vm): void => signalAll(folder, vm, 'SIGSTOP');

/** Lets it go on. */
export const thaw = (folder: string, vm: Vm): void => signalAll(folder, vm, 'SIGCONT');

/** Gives the ports of this computer back that lead to a machine, as VirtualBox does when it saves a state. */
export const closePorts = async ({ nats }: Running): Promise<void> => {
  for (const nat of nats) {
    const closed = once(nat, 'message');
    nat.send('close');
    await closed;
  }
};

/** Leads them there again. */
export const openPorts = async (vm: Vm, { nats }: Running): Promise<void> => {
  const cards = vm.nics.filter(({ type }) => type === 'nat');
  for (const [index, nat] of nats.entries())
    for (const forward of cards[index]?.forwards ?? []) await lead(nat, forward);
};

/** Presses the power button: systemd powers off when its process 1 gets SIGRTMIN+4. */
export const pressPower = (folder: string, vm: Vm): void => {
  const init = initOf(groupOf(folder), nameOf(vm));
  if (init !== undefined) process.kill(init, 38);
};

/** Pulls the plug, and returns when nothing of the machine runs. */
export const pullPlug = async (folder: string, vm: Vm, running: Running): Promise<void> => {
  const gone = running.supervisor.exitCode === null ? once(running.supervisor, 'exit') : undefined;
  groups.kill(groupOf(folder), leafOf(vm));
  await gone;
  await clearAway(folder, vm, running);
};

/** What is left of a machine that has powered off. The kernel takes its time over cables whose other end is gone. */
export const clearAway = async (folder: string, vm: Vm, { nats }: Running): Promise<void> => {
  for (const nat of nats) nat.kill('SIGKILL');
  const cables = vm.nics.map((_nic, index) => `link del dev ${portOf(vm, index)}\n`);
  await run(['ip', '-force', '-batch', '-'], { stdin: cables.join('') });
  groups.kill(groupOf(folder), leafOf(vm));
  await groups.remove(groupOf(folder), leafOf(vm));
  rmSync(join(folder, 'live', vm.id), { recursive: true, force: true });
};
