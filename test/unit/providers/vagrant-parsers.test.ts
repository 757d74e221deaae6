import { describe, expect, test } from 'vitest';
import { parseLine } from '../../../src/providers/vagrant/machine-readable.ts';
import { parseHostOnly, parseHostOnlyNetworks, parseVm, parseVmList } from '../../../src/providers/vagrant/vm-info.ts';
import { vagrantFor, versionIn } from '../../../src/providers/vagrant/examine.ts';

describe('what Vagrant says to machines', () => {
  test.each([
    ['1795245147,survey-lb,action,up,start', { event: 'action', machine: 'survey-lb', action: 'up', edge: 'start' }],
    ['1795245147,survey-lb,action,up,end', { event: 'action', machine: 'survey-lb', action: 'up', edge: 'end' }],
    [
      '1795245148,a,ui,detail,one%!(VAGRANT_COMMA) two\\nthree',
      { event: 'said', machine: 'a', level: 'detail', text: 'one, two\nthree' },
    ],
    [
      '1795245148,,error-exit,Vagrant::Errors::BoxNotFound,no box',
      { event: 'failed', type: 'Vagrant::Errors::BoxNotFound', text: 'no box' },
    ],
    ['1795245148,a,metadata,provider,virtualbox', undefined],
    ['a warning of Ruby, which is no such line', undefined],
    ['', undefined],
  ])('%s', (line, event) => expect(parseLine(line)).toEqual(event));
});

describe('what VBoxManage tells of a VM', () => {
  const text = `name="bancada-abcd1234-survey-lb"
UUID="37b0a6e4-84e9-47f8-92bb-b066149252b4"
description="Bancada: lab survey (abcd1234) of /home/ana/bancada
second line"
memory=1024
cpuexecutioncap=50
cpus=2
VMState="running"
VMStateChangeTime="2026-11-21T07:15:31.123000000"
natnet1="nat"
macaddress1="0800273A48F9"
nic1="nat"
nictype1="82540EM"
Forwarding(0)="ssh,tcp,127.0.0.1,2222,,22"
Forwarding(1)="web,tcp,127.0.0.1,8080,,80"
hostonlyadapter2="vboxnet0"
macaddress2="02AABBCCDDEE"
nic2="hostonly"
nic3="none"
hostonly-network4="vagrantnet-vbox1"
macaddress4="020000000004"
nic4="hostonlynetwork"
"SATA Controller-0-0"="/home/ana/VirtualBox VMs/a=b/disk.vmdk"
SharedFolderNameMachineMapping1="vagrant"
`;

  test('its state, its size and its cards, each with its own ports', () => {
    const vm = parseVm(text);
    expect(vm).toMatchObject({ state: 'running', memoryMiB: 1024, cpus: 2 });
    expect(vm.since.toISOString()).toBe('2026-11-21T07:15:31.123Z');
    expect(vm.description).toContain('second line');
    expect(vm.adapters).toEqual([
      {
        number: 1,
        type: 'nat',
        mac: '08:00:27:3a:48:f9',
        forwards: [
          { hostPort: 2222, guestPort: 22 },
          { hostPort: 8080, guestPort: 80 },
        ],
      },
      { number: 2, type: 'hostonly', mac: '02:aa:bb:cc:dd:ee', network: 'vboxnet0', forwards: [] },
      { number: 4, type: 'hostonlynetwork', mac: '02:00:00:00:00:04', network: 'vagrantnet-vbox1', forwards: [] },
    ]);
  });

  test('the same with the line ends of Windows', () => {
    expect(parseVm(text.replaceAll('\n', '\r\n'))).toMatchObject({ memoryMiB: 1024, cpus: 2, state: 'running' });
  });

  test.each([
    [String.raw`C:\\labs\\bancada`, String.raw`C:\labs\bancada`],
    [String.raw`/home/ana/my \"best\" lab`, '/home/ana/my "best" lab'],
    // As fields have it that VirtualBox prints as they are.
    [String.raw`C:\labs\bancada`, String.raw`C:\labs\bancada`],
  ])('what it escapes: %s', (printed, meant) => {
    const vm = parseVm(`description="Bancada: ${printed}\nsecond line"\nmemory=1024\ncpus=2\n`);
    expect(vm).toMatchObject({ description: `Bancada: ${meant}\nsecond line`, memoryMiB: 1024, cpus: 2 });
  });

  test('a field that ends in a backslash of its own hides none of those that follow', () => {
    const share = String.raw`SharedFolderPathMachineMapping1="C:\"`;
    expect(parseVm(`${share}\nname="one"\ncpus=2\n`)).toMatchObject({ name: 'one', cpus: 2 });
  });

  test('networks of a Mac, whose records have an empty line within', () => {
    const record = (name: string, mask: string, lowest: string): string =>
      `Name:            ${name}\nGUID:            b4e1\n\nState:           Enabled\nNetworkMask:     ${mask}\n` +
      `LowerIP:         ${lowest}\nUpperIP:         ${lowest}\nVBoxNetworkName: hostonly-${name}\n\n`;
    const printed =
      record('vagrantnet-vbox1', '255.255.255.0', '192.168.56.0') +
      record('my own', '255.255.255.0', '10.1.2.50') +
      record('wide', '255.255.248.0', '192.168.57.0');
    expect(parseHostOnlyNetworks(printed)).toEqual([
      { name: 'vagrantnet-vbox1', address: '192.168.56.1' },
      { name: 'my own', address: '10.1.2.50' },
      { name: 'wide', address: '192.168.57.0' },
    ]);
    expect(parseHostOnlyNetworks('')).toEqual([]);
  });

  test('lists, also of names with blanks, and of VMs that cannot be read', () => {
    expect(parseVmList('"my vm" {11-22}\n"<inaccessible>" {33-44}\r\n')).toEqual([
      { name: 'my vm', id: '11-22' },
      { name: '<inaccessible>', id: '33-44' },
    ]);
    const block = (name: string, address: string): string =>
      `Name:            ${name}\nIPAddress:       ${address}\nStatus: Up\n\n`;
    expect(
      parseHostOnly(block('vboxnet0', '192.168.56.1') + block('VirtualBox Host-Only Ethernet Adapter', '10.0.0.1')),
    ).toEqual([
      { name: 'vboxnet0', address: '192.168.56.1' },
      { name: 'VirtualBox Host-Only Ethernet Adapter', address: '10.0.0.1' },
    ]);
  });
});

test.each([
  ['6.1.50r161033', [2, 2, 7]],
  ['7.0.20r163906', [2, 3, 1]],
  ['7.1.4r165100', [2, 4, 2]],
  ['7.2.0r170228', [2, 4, 9]],
])('VirtualBox %s needs Vagrant %s', (printed, needs) => {
  expect(vagrantFor(versionIn(printed) ?? [])).toEqual(needs);
});
