import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile } from '../../../src/blueprint/compile.ts';
import {
  contains,
  formatAddress,
  formatSubnet,
  overlap,
  parseAddress,
  parseSubnet,
} from '../../../src/blueprint/subnet.ts';
import type { Blueprint, Flow, Machine } from '../../../src/model/blueprint.ts';
import type { Topology } from '../../../src/model/topology.ts';
import { parseTopology } from '../../../src/topology/parse.ts';
import { group, internet, lan, roles, service, survey, topology, vpn } from './build.ts';

/** Labs with gateways, a tunnel, groups with written and automatic addresses; most of them compile, some must not. */
const labs: fc.Arbitrary<Topology> = fc
  .record({
    clients: fc.uniqueArray(fc.constantFrom('edge', 'far'), { minLength: 1 }),
    apps: fc.integer({ min: 1, max: 12 }),
    stores: fc.integer({ min: 1, max: 3 }),
    appStart: fc.constantFrom('auto', '10.1.0.2', '10.1.0.40', '10.1.0.250'),
    edge: fc.constantFrom('auto', '10.1.0.2', '10.1.0.9'),
    storeLan: fc.constantFrom<Record<string, string>>({ b: 'auto' }, { b: 'auto', internet: 'auto' }, { a: 'auto' }),
    subnets: fc.boolean(),
    over: fc.constantFrom(undefined, 'vpn', 'a'),
  })
  .map(({ clients, apps, stores, appStart, edge, storeLan, subnets, over }) =>
    topology({
      networks: [
        lan('a', '10.1.0.0/24'),
        subnets ? lan('b', '10.2.0.0/28') : lan('b'),
        lan('c'),
        internet(),
        vpn('core', clients),
      ],
      groups: [
        group('core', { b: 'auto', internet: 'auto' }, [service('core', 'redis')]),
        group('edge', { a: edge, internet: 'auto' }, [
          service('edge', 'front', { upstream: 'survey' }, { role: 'web', public: true }),
        ]),
        group('far', { c: 'auto', internet: 'auto' }, [service('far', 'web', { upstream: 'mariadb' })]),
        group(
          'app',
          { a: appStart },
          [service('app', 'survey', { sessions: 'redis', database: over ? { of: 'mariadb', over } : 'mariadb' })],
          {
            count: apps,
          },
        ),
        group('store', storeLan, [service('store', 'mariadb')], { count: stores }),
      ],
      visitors: [{ name: 'all', from: 'internet', to: 'front' }],
    }),
  );

/** What must hold of every lab that compiles. Too few of them would fail the test. */
const everyLab = (holds: (blueprint: Blueprint) => void): void =>
  fc.assert(
    fc.property(labs, (lab) => {
      const { blueprint } = compile(lab, roles);
      fc.pre(blueprint !== undefined);
      holds(blueprint);
    }),
    { numRuns: 40 },
  );

/** Whom a machine hands a packet to, by its interfaces, routes and the tunnel's own table: what a kernel would do. */
function nextHop(blueprint: Blueprint, machine: Machine, address: number): { network: string; to: string } | undefined {
  const holder = (network: string, wanted: number): string =>
    blueprint.machines.find(({ interfaces }) =>
      interfaces.some((i) => i.network === network && parseAddress(i.address) === wanted),
    )?.name ?? 'nobody';
  const direct = machine.interfaces.find((i) => contains(parseSubnet(`${i.address}/${i.prefix}`)!, address));
  const route = machine.routes.find(({ destination }) => contains(parseSubnet(destination)!, address));
  const device = direct?.network ?? route?.device;
  if (device === undefined) return undefined;
  const network = blueprint.networks.find(({ name }) => name === device);
  if (network?.kind !== 'openvpn')
    return { network: device, to: holder(device, route && !direct ? parseAddress(route.via!)! : address) };
  if (machine.name !== network.server) return { network: device, to: network.server };
  const behind = Object.entries(network.behind).find(([, subnets]) =>
    subnets.some((text) => contains(parseSubnet(text)!, address)),
  );
  return { network: device, to: direct ? holder(device, address) : (behind?.[0] ?? 'nobody') };
}

