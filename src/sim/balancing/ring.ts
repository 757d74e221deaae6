import { nobody } from './attempt.ts';
import type { Attempt } from './attempt.ts';
import { crcEnd, crcOver, crcStart } from './crc32.ts';
import { mostLooks } from './draw.ts';
import type { Peers } from './peers.ts';
import type { Choose } from './turns.ts';

const pointsByWeight = 160;

/** The points of a consistent hash, in order, each with the name of the peer it belongs to. */
export interface Ring {
  readonly hashes: Uint32Array;
  /** By point: the first peer of that name. */
  readonly owners: Int32Array;
}

/**
 * 160 points for each unit of weight, compatible with Cache::Memcached::Fast: crc32(HOST \0 PORT PREVIOUS).
 * `ngx_http_upstream_init_chash` of `ngx_http_upstream_hash_module.c`.
 */
export const ringOf = ({ names, weight }: Peers): Ring => {
  const points = names.flatMap((name, peer) => pointsOf(name, weight[peer]!).map((hash) => ({ hash, peer })));
  const sorted = points.toSorted((one, other) => one.hash - other.hash);
  const distinct = sorted.filter(({ hash }, at) => hash !== sorted[at - 1]?.hash);
  return {
    hashes: Uint32Array.from(distinct, ({ hash }) => hash),
    owners: Int32Array.from(distinct, ({ peer }) => names.indexOf(names[peer]!)),
  };
};

function pointsOf(name: string, weight: number): readonly number[] {
  const [, host = name, port = ''] = /^(.*):(\d*)$/.exec(name) ?? [];
  const base = crcOver(crcStart, new TextEncoder().encode(`${host}\0${port}`));
  const previous = new DataView(new ArrayBuffer(4));
  return Array.from({ length: weight * pointsByWeight }, () => {
    const hash = crcEnd(crcOver(base, new Uint8Array(previous.buffer)));
    previous.setUint32(0, hash, true);
    return hash;
  });
}

/** Where a request enters the ring: the first point not before the hash of its key. */
export const enterRing = ({ hashes }: Ring, key: Uint8Array): number => {
  const hash = crcEnd(crcOver(crcStart, key));
  let low = 0;
  let high = hashes.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (hash > hashes[middle]!) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Along the ring from where the request entered it. `ngx_http_upstream_get_chash_peer`. @returns `nobody` after 20 points in vain */
export const alongRing =
  (ring: Ring): Choose =>
  (attempt, now) => {
    while (attempt.looks <= mostLooks) {
      const owner = ring.owners[attempt.hash % ring.owners.length]!;
      const peer = inTurnOfName(attempt, owner, now);
      if (peer !== nobody) return attempt.take(peer, now);
      attempt.hash += 1;
      attempt.looks += 1;
    }
    return nobody;
  };

/** Peers of one name take turns. */
function inTurnOfName(attempt: Attempt, owner: number, now: number): number {
  const { peers } = attempt;
  let best = nobody;
  let total = 0;
  for (let peer = owner; peer < peers.count; peer += 1) {
    if (peers.names[peer] !== peers.names[owner] || !attempt.canAsk(peer, now)) continue;
    total += peers.advance(peer);
    if (best === nobody || peers.current[peer]! > peers.current[best]!) best = peer;
  }
  if (best !== nobody) peers.current[best]! -= total;
  return best;
}
