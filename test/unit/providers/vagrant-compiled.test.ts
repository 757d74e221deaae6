import { describe, expect, test } from 'vitest';
import { bind } from '../../../src/blueprint/bind.ts';
import { Secret } from '../../../src/model/secret.ts';
import { compileVagrant, vmSize } from '../../../src/providers/vagrant/compiled.ts';
import {
  areLaid,
  bindingOf,
  cardsOf,
  expectedOf,
  foreignTo,
  steadsOf,
  steadsUnder,
  visitorsOf,
} from '../../../src/providers/vagrant/networks.ts';
import { fingerprintOf, natDeviceIn, setUpScript } from '../../../src/providers/vagrant/set-up.ts';
import { blueprintOf, survey } from '../blueprint/build.ts';

const blueprint = blueprintOf(survey());
const all = blueprint.machines.map(({ name }) => name);
const identity = {
  id: 'abcd1234',
  name: 'survey',
  owner: { uid: 1000, name: 'ana' },
  folder: '/home/ana/.bancada/survey',
};
const nobody = { before: [], taken: [] };

test('what Vagrant is told of the survey lab', async () => {
  const box = { name: 'bento/debian-12', version: '1' };
  const steads = steadsOf(blueprint, all, nobody);
  const input = compileVagrant({
    identity,
    blueprint,
    own: all,
    box,
    hypervisor: 'virtualbox',
    steads,
    privateKey: 'secrets/ssh/id_ed25519',
  });
  await expect(`${JSON.stringify(input, null, 2)}\n`).toMatchFileSnapshot('../../golden/vagrant/survey.json');
});

test('libvirt’s networks are the lab’s by their names, and its hardware addresses have colons', () => {
  const box = { name: 'debian/bookworm64' };
  const given = { identity, blueprint, own: all, box, steads: steadsOf(blueprint, all, nobody), privateKey: 'key' };
  const { machines } = compileVagrant({ ...given, hypervisor: 'libvirt' });
  expect(machines[0]?.networks[0]).toMatchObject({ name: 'bancada-abcd1234-lan', ip: '192.168.56.10' });
  expect(machines[0]?.networks[0]?.mac).toMatch(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/);
});

test.each([
  [
    { name: 'small', cpus: 0.5, memoryMiB: 512, diskGiB: 4 },
    { cpus: 1, cpuCap: 50, memoryMiB: 512 },
  ],
  [
    { name: 'plain', cpus: 0.25, memoryMiB: 128, diskGiB: 1 },
    { cpus: 1, cpuCap: 25, memoryMiB: 512 },
  ],
  [
    { name: 'own', cpus: 1.5, memoryMiB: 2048, diskGiB: 9 },
    { cpus: 2, cpuCap: 75, memoryMiB: 2048 },
  ],
])('a size of %o is a VM of %o', (size, expected) => expect(vmSize(size)).toEqual(expected));

