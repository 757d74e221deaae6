import type { PeerSpec } from '../../kit/balancing.ts';

/**
 * The peers of one group, the ordinary or the backup ones, and what the balancer remembers of each.
 * The fields are those of `ngx_http_upstream_rr_peer_t`; times are whole seconds of the balancer's clock.
 */
export class Peers {
  readonly count: number;
  /** Where the first of them stands among all peers of the upstream. */
  readonly first: number;
  readonly names: readonly string[];
  readonly weight: Int32Array;
  /** The weight that failures have lowered and that each look regains by one. */
  readonly effective: Int32Array;
  /** The lead of smooth weighted round robin. */
  readonly current: Int32Array;
  readonly maxFails: Int32Array;
  readonly failTimeout: Int32Array;
  readonly maxConns: Int32Array;
  readonly down: Uint8Array;
  readonly conns: Int32Array;
  readonly fails: Int32Array;
  /** When it failed last. */
  readonly accessed: Float64Array;
  /** When it failed last, or was last given a request after `failTimeout` of quiet. */
  readonly checked: Float64Array;
  readonly totalWeight: number;
  /** How many of them a request may be given to. */
  readonly tries: number;

  constructor(specs: readonly PeerSpec[], first: number) {
    const numbers = (of: (spec: PeerSpec) => number): Int32Array => Int32Array.from(specs, of);
    this.count = specs.length;
    this.first = first;
    this.names = specs.map(({ name }) => name);
    this.weight = numbers(({ weight }) => weight ?? 1);
    this.effective = Int32Array.from(this.weight);
    this.current = new Int32Array(this.count);
    this.maxFails = numbers(({ maxFails }) => maxFails ?? 1);
    this.failTimeout = numbers(({ failTimeout }) => failTimeout ?? 10);
    this.maxConns = numbers(({ maxConns }) => maxConns ?? 0);
    this.down = Uint8Array.from(specs, ({ down }) => (down ? 1 : 0));
    this.conns = new Int32Array(this.count);
    this.fails = new Int32Array(this.count);
    // The real clock starts long after the zero from which these count.
    this.accessed = new Float64Array(this.count).fill(-Infinity);
    this.checked = new Float64Array(this.count).fill(-Infinity);
    this.totalWeight = this.weight.reduce((sum, weight) => sum + weight, 0);
    this.tries = specs.filter(({ down }) => !down).length;
  }

  /** Whether the peer may be asked: not marked down, not left out for its failures, not full. */
  isLive(peer: number, now: number): boolean {
    if (this.down[peer]) return false;
    const limit = this.maxFails[peer]!;
    if (limit > 0 && this.fails[peer]! >= limit && now - this.checked[peer]! <= this.failTimeout[peer]!) return false;
    const room = this.maxConns[peer]!;
    return room === 0 || this.conns[peer]! < room;
  }

  /** Notes that the peer is given a request. After a while of quiet that request is the one which proves it. */
  give(peer: number, now: number): void {
    if (now - this.checked[peer]! > this.failTimeout[peer]!) this.checked[peer] = now;
    this.conns[peer]! += 1;
  }

  /** Its turn draws nearer: the lead grows by its effective weight, which then regains one. @returns that weight */
  advance(peer: number): number {
    const effective = this.effective[peer]!;
    this.current[peer]! += effective;
    if (effective < this.weight[peer]!) this.effective[peer] = effective + 1;
    return effective;
  }

  /** Notes a failure; after the last that is tolerated it is left out. */
  fail(peer: number, now: number): void {
    this.fails[peer]! += 1;
    this.accessed[peer] = now;
    this.checked[peer] = now;
    const limit = this.maxFails[peer]!;
    if (limit > 0) this.effective[peer] = Math.max(0, this.effective[peer]! - Math.trunc(this.weight[peer]! / limit));
  }

  /** Notes an answer: a peer that has proved itself since it failed last is a good one again. */
  succeed(peer: number): void {
    if (this.accessed[peer]! < this.checked[peer]!) this.fails[peer] = 0;
  }
}
