import { must } from '../../../src/providers/local/root/programs.ts';
import { notFound } from './refusal.ts';
import type { Command } from './registry.ts';
import type { HostOnly, State, Vm } from './state.ts';

const prefixOf = (mask: string): number =>
  mask.split('.').reduce((bits, byte) => bits + Number(byte).toString(2).replaceAll('0', '').length, 0);

const cidrOf = ({ address, mask }: HostOnly): string => `${address}/${String(prefixOf(mask))}`;

/** Gives the networks that a machine is on the addresses they are to have, as VirtualBox does at each start of one. */
export const readyFor = async (vm: Vm, { hostOnly }: Pick<State, 'hostOnly'>): Promise<void> => {
  const meant = hostOnly.filter(({ name }) => vm.nics.some((nic) => nic.type === 'hostonly' && nic.network === name));
  for (const network of meant)
    await must(['ip', 'address', 'replace', cidrOf(network), 'brd', '+', 'dev', network.name]);
};

/** `hostonlyif`: makes, configures and removes the bridges that host-only networks are here. */
export const hostOnlyInterface: Command = async (words, { state }) => {
  const order = words.next();
  if (order === 'create') {
    const taken = new Set(state.hostOnly.map(({ name }) => name));
    const name =
      Array.from({ length: 256 }, (_, index) => `vboxnet${String(index)}`).find((one) => !taken.has(one)) ?? '';
    await must(['ip', '-batch', '-'], { stdin: `link add name ${name} type bridge\nlink set dev ${name} up\n` });
    state.hostOnly.push({ name, address: '192.168.56.1', mask: '255.255.255.0' });
    return `0%...100%\nInterface '${name}' was successfully created\n`;
  }
  const network = state.hostOnly.find(({ name }) => name === words.all[2]);
  if (network === undefined) throw notFound(words.all[2] ?? '');
  if (order === 'remove') {
    await must(['ip', 'link', 'del', 'dev', network.name]);
    state.hostOnly = state.hostOnly.filter((one) => one !== network);
    return '0%...100%\n';
  }
  network.address = words.option('--ip') ?? network.address;
  network.mask = words.option('--netmask') ?? '255.255.255.0';
  await must(['ip', '-batch', '-'], {
    stdin: `address flush dev ${network.name}\naddress add ${cidrOf(network)} brd + dev ${network.name}\n`,
  });
  return '';
};
