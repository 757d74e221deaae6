import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { roles } from '../../../ansible-free-provision/index.ts';
import { bind } from '../../../src/blueprint/bind.ts';
import { contradictions } from '../../../src/blueprint/bindable.ts';
import { compile } from '../../../src/blueprint/compile.ts';
import { noBindings, type Attachment, type Bindings } from '../../../src/model/bindings.ts';
import type { Blueprint, Machine } from '../../../src/model/blueprint.ts';
import { parseTopology } from '../../../src/topology/parse.ts';

const survey = (): Blueprint => {
  const file = new URL('../../../topology/survey.yaml', import.meta.url);
  const { topology } = parseTopology({ file: 'survey.yaml', text: readFileSync(file, 'utf8') }, roles);
  const blueprint = topology && compile(topology, roles).blueprint;
  if (blueprint === undefined) throw new Error('survey.yaml does not compile');
  return blueprint;
};

const machine = (blueprint: Blueprint, name: string): Machine => {
  const found = blueprint.machines.find((each) => each.name === name);
  if (found === undefined) throw new Error(name);
  return found;
};

const at = (address: string, more: Partial<Attachment> = {}): Attachment => ({
  device: 'eth0',
  address,
  prefix: 24,
  ...more,
});

/** Four computers of one room: each has one address for everything. */
const room: Bindings = {
  machines: {
    lb: { attachments: { lan: at('10.99.0.10'), internet: at('10.99.0.10') }, management: { port: 2222, from: [] } },
    app1: { attachments: { lan: at('10.99.0.11') } },
    app2: { attachments: { lan: at('10.99.0.12') } },
    db: { attachments: { internet: at('10.99.0.13') } },
  },
  visitors: { lan: ['10.99.0.0/24', '192.0.2.7/32'] },
};

/** A VM behind VirtualBox's translator, and an instance with an Elastic IP. */
const cloud: Bindings = {
  machines: {
    lb: {
      attachments: { internet: at('10.0.2.15', { seenAs: ['198.51.100.4/32'], onlyCalls: true }) },
      management: { port: 22, device: 'eth0', from: ['10.0.2.2/32'] },
    },
    db: { attachments: { internet: at('172.31.5.6', { device: 'ens5', prefix: 20, metAt: '203.0.113.9' }) } },
  },
  visitors: {},
};

test('nothing observed changes nothing', () => {
  expect(bind(survey(), noBindings)).toEqual(survey());
});

describe('computers of one room', () => {
  const bound = bind(survey(), room);

  test('flows go from and to the addresses that are there', () => {
    const uses = bound.services.find(({ id }) => id === 'web@lb')?.uses.flatMap(({ targets }) => targets);
    expect(uses?.map(({ address }) => address)).toEqual(['10.99.0.11', '10.99.0.12']);
    const toDatabase = bound.flows.find(({ id }) => id === 'survey@app1->mariadb@db:mysql');
    expect(toDatabase?.from).toMatchObject({ address: '10.99.0.11' });
    // A tunnel's addresses are the lab's own everywhere.
    expect(toDatabase?.to.address).toBe('10.8.0.1');
  });

  test('the firewall has the devices and senders that are there, and management first', () => {
    const { input, forward } = machine(bound, 'lb').firewall;
    expect(input[0]).toEqual({ flow: 'management', from: [], protocol: 'tcp', port: 2222 });
    expect(input.find(({ flow }) => flow === 'survey@app1->redis@lb:redis')).toMatchObject({
      inDevice: 'eth0',
      from: ['10.99.0.11/32'],
    });
    expect(input.find(({ flow }) => flow.startsWith('visitors:'))?.from).toEqual(room.visitors['lan']);
    expect(forward[0]).toMatchObject({ inDevice: 'eth0', outDevice: 'vpn', from: ['10.99.0.11/32'], to: '10.8.0.1' });
  });

  test('the way back leads to the single machines, and never to the end that carries the tunnel itself', () => {
    expect(machine(bound, 'app1').routes).toEqual([
      { destination: '10.8.0.0/24', via: '10.99.0.10', device: 'eth0', by: 'host' },
    ]);
    expect(machine(bound, 'db').routes.map(({ destination }) => destination)).toEqual([
      '10.99.0.11/32',
      '10.99.0.12/32',
    ]);
    const vpn = bound.networks.find(({ name }) => name === 'vpn');
    expect(vpn).toMatchObject({ behind: { lb: ['10.99.0.11/32', '10.99.0.12/32'] } });
    expect(bound.networks.find(({ name }) => name === 'lan')?.subnet).toBe('10.99.0.0/24');
  });

  test('neighbours are known by the addresses that are there', () => {
    expect(machine(bound, 'app1').hosts).toMatchObject({ lb: '10.99.0.10', app2: '10.99.0.12' });
  });

  test('it all fits', () => {
    expect(contradictions(survey(), room)).toEqual([]);
  });
});

describe('a VM behind a translator and an instance with an address of the world', () => {
  const bound = bind(survey(), cloud);

  test('the tunnel calls the address of the world, and the server lets in who the client is seen as', () => {
    const uses = bound.services.find(({ id }) => id === 'vpn@lb')?.uses[0]?.targets;
    expect(uses?.map(({ address }) => address)).toEqual(['203.0.113.9']);
    const rule = machine(bound, 'db').firewall.input.find(({ flow }) => flow.startsWith('vpn@lb'));
    expect(rule).toMatchObject({ inDevice: 'ens5', from: ['198.51.100.4/32'], port: 1194 });
  });

  test('a lan that is as planned keeps its addresses, routes and rules', () => {
    expect(machine(bound, 'app1')).toEqual(machine(survey(), 'app1'));
    expect(machine(bound, 'db').routes).toEqual(machine(survey(), 'db').routes);
  });

  test('machines have their own addresses, and are met elsewhere', () => {
    expect(machine(bound, 'db').interfaces[0]).toMatchObject({ address: '172.31.5.6', metAt: '203.0.113.9' });
    // The name leads through the tunnel, as it did.
    expect(machine(bound, 'lb').hosts['db']).toBe('10.8.0.1');
  });
});

describe('what cannot hold is told', () => {
  test.each([
    [
      'a flow to whom nobody can call',
      { db: { attachments: { internet: at('10.0.2.15', { onlyCalls: true }) } } },
      'behind a router',
    ],
    [
      'next hops on another switch',
      { lb: { attachments: { lan: at('192.0.2.1') } }, app1: { attachments: { lan: at('10.99.0.11') } } },
      'not on the same subnet',
    ],
    [
      'a tunnel over the addresses of neighbours',
      { db: { attachments: { internet: at('10.8.0.77') } } },
      'another subnet for vpn',
    ],
  ])('%s', (_, machines, words) => {
    const told = contradictions(survey(), { machines, visitors: {} });
    expect(told.map(({ en }) => en).join('\n')).toContain(words);
  });
});
