import type { BalancingMethod, UpstreamSpec } from '../../kit/balancing.ts';
import { Attempt, nobody } from './attempt.ts';
import { drawOne, drawTwo } from './draw.ts';
import type { Draw } from './draw.ts';
import { addressSeed, byAddress, byText } from './hashes.ts';
import { Peers } from './peers.ts';
import { alongRing, enterRing, ringOf } from './ring.ts';
import type { Ring } from './ring.ts';
import { leastConnections, takeTurns } from './turns.ts';
import type { Choose } from './turns.ts';

/**
 * The peers of one balancer and the way in which it chooses among them: nginx 1.22's open-source modules, followed
 * step by step from their sources. It is the memory of one worker process, or of all of them if they share a `zone`.
 * A request is `begin`, then `choose` and `release` for each peer it is given to; `now` is the balancer's clock, which
 * ticks in whole seconds. Nothing is allocated after the first request.
 */
export class Upstream {
  readonly #primary: Peers;
  readonly #backup: Peers | undefined;
  readonly #choose: Choose;
  readonly #ring: Ring | undefined;
  readonly #tries: number;
  readonly #size: number;
  /** One peer and no backup: it is asked whatever it did, once a request. */
  readonly #single: boolean;

  /** @throws RangeError if there is no peer, or if backups stand beside a way of choosing that knows none */
  constructor({ method, peers, nextTries = 0 }: UpstreamSpec, draw: Draw) {
    const primary = peers.filter(({ backup }) => !backup);
    const backup = peers.filter((peer) => peer.backup);
    if (primary.length === 0) throw new RangeError('an upstream needs a peer that is no backup');
    if (backup.length > 0 && method !== 'round_robin' && method !== 'least_conn')
      throw new RangeError(`${method} knows no backups`);
    this.#primary = new Peers(primary, 0);
    this.#backup = backup.length > 0 ? new Peers(backup, primary.length) : undefined;
    this.#ring = method === 'consistent' ? ringOf(this.#primary) : undefined;
    this.#single = peers.length === 1;
    this.#choose = this.#single ? takeTurns : chooser(method, draw, this.#ring);
    this.#size = Math.max(primary.length, backup.length);
    const live = this.#primary.tries + (this.#backup?.tries ?? 0);
    this.#tries = nextTries > 0 ? Math.min(live, nextTries) : live;
  }

  /** The record of a request; one may serve many requests, one after the other. */
  attempt(): Attempt {
    return new Attempt(this.#primary, this.#size);
  }

  /** A new request. @param key what its hash is made of, by `addressKey` or `textKey`; ignored by the other methods */
  begin(attempt: Attempt, key: Uint8Array): void {
    attempt.begin(this.#primary, this.#tries, key);
    if (this.#ring) attempt.hash = enterRing(this.#ring, key);
    else if (this.#choose === byAddress) attempt.hash = addressSeed;
  }

  /**
   * The peer that the request goes to next: ordinary ones first in the order of the configuration, then backups.
   * @returns `nobody` where no peer is live: the visitor gets an error at once
   */
  choose(attempt: Attempt, now: number): number {
    if (this.#single) return this.#only(attempt);
    let peer = this.#choose(attempt, now);
    if (peer === nobody && this.#choose !== takeTurns) peer = takeTurns(attempt, now);
    if (peer !== nobody) return attempt.peers.first + peer;
    if (this.#backup === undefined || attempt.peers === this.#backup) return nobody;
    attempt.enter(this.#backup);
    return this.choose(attempt, now);
  }

  /**
   * The peer is done with the request, or it failed: could not be reached, hung up, or took too long.
   * @returns whether another peer may be asked
   */
  release(attempt: Attempt, failed: boolean, now: number): boolean {
    const { peers, current } = attempt;
    peers.conns[current]! -= 1;
    if (this.#single) {
      attempt.tries = 0;
      return false;
    }
    if (failed) peers.fail(current, now);
    else peers.succeed(current);
    if (attempt.tries > 0) attempt.tries -= 1;
    return failed && attempt.tries > 0;
  }

  #only(attempt: Attempt): number {
    const peers = this.#primary;
    const room = peers.maxConns[0]!;
    if (peers.down[0] || (room > 0 && peers.conns[0]! >= room)) return nobody;
    attempt.current = 0;
    peers.conns[0]! += 1;
    return 0;
  }
}

const chooser = (method: BalancingMethod, draw: Draw, ring: Ring | undefined): Choose => {
  switch (method) {
    case 'round_robin':
      return takeTurns;
    case 'least_conn':
      return leastConnections;
    case 'ip_hash':
      return byAddress;
    case 'hash':
      return byText;
    case 'consistent':
      return ring ? alongRing(ring) : takeTurns;
    case 'random':
      return drawOne(draw);
    case 'random_two':
      return drawTwo(draw);
  }
};
