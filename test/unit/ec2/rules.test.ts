import { expect, test } from 'vitest';
import { noBindings } from '../../../src/model/bindings.ts';
import {
  compareRules,
  describePermission,
  permissionsOf,
  rulesOf,
  type Rule,
  type Whereabouts,
} from '../../../src/providers/ec2/rules.ts';
import { blueprintOf, group, internet, lan, service, survey, topology, vpn } from '../blueprint/build.ts';

const operator = '198.51.100.7/32';
const nowhere: Whereabouts = { operator, machines: {} };
const brief = (rules: readonly Rule[]): readonly string[] =>
  rules.map(({ protocol, port, cidr }) => `${protocol} ${String(port)} ${cidr}`);

test('the database of the survey is met by its operator, and by the tunnel from home', () => {
  const lab = { blueprint: blueprintOf(survey()), own: ['db'], bindings: noBindings };
  expect(brief(rulesOf(lab, 'db', nowhere))).toEqual([`tcp 22 ${operator}`, `udp 1194 ${operator}`]);
});

test('a machine with a public address of its own is let in by that', () => {
  const at = (seenAs: string) => ({
    ...noBindings,
    machines: {
      lb: { attachments: { internet: { device: 'eth0', address: '10.0.2.15', prefix: 24, seenAs: [seenAs] } } },
    },
  });
  const rules = (seenAs: string) =>
    brief(rulesOf({ blueprint: blueprintOf(survey()), own: ['db'], bindings: at(seenAs) }, 'db', nowhere));
  expect(rules('8.8.4.4/32')).toContain('udp 1194 8.8.4.4/32');
  // That address never leaves its router.
  expect(rules('10.0.2.15/32')).toContain(`udp 1194 ${operator}`);
});

const shop = (isPublic: boolean, cloudRole = 'web') =>
  blueprintOf(
    topology({
      networks: [internet(), lan('inside', '10.9.0.0/24')],
      groups: [
        group('front', { internet: 'auto', inside: 'auto' }, [
          service('front', cloudRole, cloudRole === 'web' ? { upstream: 'survey' } : {}, { public: isPublic }),
        ]),
        group('back', { inside: 'auto' }, [service('back', 'survey')]),
      ],
    }),
  );

const both: Whereabouts = {
  operator,
  machines: { front: { public: '203.0.113.10', private: '172.31.0.4' }, back: { private: '172.31.0.5' } },
};

test('neighbours in the cloud meet by their private addresses', () => {
  const lab = { blueprint: shop(false), own: ['front', 'back'], bindings: noBindings };
  expect(brief(rulesOf(lab, 'back', both))).toEqual([`tcp 22 ${operator}`, 'tcp 8000 172.31.0.4/32']);
  expect(brief(rulesOf(lab, 'front', both))).toEqual([`tcp 22 ${operator}`]);
});

test('what is public is open to the world, and says whom it is for', () => {
  const lab = { blueprint: shop(true), own: ['front', 'back'], bindings: noBindings };
  expect(brief(rulesOf(lab, 'front', both))).toEqual([`tcp 22 ${operator}`, 'tcp 80 0.0.0.0/0']);
});

test.each(['redis', 'mariadb'])('%s is never opened to the world', (role) => {
  const lab = { blueprint: shop(true, role), own: ['front', 'back'], bindings: noBindings };
  expect(() => rulesOf(lab, 'front', both)).toThrow(expect.objectContaining({ code: 'ec2-never-public' }));
});

test.each([22, 3306, 5432, 6379])('port %i is never opened to the world, whatever listens there', (port) => {
  const blueprint = shop(true);
  const moved = blueprint.flows.map((flow) =>
    flow.from.kind === 'world' ? { ...flow, to: { ...flow.to, port } } : flow,
  );
  const rules = (flows: typeof moved) =>
    rulesOf({ blueprint: { ...blueprint, flows }, own: ['front', 'back'], bindings: noBindings }, 'front', both);
  expect(brief(rules(blueprint.flows.slice()))).toContain('tcp 80 0.0.0.0/0');
  expect(() => rules(moved)).toThrow(expect.objectContaining({ code: 'ec2-never-public' }));
});

test('a tunnel between two clouds comes from the address that the other is met at', () => {
  const blueprint = blueprintOf(
    topology({
      networks: [internet(), vpn('db', ['far'])],
      groups: [group('db', { internet: 'auto' }), group('far', { internet: 'auto' })],
    }),
  );
  const whereabouts = { operator, machines: { far: { public: '203.0.113.99' } } };
  expect(brief(rulesOf({ blueprint, own: ['db', 'far'], bindings: noBindings }, 'db', whereabouts))).toContain(
    'udp 1194 203.0.113.99/32',
  );
});

test('what EC2 tells is compared rule by rule, however it puts them together', () => {
  const wanted = [
    { protocol: 'tcp', port: 22, cidr: operator, why: 'management' },
    { protocol: 'udp', port: 1194, cidr: operator, why: 'a->b:vpn' },
  ] as const;
  const ssh = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22 };
  const differences = compareRules(wanted, [
    { ...ssh, IpRanges: [{ CidrIp: operator }, { CidrIp: '0.0.0.0/0' }], Ipv6Ranges: [{ CidrIpv6: '::/0' }] },
    { IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: 'sg-1' }] },
  ]);
  expect(differences.missing).toEqual([wanted[1]]);
  expect(differences.extra.map(describePermission)).toEqual(['0.0.0.0/0 → tcp 22', '::/0 → tcp 22', 'sg-1 → *']);
  expect(compareRules(wanted, permissionsOf(wanted))).toEqual({ missing: [], extra: [] });
});

test('a description holds only what EC2 takes', () => {
  const [permission] = permissionsOf([
    { protocol: 'tcp', port: 80, cidr: operator, why: 'survey@app1->web@lb:“http”' },
  ]);
  expect(permission?.IpRanges?.[0]?.Description).toMatch(/^[\w .:/()#,@[\]+=&;{}!$*-]{1,255}$/);
});
