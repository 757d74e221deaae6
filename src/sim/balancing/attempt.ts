import type { Peers } from './peers.ts';

/** No peer: none may be asked. */
export const nobody = -1;

/** One request's way through the peers; may be used again for the next request. */
export class Attempt {
  /** The group it looks in: the ordinary peers, and once none of those is left the backups. */
  peers: Peers;
  /** The peers of the group that it was given to. */
  readonly tried: Uint8Array;
  /** The peer it is with, counted within the group. */
  current = nobody;
  /** How many more peers may be asked, this one included. */
  tries = 0;
  /** How many times a hashing or random way of choosing has looked in vain; past 20 it takes turns instead. */
  looks = 0;
  /** What the hash has come to, or the point of the ring. */
  hash = 0;
  /** How many times it was hashed. */
  rehash = 0;
  /** What is hashed. */
  key: Uint8Array = nothing;

  /** @param size peers in the largest group */
  constructor(peers: Peers, size: number) {
    this.peers = peers;
    this.tried = new Uint8Array(size);
  }

  /** Makes it ready for a new request. */
  begin(peers: Peers, tries: number, key: Uint8Array): void {
    this.enter(peers);
    this.tries = tries;
    this.looks = 0;
    this.hash = 0;
    this.rehash = 0;
    this.key = key;
  }

  /** Looks in that group from now on. */
  enter(peers: Peers): void {
    this.peers = peers;
    this.tried.fill(0);
    this.current = nobody;
  }

  /** Whether that peer of the group may be asked and was not asked yet. */
  canAsk(peer: number, now: number): boolean {
    return this.tried[peer] === 0 && this.peers.isLive(peer, now);
  }

  /** Goes to that peer of the group. */
  take(peer: number, now: number): number {
    this.current = peer;
    this.tried[peer] = 1;
    this.peers.give(peer, now);
    return peer;
  }
}

const nothing = new Uint8Array(0);