describe('the networks of VMs', () => {
  test('an internet of our own lies where VirtualBox allows it and nobody is', () => {
    expect(steadsOf(blueprint, all, nobody)).toEqual([{ network: 'internet', subnet: '192.168.63.0/24' }]);
    const taken = ['192.168.63.1', '192.168.62.1'];
    const before = [{ network: 'internet', subnet: '192.168.60.0/24' }];
    expect(steadsOf(blueprint, all, { before: [], taken })).toEqual([
      { network: 'internet', subnet: '192.168.61.0/24' },
    ]);
    expect(steadsOf(blueprint, all, { before, taken })).toEqual(before);
  });

  test('machines are bound to it, and to what this computer is there', () => {
    const steads = steadsOf(blueprint, all, nobody);
    const at = { machine: 'db', ssh: { host: '127.0.0.1', port: 2222 }, natDevice: 'eth0' };
    const db = bindingOf(blueprint, steads, at);
    expect(db.attachments).toEqual({ internet: { device: 'internet', address: '192.168.63.11', prefix: 24 } });
    const bindings = { machines: { db }, visitors: visitorsOf(steads) };
    const bound = bind(blueprint, bindings).machines.find(({ name }) => name === 'db');
    expect(bound?.firewall.input[0]).toMatchObject({ flow: 'management', from: ['10.0.2.2/32'], port: 22 });
  });

  test('where the others will find a VM is known before it boots, unless libvirt has yet to give it its address', () => {
    const steads = steadsOf(blueprint, all, nobody);
    const at = { machine: 'db', ssh: { host: '127.0.0.1', port: 2222 }, natDevice: 'eth0' };
    const { attachments } = bindingOf(blueprint, steads, at);
    for (const hypervisor of ['virtualbox', 'libvirt'] as const)
      expect(expectedOf(blueprint, steads, { machine: 'db', hypervisor })).toEqual({ attachments });
    const lb = { ...at, machine: 'lb', natDevice: 'nat' };
    expect(expectedOf(blueprint, [], { machine: 'lb', hypervisor: 'virtualbox' })).toEqual({
      attachments: bindingOf(blueprint, [], lb).attachments,
    });
    expect(expectedOf(blueprint, [], { machine: 'lb', hypervisor: 'libvirt' })).toBeUndefined();
  });

  test('a VM of libvirt’s is met at its own address, and managed from its network’s gateway', () => {
    const ssh = { host: '192.168.121.57', port: 22 };
    const lb = bindingOf(blueprint, [], { machine: 'lb', ssh, natDevice: 'eth0' });
    expect(lb.ssh).toEqual({ ...ssh, user: 'root' });
    expect(lb.management).toEqual({ port: 22, from: ['192.168.121.1/32'] });
    expect(lb.attachments['internet']).toMatchObject({ device: 'eth0', address: '192.168.121.57', onlyCalls: true });
  });

  test('what a machine is not on it is kept from, though the NAT leads there', () => {
    const steads = steadsOf(blueprint, all, nobody);
    expect(foreignTo(blueprint, all, steads, 'db')).toEqual(['192.168.56.0/24']);
    expect(foreignTo(blueprint, all, steads, 'app1')).toEqual(['192.168.63.0/24']);
    expect(foreignTo(blueprint, all, steads, 'lb')).toEqual([]);
  });

  test('where it is lost how the internet was laid, the VMs on it tell', () => {
    const steads = steadsOf(blueprint, all, { before: [], taken: ['192.168.63.1'] });
    expect(areLaid(blueprint, all, steads)).toBe(true);
    expect(areLaid(blueprint, all, [])).toBe(false);
    const there = [
      { name: 'vboxnet0', address: '192.168.63.1' },
      { name: 'vboxnet1', address: '192.168.62.1' },
    ];
    const laid = (...networks: readonly string[]) =>
      cardsOf(blueprint, steads, 'db').map(({ mac }, index) => ({
        adapters: [{ number: 2, type: 'hostonly', mac, network: networks[index] ?? '', forwards: [] }],
      }));
    expect(steadsUnder(blueprint, laid('vboxnet1'), there)).toEqual(steads);
    expect(steadsUnder(blueprint, laid('vboxnet9'), there)).toEqual([]);
    expect(steadsUnder(blueprint, [], there)).toEqual([]);
  });

  test('where the database stands elsewhere, the internet is the real one, and VMs only call out into it', () => {
    const own = all.filter((name) => name !== 'db');
    const steads = steadsOf(blueprint, own, nobody);
    expect(steads).toEqual([]);
    expect(cardsOf(blueprint, steads, 'lb').map(({ network }) => network)).toEqual(['lan']);
    const { attachments } = bindingOf(blueprint, steads, {
      machine: 'lb',
      ssh: { host: '127.0.0.1', port: 2222 },
      natDevice: 'enp0s3',
    });
    expect(attachments).toEqual({
      internet: { device: 'enp0s3', address: '10.0.2.15', prefix: 24, seenAs: [], onlyCalls: true },
    });
  });
});

describe('what a VM is given', () => {
  const given = (key: string) => ({
    hostName: 'lb',
    authorizedKey: 'ssh-ed25519 AAAA lab',
    hostKey: { privateKey: new Secret(key), publicKey: 'ssh-ed25519 BBBB' },
    cards: cardsOf(blueprint, [], 'app1'),
    foreign: ['192.168.63.0/24'],
  });

  test('is a script that shows no key to anybody, and whose mark follows all of it', () => {
    const script = setUpScript(given('hidden'));
    expect(String(script)).toBe('•••');
    expect(script.reveal()).toContain(Buffer.from('hidden\n').toString('base64'));
    expect(fingerprintOf(given('hidden'))).toBe(fingerprintOf(given('hidden')));
    expect(fingerprintOf(given('hidden'))).not.toBe(fingerprintOf(given('another')));
  });

  test('tells behind which device the NAT is', () => {
    expect(natDeviceIn('noise\nnat-device enp0s3\n')).toBe('enp0s3');
    expect(natDeviceIn('')).toBe('');
  });
});
