import { describe, expect, test } from 'vitest';
import { addressIn, parseDomain, parseNetwork } from '../../../src/providers/vagrant/domain-xml.ts';

describe('what libvirt tells of a VM', () => {
  const xml = `<domain type='qemu' id='2'>
  <name>bancada-abcd1234-survey-lb</name>
  <uuid>f6a3b0c4-84e9-47f8-92bb-b066149252b4</uuid>
  <description>Bancada: lab survey (abcd1234) of /home/ana/r&amp;d</description>
  <memory unit='KiB'>524288</memory>
  <currentMemory unit='KiB'>524288</currentMemory>
  <vcpu placement='static'>2</vcpu>
  <devices>
    <disk type='file' device='disk'>
      <driver name='qemu' type='qcow2'/>
      <source file='/var/lib/libvirt/images/r&amp;d.img' index='1'/>
      <backingStore type='file'/>
    </disk>
    <disk type='file' device='cdrom'>
      <source file='/tmp/some.iso'/>
    </disk>
    <interface type='network'>
      <mac address='52:54:00:AB:17:63'/>
      <source network='vagrant-libvirt' portid='8e1f' bridge='virbr0'/>
      <target dev='vnet0'/>
    </interface>
    <interface type='network'>
      <mac address='fa:1d:b5:16:64:da'/>
      <source network='bancada-abcd1234-lan' portid='9a2c' bridge='virbr1'/>
    </interface>
  </devices>
</domain>
`;
  const since = new Date('2026-11-21T08:00:00Z');

  test('its state, its size and its cards, in the words that VirtualBox has', () => {
    expect(parseDomain(xml, { state: 'running', since, address: '192.168.121.57' })).toEqual({
      id: 'f6a3b0c4-84e9-47f8-92bb-b066149252b4',
      name: 'bancada-abcd1234-survey-lb',
      state: 'running',
      since,
      memoryMiB: 512,
      cpus: 2,
      description: 'Bancada: lab survey (abcd1234) of /home/ana/r&d',
      address: '192.168.121.57',
      disks: ['/var/lib/libvirt/images/r&d.img'],
      adapters: [
        { number: 1, type: 'nat', mac: '52:54:00:ab:17:63', network: 'vagrant-libvirt', forwards: [] },
        { number: 2, type: 'hostonly', mac: 'fa:1d:b5:16:64:da', network: 'bancada-abcd1234-lan', forwards: [] },
      ],
    });
    expect(parseDomain(xml, { state: 'shut off', since, address: undefined })).toMatchObject({ state: 'poweroff' });
  });

  test('the address that its first card was given, and no other’s', () => {
    const leases = ` Name       MAC address          Protocol     Address
-------------------------------------------------------------------------------
 vnet0      52:54:00:ab:17:63    ipv4         192.168.121.57/24
 vnet1      fa:1d:b5:16:64:da    ipv4         192.168.56.10/24
`;
    expect(addressIn(leases, '52:54:00:ab:17:63')).toBe('192.168.121.57');
    expect(addressIn(leases, '52:54:00:00:00:00')).toBeUndefined();
  });

  test('a network and this computer’s address on it', () => {
    const network = `<network>
  <name>bancada-abcd1234-lan</name>
  <bridge name='virbr1' stp='on' delay='0'/>
  <ip address='192.168.56.1' netmask='255.255.255.0'/>
</network>`;
    expect(parseNetwork(network)).toEqual({ name: 'bancada-abcd1234-lan', address: '192.168.56.1' });
  });
});
