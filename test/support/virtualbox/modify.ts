import { badUsage, wrongState } from './refusal.ts';
import { anyMac, type Forward, type Nic, type Vm } from './state.ts';
import type { Words } from './words.ts';

const forwardOf = (rule: string): Forward => {
  const [name = '', protocol = 'tcp', hostIp = '', hostPort = '', guestIp = '', guestPort = ''] = rule.split(',');
  return { name, protocol, hostIp, hostPort: Number(hostPort), guestIp, guestPort: Number(guestPort) };
};

type NicOption = (nic: Nic, words: Words) => void;

/** `--nic1 hostonly`, `--natpf1 "ssh,tcp,127.0.0.1,2222,,22"`, `--natpf1 delete ssh`, … */
const nicOptions: Readonly<Record<string, NicOption>> = {
  nic: (nic, words) => {
    const type = words.next();
    if (type !== 'none' && type !== 'nat' && type !== 'hostonly' && type !== 'intnet') throw badUsage(words.all);
    nic.type = type;
  },
  hostonlyadapter: (nic, words) => void (nic.network = words.next()),
  intnet: (nic, words) => void (nic.network = words.next()),
  cableconnected: (nic, words) => void (nic.cable = words.next() === 'on'),
  nictype: (_nic, words) => void words.next(),
  nicpromisc: (_nic, words) => void words.next(),
  macaddress: (nic, words) => {
    const mac = words.next();
    nic.mac = mac === 'auto' ? anyMac() : mac.toUpperCase();
  },
  natpf: (nic, words) => {
    const rule = words.next();
    if (rule === 'delete') {
      const name = words.next();
      nic.forwards = nic.forwards.filter((one) => one.name !== name);
    } else nic.forwards = [...nic.forwards, forwardOf(rule)];
  },
};

/** Settings that take effect here, and some that Vagrant makes and that mean nothing to a container. */
const settings: Readonly<Record<string, (vm: Vm, value: string) => void>> = {
  memory: (vm, value) => void (vm.memoryMiB = Number(value)),
  cpus: (vm, value) => void (vm.cpus = Number(value)),
  description: (vm, value) => void (vm.description = value),
  cpuexecutioncap: (vm, value) => void (vm.cpuCap = Number(value)),
  audio: () => undefined,
  'audio-driver': () => undefined,
  natdnshostresolver1: () => undefined,
  natdnsproxy1: () => undefined,
  ioapic: () => undefined,
  uart1: () => undefined,
  uartmode1: () => undefined,
  groups: () => undefined,
};

/** `modifyvm`: all options of one call. @throws Refusal */
export const modify = (words: Words, vm: Vm, rename: (name: string) => void): string => {
  if (vm.state === 'running' || vm.state === 'paused') throw wrongState(vm.name, vm.state);
  while (!words.isEmpty) {
    const option = words.next().replace(/^--/, '');
    const [, kind = '', number = ''] = /^([a-z]+)(\d)$/.exec(option) ?? [];
    const nic = vm.nics[Number(number) - 1];
    const ofNic = nicOptions[kind];
    if (option === 'name') rename(words.next());
    else if (option === 'defaultfrontend') words.next();
    else if (nic !== undefined && ofNic !== undefined) ofNic(nic, words);
    else if (settings[option] !== undefined) settings[option](vm, words.next());
    else throw badUsage([option, ...words.all]);
  }
  return '';
};
