import { describe, expect, it } from 'vitest';
import { compile } from '../../../src/blueprint/compile.ts';
import type { Topology } from '../../../src/model/topology.ts';
import { group, internet, lan, problemsOf, roles, service, survey, topology, vpn } from './build.ts';

const one = (parts: Partial<Topology>) => problemsOf(topology(parts));
const twoLans = [lan('a', '10.1.0.0/24'), lan('b', '10.2.0.0/24')];

/** Code and place of what each mistake is told as. */
const cases: readonly (readonly [string, Partial<Topology>, readonly string[]])[] = [
  [
    'overlapping subnets',
    { networks: [lan('a', '10.1.0.0/16'), lan('b', '10.1.2.0/24')] },
    ['subnets-overlap at networks.b.subnet'],
  ],
  [
    'an address where a subnet is asked for',
    { networks: [lan('a', '10.1.0.7/24')] },
    ['subnet-host-bits at networks.a.subnet'],
  ],
  ['a subnet for loopback', { networks: [lan('a', '127.0.0.0/8')] }, ['subnet-unusable at networks.a.subnet']],
  [
    'a subnet with too little room',
    { networks: [lan('a', '10.1.0.0/30')], groups: [group('m', { a: 'auto' }, [], { count: 2 })] },
    ['subnet-too-small at networks.a.subnet'],
  ],
  [
    'an automatic subnet that cannot be had',
    { networks: [lan('a', '192.168.56.0/21'), lan('b')] },
    ['no-free-subnet at networks.b'],
  ],
  [
    'an address outside its subnet',
    { networks: twoLans, groups: [group('m', { a: '10.2.0.5' })] },
    ['address-outside-subnet at machines.m.networks.a'],
  ],
  [
    'a group that runs out of its subnet',
    { networks: twoLans, groups: [group('m', { a: '10.1.0.253' }, [], { count: 4 })] },
    ['address-reserved at machines.m.networks.a', 'address-outside-subnet at machines.m.networks.a'],
  ],
  [
    'the broadcast address',
    { networks: twoLans, groups: [group('m', { a: '10.1.0.255' })] },
    ['address-reserved at machines.m.networks.a'],
  ],
  [
    'the network address',
    { networks: twoLans, groups: [group('m', { a: '10.1.0.0' })] },
    ['address-reserved at machines.m.networks.a'],
  ],
  [
    "the visitors' address",
    { networks: twoLans, groups: [group('m', { a: '10.1.0.1' })] },
    ['address-reserved at machines.m.networks.a'],
  ],
  [
    'an address twice',
    { networks: twoLans, groups: [group('m', { a: '10.1.0.5' }, [], { count: 3 }), group('n', { a: '10.1.0.7' })] },
    ['address-taken at machines.n.networks.a'],
  ],
  [
    'a name twice',
    { groups: [group('m', {}, [], { count: 2 }), group('m2', {})] },
    ['duplicate-machine at machines.m2'],
  ],
  [
    'a member that the group has not',
    { groups: [group('m', {}, [], { count: 2, members: [{ name: 'm3' }] })] },
    ['unknown-member at machines.m.members.m3'],
  ],
  [
    'a member with a service that the group has not',
    { groups: [group('m', {}, [], { count: 2, members: [{ name: 'm1', services: { web: {} } }] })] },
    ['unknown-service at machines.m.members.m1.services.web'],
  ],
  [
    'a lan in two sites',
    { networks: twoLans, groups: [group('m', { a: 'auto' }), group('n', { a: 'auto' }, [], { site: 'cloud' })] },
    ['lan-in-two-sites at machines.n.networks.a', 'sites-apart at machines.n.site'],
  ],
  [
    'sites that nothing joins',
    { networks: [internet()], groups: [group('m', {}), group('n', { internet: 'auto' }, [], { site: 'cloud' })] },
    ['sites-apart at machines.n.site'],
  ],
  [
    'a tunnel end that is not on the network below',
    {
      networks: [lan('a'), internet(), vpn('m', ['n'])],
      groups: [group('m', { a: 'auto', internet: 'auto' }), group('n', { a: 'auto' })],
    },
    ['tunnel-end-apart at networks.vpn.clients'],
  ],
  [
    'a tunnel to itself',
    { networks: [internet(), vpn('m', ['m'])], groups: [group('m', { internet: 'auto' })] },
    ['tunnel-client-is-server at networks.vpn.clients.0'],
  ],
  [
    'a tunnel with many servers',
    { networks: [internet(), vpn('m', [])], groups: [group('m', { internet: 'auto' }, [], { count: 2 })] },
    ['tunnel-server-is-many at networks.vpn.server'],
  ],
  [
    'tunnels in a circle',
    {
      networks: [
        vpn('m', ['n'], { name: 'one', over: 'two' }),
        vpn('m', ['n'], { name: 'two', over: 'one', port: 1195 }),
      ],
      groups: [group('m', {}), group('n', {})],
    },
    ['tunnel-cycle at networks.one.over', 'tunnel-cycle at networks.two.over'],
  ],
  [
    'an address in a tunnel of others',
    {
      networks: [internet(), vpn('m', ['n'])],
      groups: [group('m', { internet: 'auto' }), group('n', { internet: 'auto' }), group('o', { vpn: 'auto' })],
    },
    ['not-a-tunnel-end at machines.o.networks.vpn'],
  ],
  [
    'two services on one port',
    { groups: [group('m', {}, [service('m', 'redis'), service('m', 'cache', {}, { role: 'redis' })])] },
    ['port-clash at machines.m.services.cache'],
  ],
  [
    'a service named like an implied one',
    { groups: [group('m', {}, [service('m', 'guard', {}, { role: 'redis' })])] },
    ['service-name-taken at machines.m.services.guard'],
  ],
  [
    'a reference to nothing',
    { groups: [group('m', {}, [service('m', 'web', { upstream: 'surve' })])] },
    ['unknown-service at machines.m.services.web.upstream'],
  ],
  [
    'a reference to a machine that has no such service',
    {
      networks: twoLans,
      groups: [
        group('m', { a: 'auto' }, [service('m', 'web', { upstream: 'redis@m' })]),
        group('n', { a: 'auto' }, [service('n', 'redis')]),
      ],
    },
    ['unknown-service at machines.m.services.web.upstream'],
  ],
  [
    'a reference to a service without ports',
    { groups: [group('m', {}, [service('m', 'web', { upstream: 'silent' }), service('m', 'silent')])] },
    ['nothing-offered at machines.m.services.web.upstream'],
  ],
  [
    'a reference to itself alone',
    { groups: [group('m', {}, [service('m', 'web', { upstream: 'web' })])] },
    ['uses-itself at machines.m.services.web.upstream'],
  ],
  [
    'a reference out of reach',
    {
      networks: twoLans,
      groups: [
        group('m', { a: 'auto' }, [service('m', 'web', { upstream: 'redis' })]),
        group('n', { b: 'auto' }, [service('n', 'redis')]),
      ],
    },
    ['unreachable at machines.m.services.web.upstream'],
  ],
  [
    'a private port across the internet',
    {
      networks: [internet()],
      groups: [
        group('m', { internet: 'auto' }, [service('m', 'web', { upstream: 'redis' })]),
        group('n', { internet: 'auto' }, [service('n', 'redis')]),
      ],
    },
    ['unreachable at machines.m.services.web.upstream'],
  ],
  [
    'two lans that are equally good',
    {
      networks: twoLans,
      groups: [
        group('m', { a: 'auto', b: 'auto' }, [service('m', 'web', { upstream: 'redis' })]),
        group('n', { a: 'auto', b: 'auto' }, [service('n', 'redis')]),
      ],
    },
    ['ambiguous-path at machines.m.services.web.upstream'],
  ],
  [
    'two gateways that are equally good',
    {
      networks: [lan('a'), internet(), vpn('s', ['c'])],
      groups: [
        group('c', { a: 'auto', internet: 'auto' }, [], { count: 2 }),
        group('m', { a: 'auto' }, [service('m', 'web', { upstream: 'redis' })]),
        group('s', { internet: 'auto' }, [service('s', 'redis')]),
      ],
    },
    ['ambiguous-path at machines.m.services.web.upstream'],
  ],
  [
    'replies that would come another way',
    {
      networks: [lan('a'), internet(), vpn('s', ['c'])],
      groups: [
        group('c', { a: 'auto', internet: 'auto' }),
        group('m', { a: 'auto' }, [service('m', 'web', { upstream: { of: 'redis', over: 'vpn' } })]),
        group('s', { a: 'auto', internet: 'auto' }, [service('s', 'redis')]),
      ],
    },
    ['asymmetric-path at machines.m.services.web.upstream'],
  ],
  [
    'a public service without internet',
    { groups: [group('m', {}, [service('m', 'web', {}, { public: true })])] },
    ['public-without-internet at machines.m.services.web.public'],
  ],
  [
    'visitors of a port that is not public',
    {
      networks: [internet()],
      groups: [group('m', { internet: 'auto' }, [service('m', 'web')])],
      visitors: [{ name: 'all', from: 'internet', to: 'web' }],
    },
    ['visitors-need-public at visitors.all.to'],
  ],
  [
    'visitors on another lan',
    {
      networks: twoLans,
      groups: [group('m', { a: 'auto' }, [service('m', 'web')])],
      visitors: [{ name: 'all', from: 'b', to: 'web' }],
    },
    ['visitors-unreachable at visitors.all.from'],
  ],
  [
    'visitors of nothing',
    { networks: twoLans, visitors: [{ name: 'all', from: 'b', to: 'web' }] },
    ['unknown-service at visitors.all.to'],
  ],
];

describe('what is wrong is told, with its place', () => {
  it.each(cases)('%s', (_title, parts, expected) => {
    expect(one(parts)).toEqual(expected);
  });

  it('visitors out of a tunnel, and two kinds of them on one port', () => {
    const visitors = [
      { name: 'all', from: 'vpn', to: 'web', listen: 8080 },
      { name: 'class', from: 'lan', to: 'web', listen: 8080 },
    ];
    expect(problemsOf({ ...survey(), visitors })).toEqual([
      'visitors-from-tunnel at visitors.all.from',
      'listen-taken at visitors.class.listen',
    ]);
  });

  it('tells a mistake of a whole group once, and gives no blueprint', () => {
    const parts = topology({
      networks: twoLans,
      groups: [group('m', { a: 'auto' }, [service('m', 'web', { upstream: 'nobody' })], { count: 9 })],
    });
    expect(compile(parts, roles).blueprint).toBeUndefined();
    expect(problemsOf(parts)).toHaveLength(1);
  });

  it('has a hint for every mistake', () => {
    const all = cases.flatMap(([, parts]) => compile(topology(parts), roles).diagnostics);
    expect(all.filter(({ hint }) => !hint)).toEqual([]);
  });
});
