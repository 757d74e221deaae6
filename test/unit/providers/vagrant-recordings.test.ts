import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseHostOnly, parseHostOnlyNetworks, parseVm } from '../../../src/providers/vagrant/vm-info.ts';
import { hostOnlyList, machineReadable } from '../../support/virtualbox/show.ts';
import type { Nic } from '../../support/virtualbox/state.ts';

/*
 * What VirtualBox printed to those who write Vagrant: the tests of Vagrant's own drivers hold it, as `VBOX_…=%(…)`. Debian
 * and HashiCorp pack Vagrant without them; a checkout of its sources has them: VAGRANT_SOURCES=<folder>.
 */

const gems = ['/usr/share/rubygems-integration/all/gems', '/opt/vagrant/embedded/gems/gems'];
const entries = (folder: string): readonly string[] => (existsSync(folder) ? readdirSync(folder) : []);
const installed = gems.flatMap((folder) =>
  entries(folder).flatMap((name) => (/^vagrant-\d/.test(name) ? [join(folder, name)] : [])),
);

const recordings = new Map(
  [...installed, process.env['VAGRANT_SOURCES'] ?? '']
    .map((sources) => join(sources, 'test', 'unit', 'plugins', 'providers', 'virtualbox'))
    .filter(existsSync)
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).flatMap((path) =>
        path.endsWith('.rb') ? [readFileSync(join(folder, path), 'utf8')] : [],
      ),
    )
    // The text ends where the next one begins, or the file: it may hold brackets itself.
    .flatMap((ruby) => [...ruby.matchAll(/^(VBOX_\w+)=%\(([^]*?)\)\s*(?=^VBOX_|(?![^]))/gm)])
    .map(([, name = '', text = '']) => [name, text] as const),
);
const recorded = (name: string): string => recordings.get(name) ?? '';

const needed = ['VBOX_BRIDGEDIFS', 'VBOX_HOSTONLYNETS', 'VBOX_RANGE_HOSTONLYNETS', 'VBOX_GUEST_HOSTONLYVNETS_INFO'];
const none = needed.some((name) => !recordings.has(name));
const title = 'what VirtualBox printed to those who write Vagrant';

const keysOf = (text: string): readonly string[] => [
  ...new Set([...text.matchAll(/^(\w[\w()-]*)[=:]/gm)].map(([, key = '']) => key)),
];
/** Those that are in both, in the one's order. */
const common = (one: string, other: string): readonly string[] =>
  keysOf(one).filter((key) => keysOf(other).includes(key));

describe.skipIf(none)(none ? `${title} (NOT CHECKED: this Vagrant has none of it)` : title, () => {
  test('networks of a Mac, at the addresses that its own interfaces have on them', () => {
    const interfaces = parseHostOnly(recorded('VBOX_BRIDGEDIFS'));
    expect(interfaces.map(({ name }) => name)).toEqual([
      'en1: Wi-Fi (AirPort)',
      'en0: Ethernet',
      'bridge100',
      'en2: Thunderbolt 1',
      'bridge101',
    ]);
    const bridges = interfaces.filter(({ name }) => name.startsWith('bridge')).map(({ address }) => address);
    const networks = parseHostOnlyNetworks(recorded('VBOX_HOSTONLYNETS'));
    expect(networks.map(({ name }) => name)).toEqual(['vagrantnet-vbox1', 'vagrantnet-vbox2']);
    expect(networks.map(({ address }) => address)).toEqual(bridges);
    expect(parseHostOnlyNetworks(recorded('VBOX_RANGE_HOSTONLYNETS'))[0]?.address).toBe('192.168.61.10');
  });

  test('a VM’s cards', () => {
    expect(parseVm(recorded('VBOX_GUEST_HOSTONLYVNETS_INFO')).adapters).toEqual([
      { number: 1, type: 'nat', mac: '08:00:27:bb:14:75', forwards: [{ hostPort: 2222, guestPort: 22 }] },
      { number: 2, type: 'hostonlynetwork', mac: '08:00:27:fb:c1:5b', network: 'vagrantnet-vbox1', forwards: [] },
    ]);
  });

  test('the stand-in says it by the same words, in the same order', () => {
    const interfaces = hostOnlyList([{ name: 'vboxnet0', address: '192.168.56.1', mask: '255.255.255.0' }]);
    expect(keysOf(interfaces)).toEqual(keysOf(recorded('VBOX_BRIDGEDIFS')));
    const ssh = { name: 'ssh', protocol: 'tcp', hostIp: '127.0.0.1', hostPort: 2222, guestIp: '', guestPort: 22 };
    const card: Nic = { type: 'nat', network: '', mac: '080027BB1475', cable: true, forwards: [ssh] };
    const vm = machineReadable('/', {
      id: '11-22',
      name: 'one',
      state: 'running',
      since: 0,
      description: '',
      memoryMiB: 512,
      cpus: 1,
      cpuCap: 100,
      nics: [card, { ...card, type: 'hostonly', network: 'vboxnet0', mac: '080027FBC15B', forwards: [] }],
      disk: { below: [], upper: '' },
      snapshots: [],
      folders: {},
      extra: {},
    });
    const cards = recorded('VBOX_GUEST_HOSTONLYVNETS_INFO');
    expect(common(vm, cards)).toEqual(common(cards, vm));
    expect(common(vm, cards)).toEqual(
      expect.arrayContaining(['natnet1', 'macaddress1', 'nic1', 'Forwarding(0)', 'macaddress2', 'nic2']),
    );
    expect(parseVm(vm).adapters[0]).toEqual(parseVm(cards).adapters[0]);
  });
});
