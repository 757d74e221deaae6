import { expect, test } from 'vitest';
import { crcEnd, crcOver, crcStart } from '../../../src/sim/balancing/crc32.ts';
import { addressKey, textKey } from '../../../src/sim/balancing/hashes.ts';
import { Upstream } from '../../../src/sim/balancing/upstream.ts';
import type { BalancingMethod, PeerSpec } from '../../../src/kit/balancing.ts';

/** What needs no real balancer to compare with; `test/e2e/balancing.test.ts` compares with one, request by request. */

const named = (...specs: readonly Omit<PeerSpec, 'name'>[]): readonly PeerSpec[] =>
  specs.map((spec, at) => ({ ...spec, name: `10.0.0.${String(at + 1)}:80` }));
const noDraw = (): number => 0;
const noKey = textKey('');

const served = (
  method: BalancingMethod,
  peers: readonly PeerSpec[],
  keys: readonly Uint8Array[],
): readonly number[] => {
  const upstream = new Upstream({ method, peers }, noDraw);
  const attempt = upstream.attempt();
  return keys.map((key) => {
    upstream.begin(attempt, key);
    const peer = upstream.choose(attempt, 0);
    upstream.release(attempt, false, 0);
    return peer;
  });
};

test('the checksum is that of IEEE 802.3: its check value', () => {
  expect(crcEnd(crcOver(crcStart, textKey('123456789')))).toBe(0xcbf43926);
});

test('smooth weighted round robin of 5, 1, 1 is a a b a c a a', () => {
  const turns = served('round_robin', named({ weight: 5 }, {}, {}), Array<Uint8Array>(14).fill(noKey));
  expect(turns.map((peer) => 'abc'[peer]).join('')).toBe('aabacaaaabacaa');
});

test('a whole classroom is one visitor to ip_hash, and not to hash', () => {
  const room = Array.from({ length: 40 }, (_, host) => `192.168.56.${String(host + 20)}`);
  expect(new Set(served('ip_hash', named({}, {}), room.map(addressKey))).size).toBe(1);
  expect(new Set(served('hash', named({}, {}), room.map(textKey))).size).toBe(2);
});

test('a consistent ring without one peer moves only the visitors of that peer', () => {
  const visitors = Array.from({ length: 500 }, (_, host) => textKey(`visitor ${String(host)}`));
  const all = served('consistent', named({}, {}, {}, {}), visitors);
  const fewer = served('consistent', named({}, {}, {}, { down: true }), visitors);
  for (const [at, peer] of all.entries()) if (peer !== 3) expect(fewer[at]).toBe(peer);
  expect(all.filter((peer) => peer === 3).length).toBeGreaterThan(50);
  expect(fewer).not.toContain(3);
});

test('a failed peer is out until its seconds are over, then one request decides', () => {
  const upstream = new Upstream({ method: 'round_robin', peers: named({}, {}) }, noDraw);
  const ask = (now: number): readonly number[] => {
    const attempt = upstream.attempt();
    upstream.begin(attempt, noKey);
    const asked: number[] = [];
    for (let goesOn = true; goesOn;) {
      const peer = upstream.choose(attempt, now);
      asked.push(peer);
      goesOn = peer >= 0 && upstream.release(attempt, peer === 0, now);
    }
    return asked;
  };
  expect([ask(100), ask(100), ask(110)]).toEqual([[0, 1], [1], [1]]);
  const later = [ask(111), ask(111), ask(111), ask(111)];
  expect(later.filter((asked) => asked.includes(0))).toEqual([[0, 1]]);
});

test('what such a balancer would refuse is refused', () => {
  expect(() => new Upstream({ method: 'hash', peers: named({}, { backup: true }) }, noDraw)).toThrow(
    'hash knows no backups',
  );
  expect(() => new Upstream({ method: 'round_robin', peers: named({ backup: true }) }, noDraw)).toThrow('no backup');
});
