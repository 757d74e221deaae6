import type { Requests } from './requests.ts';

/** Priorities there can be, 0 the most urgent. */
const priorities = 16;

/** Who waits at which station: a list for each priority, linked through the rows of the requests. */
export class Queues {
  private readonly heads: Int32Array;
  private readonly tails: Int32Array;
  /** By station: which of its lists have somebody in them, a bit each. */
  private readonly occupied: Int32Array;
  private readonly requests: Requests;

  constructor(stations: number, requests: Requests) {
    this.heads = new Int32Array(stations * priorities).fill(-1);
    this.tails = new Int32Array(stations * priorities).fill(-1);
    this.occupied = new Int32Array(stations);
    this.requests = requests;
  }

  add(station: number, priority: number, row: number): void {
    const { next, previous, rank } = this.requests;
    const list = station * priorities + priority;
    const last = this.tails[list]!;
    rank[row] = priority;
    next[row] = -1;
    previous[row] = last;
    if (last < 0) {
      this.heads[list] = row;
      this.occupied[station] = this.occupied[station]! | (1 << priority);
    } else next[last] = row;
    this.tails[list] = row;
  }

  /** Who came first among the most urgent. There must be somebody. */
  takeFirst(station: number): number {
    const mask = this.occupied[station]!;
    const urgent = mask & -mask;
    const list = station * priorities + (31 - Math.clz32(urgent));
    const row = this.heads[list]!;
    const after = this.requests.next[row]!;
    this.heads[list] = after;
    if (after >= 0) this.requests.previous[after] = -1;
    else {
      this.tails[list] = -1;
      this.occupied[station] = mask & ~urgent;
    }
    return row;
  }

  remove(station: number, row: number): void {
    const { next, previous, rank } = this.requests;
    const list = station * priorities + rank[row]!;
    const before = previous[row]!;
    const after = next[row]!;
    if (before < 0) this.heads[list] = after;
    else next[before] = after;
    if (after < 0) this.tails[list] = before;
    else previous[after] = before;
    if (this.heads[list]! < 0) this.occupied[station] = this.occupied[station]! & ~(1 << rank[row]!);
  }
}