/** The machines and networks that a packet passes. */
function walk(blueprint: Blueprint, from: string, to: string): readonly string[] {
  const passed: string[] = [];
  for (let at = from; passed.length < 20;) {
    const machine = blueprint.machines.find(({ name }) => name === at)!;
    if (machine.interfaces.some(({ address }) => address === to)) return [...passed, at];
    const hop = nextHop(blueprint, machine, parseAddress(to)!);
    if (!hop || hop.to === 'nobody') return [...passed, at, 'lost'];
    passed.push(at, hop.network);
    at = hop.to;
  }
  return [...passed, 'lost'];
}

const between = ({ flows }: Blueprint): readonly (Flow & { from: { kind: 'service' } })[] =>
  flows.filter(
    (flow): flow is Flow & { from: { kind: 'service' } & Flow['from'] } =>
      flow.from.kind === 'service' && flow.path.length > 0,
  );

const passages = (flow: Flow & { from: { kind: 'service' } }): readonly string[] => {
  const from = flow.from;
  return [from.machine, ...flow.path.flatMap(({ network, via }) => [network, via ?? flow.to.machine ?? ''])];
};

describe('every lab that compiles', () => {
  it('has distinct addresses, inside their subnets, none of them reserved', () => {
    everyLab((blueprint) => {
      const subnets = blueprint.networks.map(({ subnet }) => parseSubnet(subnet)!);
      subnets.forEach((subnet, index) =>
        expect(subnets.slice(0, index).some((other) => overlap(subnet, other))).toBe(false),
      );
      for (const network of blueprint.networks) {
        const subnet = parseSubnet(network.subnet)!;
        const addresses = blueprint.machines.flatMap(({ interfaces }) =>
          interfaces.filter((i) => i.network === network.name).map((i) => i.address),
        );
        expect(new Set(addresses).size).toBe(addresses.length);
        for (const address of addresses.map((text) => parseAddress(text)!)) {
          expect(address).toBeGreaterThan(subnet.base + (network.kind === 'openvpn' ? 0 : 1));
          expect(address).toBeLessThan(subnet.base + subnet.size - 1);
        }
      }
    });
  });

  it('has hardware addresses that are unicast, local and distinct', () => {
    everyLab((blueprint) => {
      const macs = blueprint.machines.flatMap(({ interfaces }) => interfaces.flatMap(({ mac }) => mac ?? []));
      expect(new Set(macs).size).toBe(macs.length);
      for (const mac of macs) expect(mac).toMatch(/^[0-9a-f][26ae](:[0-9a-f]{2}){5}$/);
    });
  });

  it('routes every flow along its path, and the replies back the same way', () => {
    everyLab((blueprint) => {
      for (const flow of between(blueprint)) {
        const from = flow.from;
        expect(walk(blueprint, from.machine, flow.to.address)).toEqual(passages(flow));
        expect(walk(blueprint, flow.to.machine!, from.address)).toEqual(passages(flow).toReversed());
      }
    });
  });

  it('lets every flow through every firewall on its path, and forwards nowhere else', () => {
    everyLab((blueprint) => {
      for (const flow of between(blueprint)) {
        const rules = blueprint.machines
          .filter(({ firewall }) => firewall.forward.some((rule) => rule.flow === flow.id))
          .map(({ name }) => name);
        expect(rules.toSorted()).toEqual(flow.path.flatMap(({ via }) => via ?? []).toSorted());
        const target = blueprint.machines.find(({ name }) => name === flow.to.machine)!;
        expect(target.firewall.input.filter((rule) => rule.flow === flow.id)).toHaveLength(1);
      }
    });
  });

  it('has a flow for every target of a use', () => {
    everyLab((blueprint) => {
      const flows = new Map(blueprint.flows.map((flow) => [flow.id, flow]));
      expect(flows.size).toBe(blueprint.flows.length);
      for (const target of blueprint.services.flatMap(({ uses }) => uses.flatMap(({ targets }) => targets))) {
        expect(flows.get(target.flow)?.to).toMatchObject({
          service: target.service,
          address: target.address,
          port: target.port,
        });
      }
    });
  });
});

