import fc from 'fast-check';
import { stringify } from 'yaml';
import { hostileText } from './hostile-text.ts';
import { saidMore, type Tree } from './known-keys.ts';

/** Values that are of no use anywhere, or of the wrong kind. */
const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  hostileText,
  fc.constantFrom<unknown>('', ' ', '.', '..', 'auto', '__proto__', 'constructor', 'toString', 'a'.repeat(5000)),
  fc.constantFrom<unknown>(null, true, false, 0, -1, 1e308, -0, 0.1, 2 ** 53, 65536, [], {}, [[]], { of: {} }),
  fc.constantFrom<unknown>('10.0.0.0/0', '0.0.0.0/0', '10.0.0.0/32', '255.255.255.255', '127.0.0.1', '010.1.1.1'),
  fc.constantFrom<unknown>('1e9h', '-1ms', '0mbit', '101%', '9'.repeat(400), 'lb@lb', '@', 'redis@nobody'),
);

const subnet = fc.constantFrom(undefined, '10.1.0.0/24', '192.168.56.0/24', '10.1.0.0/16', '10.2.0.0/29');
const machineNames = ['lb', 'app', 'db', 'edge'] as const;

/** The survey system in all its forms: with tunnel or without, on one network or two, of one machine or of many. */
const rightLab: fc.Arbitrary<Tree> = fc
  .record({
    lan: subnet,
    tunnel: fc.boolean(),
    apps: fc.constantFrom(1, 2, 3, 40),
    balance: fc.constantFrom('round_robin', 'least_conn', 'ip_hash', 'hash', 'random_two'),
    cache: fc.boolean(),
    sketch: fc.boolean(),
    title: fc.oneof(fc.constant('A lab'), hostileText),
    message: fc.oneof(fc.constant('It is at {web}.'), hostileText),
    identity: fc.oneof(fc.constant('machine'), hostileText),
    said: fc.oneof(fc.constant('ok'), hostileText),
    link: fc.constantFrom(undefined, { delay: '15ms', rate: '100mbit' }, { loss: '3%' }),
  })
  .map(({ lan, tunnel, apps, balance, cache, sketch, title, message, identity, said, link }) => ({
    bancada: 1,
    name: 'lab',
    title,
    message,
    networks: {
      lan: { ...(lan !== undefined && { subnet: lan }), ...(link && { link }) },
      internet: { type: 'internet' },
      ...(tunnel && { vpn: { type: 'openvpn', over: 'internet', server: 'db', clients: ['lb'] } }),
    },
    machines: {
      lb: {
        networks: { lan: 'auto', internet: 'auto' },
        services: { web: { role: 'nginx', upstream: 'survey', balance, identity: { field: identity } }, redis: {} },
      },
      app: {
        count: apps,
        networks: { lan: 'auto' },
        services: {
          survey: {
            role: 'survey-app',
            sessions: 'redis',
            database: tunnel ? { of: 'mariadb', over: 'vpn' } : 'mariadb',
          },
        },
      },
      db: {
        ...(tunnel && { site: 'cloud' }),
        networks: tunnel ? { internet: 'auto' } : { lan: 'auto' },
        services: { mariadb: { database: 'survey' }, ...(cache && { memcached: {} }) },
      },
      ...(sketch && { edge: { networks: { lan: 'auto' }, services: { proxy: { note: said, to: 'web' } } } }),
    },
    ...(sketch && { roles: { proxy: { summary: said, offers: { http: 3128 }, uses: ['to'], params: ['note'] } } }),
    visitors: { class: { from: 'lan', to: 'web' } },
    checks: {
      share: { kind: 'balance', service: 'web' },
      page: { kind: 'http', from: 'lan', url: 'http://web/', contains: said },
      shell: { kind: 'command', on: 'lb', argv: ['echo', said], contains: said },
      rows: { kind: 'sql', service: 'mariadb', query: `select '${said}'`, expect: said },
      key: { kind: 'redis', service: 'redis', command: ['get', said], expect: said },
    },
  }));

/** One thing that is not as it should be: where, as a number among all places, and what. */
interface Damage {
  readonly where: number;
  readonly how: 'put' | 'rename' | 'remove' | 'add' | 'copy';
  readonly value: unknown;
  readonly key: string;
}

const damage: fc.Arbitrary<Damage> = fc.record({
  where: fc.nat(1_000_000),
  how: fc.constantFrom('put', 'rename', 'remove', 'add', 'copy'),
  value: oddValue,
  key: fc.oneof(
    hostileText,
    fc.constantFrom(...machineNames, 'web', 'redis', 'lan', 'vpn', 'app1', 'weights', 'public', 'members', 'listen'),
    fc.constantFrom('__proto__', 'constructor', 'size', 'port', 'defaults', 'targets', 'managed', 'count', 'site'),
  ),
});

interface Spot {
  readonly holder: Tree;
  readonly key: string;
}

const spotsIn = (holder: Tree): readonly Spot[] =>
  Object.keys(holder).flatMap((key) => {
    const value = holder[key];
    return [{ holder, key }, ...(typeof value === 'object' && value !== null ? spotsIn(value as Tree) : [])];
  });

/** As plain data has it: `__proto__` is a key like others. */
const set = (holder: Tree, key: string, value: unknown): void =>
  void Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });

/** `drawn` may stand for several damages of one file: each puts its own copy, for one that lies within itself is no file. */
const inflict = (lab: Tree, { where, how, value: drawn, key }: Damage): void => {
  const value = structuredClone(drawn);
  const spots = spotsIn(lab);
  const spot = spots[where % spots.length];
  if (spot === undefined) return;
  const { holder, key: old } = spot;
  const inside = holder[old];
  if (how === 'put') set(holder, old, value);
  if (how === 'add') set(typeof inside === 'object' && inside !== null ? (inside as Tree) : holder, key, value);
  if (how === 'copy') set(holder, key, structuredClone(spots[(where * 7) % spots.length]?.holder));
  if (how === 'rename') set(holder, key, inside);
  if ((how === 'rename' || how === 'remove') && !Array.isArray(holder)) Reflect.deleteProperty(holder, old);
};

/** A stretch of the text itself that is something else. */
interface Scratch {
  readonly from: number;
  readonly length: number;
  readonly text: string;
}

const scratch: fc.Arbitrary<Scratch> = fc.record({
  from: fc.nat(1_000_000),
  length: fc.nat(20),
  text: fc.oneof(hostileText, fc.string()),
});

/** Most files have none. */
const scratches: fc.Arbitrary<readonly Scratch[]> = fc.oneof(
  { weight: 4, arbitrary: fc.constant([]) },
  fc.array(scratch, { minLength: 1, maxLength: 2 }),
);

/** Topologies that are right but for a few things, as the text of a file. Many of them compile. */
export const nearlyRight: fc.Arbitrary<string> = fc
  .record({
    lab: rightLab.chain((lab) => saidMore(lab, 3)),
    damages: fc.array(damage, { maxLength: 3 }),
    scratches,
    form: fc.constantFrom('yaml', 'json', 'flow'),
  })
  .map(({ lab, damages, scratches: scratched, form }) => {
    const broken = structuredClone(lab);
    for (const each of damages) inflict(broken, each);
    const text = form === 'json' ? JSON.stringify(broken) : stringify(broken, form === 'flow' ? { lineWidth: 0 } : {});
    return scratched.reduce((whole, { from, length, text: put }) => {
      const at = from % (whole.length + 1);
      return whole.slice(0, at) + put + whole.slice(at + length);
    }, text);
  });
