import { nobody } from './attempt.ts';
import { crcEnd, crcOver, crcStart } from './crc32.ts';
import { mostLooks, peerAt } from './draw.ts';
import type { Choose } from './turns.ts';

const text = new TextEncoder();

/** What `ip_hash` looks at: the first three octets of an IPv4 address. */
export const addressKey = (address: string): Uint8Array => Uint8Array.from(address.split('.').slice(0, 3), Number);

/** The octets of an IPv4 address that is given as an unsigned 32-bit number. */
export const addressBytes = (address: number): Uint8Array =>
  Uint8Array.of(address >>> 24, address >>> 16, address >>> 8, address);

/** What `hash $remote_addr` looks at. */
export const textKey = (key: string): Uint8Array => text.encode(key);

/** What the hash of an address starts from. */
export const addressSeed = 89;

/**
 * By the visitor's network. The key is an `addressKey`; `ngx_http_upstream_ip_hash_module.c`.
 * @returns `nobody` after 20 looks in vain
 */
export const byAddress: Choose = (attempt, now) => {
  const { peers, key } = attempt;
  let { hash } = attempt;
  while (attempt.looks <= mostLooks) {
    for (let at = 0; at < key.length; at += 1) hash = (hash * 113 + key[at]!) % 6271;
    const peer = peerAt(peers.weight, hash % peers.totalWeight);
    if (attempt.canAsk(peer, now)) {
      // As there: looks in vain are hashed on, but remembered only once they led somewhere.
      attempt.hash = hash;
      return attempt.take(peer, now);
    }
    attempt.looks += 1;
  }
  return nobody;
};

/** The digits that are hashed before the key at the second look and later, by look; made once. */
const digits: Uint8Array[] = [new Uint8Array(0)];
const digitsOf = (look: number): Uint8Array => (digits[look] ??= text.encode(String(look)));

/**
 * By a text, compatible with Cache::Memcached: the sum of (crc32([look] key) >> 16) & 0x7fff, modulo all weights.
 * `ngx_http_upstream_get_hash_peer` of `ngx_http_upstream_hash_module.c`. @returns `nobody` after 20 looks in vain
 */
export const byText: Choose = (attempt, now) => {
  const { peers, key } = attempt;
  while (attempt.looks <= mostLooks) {
    const crc = crcEnd(crcOver(crcOver(crcStart, digitsOf(attempt.rehash)), key));
    attempt.hash += (crc >>> 16) & 0x7fff;
    attempt.rehash += 1;
    const peer = peerAt(peers.weight, attempt.hash % peers.totalWeight);
    if (attempt.canAsk(peer, now)) return attempt.take(peer, now);
    attempt.looks += 1;
  }
  return nobody;
};
