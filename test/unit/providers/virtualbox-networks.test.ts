import { expect, test } from 'vitest';
import type { Processes } from '../../../src/ports/process.ts';
import { virtualBoxHypervisor } from '../../../src/providers/vagrant/virtualbox.ts';

/* VirtualBox on computers that are not this one: what it would print is scripted, what it is told is noted. */

const interfaces = 'Name:            vboxnet0\nIPAddress:       192.168.56.1\nNetworkMask:     255.255.255.0\n\n';
const network = (name: string, lowest: string): string =>
  `Name:            ${name}\nGUID:            b4e1\n\nNetworkMask:     255.255.255.0\nLowerIP:         ${lowest}\n\n`;
const networks = network('vagrantnet-vbox1', '192.168.57.0') + network('mine', '192.168.58.0');

/** A VBoxManage that fails at what it has no answer for, as at a word that it does not know. */
const scripted = (answers: Readonly<Record<string, string>>) => {
  const told: string[] = [];
  const run: Processes['run'] = async ({ argv: [, ...words] }) => {
    const asked = words.join(' ');
    told.push(asked);
    const stdout = answers[asked];
    return stdout === undefined ? { code: 2, stdout: '', stderr: 'Syntax error' } : { code: 0, stdout, stderr: '' };
  };
  const converse = (): never => {
    throw new Error('nobody talks here');
  };
  return { processes: { run, must: run, converse } satisfies Processes, told };
};

test.each<readonly [string, NodeJS.Platform, Readonly<Record<string, string>>, readonly string[]]>([
  ['a Mac', 'darwin', { 'list hostonlynets': networks, 'list hostonlyifs': '' }, ['192.168.57.1', '192.168.58.1']],
  ['a Mac with VirtualBox 6.1', 'darwin', { 'list hostonlyifs': interfaces }, ['192.168.56.1']],
  ['Linux', 'linux', { 'list hostonlynets': networks, 'list hostonlyifs': interfaces }, ['192.168.56.1']],
  ['Windows', 'win32', { 'list hostonlynets': networks, 'list hostonlyifs': interfaces }, ['192.168.56.1']],
])('this computer’s own addresses on %s', async (_, system, answers, addresses) => {
  const there = await virtualBoxHypervisor(scripted(answers).processes, { system }).networks();
  expect(there.map(({ address }) => address)).toEqual(addresses);
});

const note = (address: string): string =>
  `Value: ${JSON.stringify({ before: ['mine'], addresses: [address, '192.168.58.1'] })}\n`;

test.each<readonly [string, Readonly<Record<string, string>>, string, string]>([
  ['networks', { 'list hostonlynets': networks }, '192.168.57.1', 'hostonlynet remove --name vagrantnet-vbox1'],
  ['interfaces', { 'list hostonlyifs': interfaces }, '192.168.56.1', 'hostonlyif remove vboxnet0'],
])('of a Mac’s %s those go that came with the lab, and no others', async (_, lists, address, removal) => {
  const { processes, told } = scripted({
    ...lists,
    'getextradata global Bancada/networks-abcd1234': note(address),
    'setextradata global Bancada/networks-abcd1234': '',
    'list vms': '',
    [removal]: '',
  });
  await virtualBoxHypervisor(processes, { system: 'darwin' }).removeNetworks('abcd1234');
  expect(told.filter((words) => words.includes(' remove '))).toEqual([removal]);
  expect(told.at(-1)).toBe('setextradata global Bancada/networks-abcd1234');
});

test('a Mac’s network that a VM is on stays', async () => {
  const { processes, told } = scripted({
    'list hostonlynets': networks,
    'getextradata global Bancada/networks-abcd1234': note('192.168.57.1'),
    'setextradata global Bancada/networks-abcd1234': '',
    'list vms': '"other" {11-22}\n',
    'showvminfo 11-22 --machinereadable':
      'name="other"\nhostonly-network2="vagrantnet-vbox1"\nmacaddress2="080027FBC15B"\nnic2="hostonlynetwork"\n',
  });
  await virtualBoxHypervisor(processes, { system: 'darwin' }).removeNetworks('abcd1234');
  expect(told.filter((words) => words.includes(' remove '))).toEqual([]);
});