describe('the compiler', () => {
  it('says the same about the same lab', () => {
    fc.assert(
      fc.property(labs, (lab) => {
        expect(JSON.stringify(compile(lab, roles))).toBe(JSON.stringify(compile(lab, roles)));
      }),
    );
  });

  it('never fails on what the language lets through, which is nothing that it does not know', () => {
    const mostly = <T>(good: readonly T[], bad: readonly T[]): fc.Arbitrary<T> =>
      fc.oneof({ arbitrary: fc.constantFrom(...good), weight: 60 }, { arbitrary: fc.constantFrom(...bad), weight: 1 });
    const network = mostly(['a', 'internet', 'vpn'], ['x', 'm']);
    const machine = mostly(['m', 'm1', 'm2', 'b'], ['x', 'm9']);
    const used = mostly(['redis', 'web', 'redis@b', 'web@m'], ['x', 'redis@m', 'no reference']);
    const subnet = mostly(['10.1.0.0/24', '10.1.0.0/30'], ['0.0.0.0/0', '10.1.0.7/32', 'fe80::/10', '10.2.0.0/33']);
    const networks = fc.dictionary(network, mostly(['auto', '10.1.0.9'], ['10.1.0.1', '999.1.1.1', '']), {
      minKeys: 1,
    });
    const upstream = fc.oneof(used, fc.record({ of: used, over: network }));
    const open = fc.oneof(fc.boolean(), fc.array(mostly(['http'], ['https']), { maxLength: 1 }));
    const web = fc.record(
      { role: mostly(['web'], ['x', 'guard']), upstream, public: open },
      { requiredKeys: ['role'] },
    );
    const visitors = { from: network, to: used, port: mostly(['http', 'redis'], ['https']) };
    const wild = fc.record({
      networks: fc.record({
        a: fc.record({ subnet }, { requiredKeys: [] }),
        internet: fc.constant({ type: 'internet' }),
        vpn: fc.record({ type: fc.constant('openvpn'), over: network, server: machine, clients: fc.tuple(machine) }),
      }),
      machines: fc.record({
        m: fc.record({ count: mostly([1, 2, 3], [0]), networks, services: fc.record({ web }) }),
        b: fc.record({ networks, services: fc.constant({ redis: {} }) }),
      }),
      visitors: fc.record({ all: fc.record(visitors, { requiredKeys: ['from', 'to'] }) }),
    });
    const read = { compiled: 0 };
    fc.assert(
      fc.property(wild, (lab) => {
        const { topology: parsed } = parseTopology(
          { file: 'lab.yaml', text: JSON.stringify({ bancada: 1, ...lab }) },
          roles,
        );
        if (parsed === undefined) return;
        read.compiled += 1;
        const { blueprint, diagnostics } = compile(parsed, roles);
        expect(blueprint === undefined).toBe(diagnostics.some(({ severity }) => severity === 'error'));
      }),
      { numRuns: 500 },
    );
    expect(read.compiled).toBeGreaterThan(50);
  });

  it('keeps up with two hundred machines', () => {
    const { blueprint } = compile(survey(200), roles);
    expect(blueprint?.flows.length).toBe(200 * 3 + 2);
  });
});

describe('subnets', () => {
  it('are written as they are read', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 32 }), (address, prefix) => {
        const subnet = parseSubnet(`${formatAddress(address)}/${prefix}`)!;
        expect(contains(subnet, address)).toBe(true);
        expect(parseSubnet(formatSubnet(subnet))).toEqual(subnet);
      }),
    );
  });
});
