import type { Requests } from './requests.ts';

/**
 * The requests that a shared station serves at once. All have the same speed at any time, so that one clock of their
 * own, which counts the work done for each of them, tells who is ready next: the one whose work ends first by that
 * clock. A binary heap by that, in which each request knows its place and can be taken out.
 */
export class Sharing {
  /** Work done for each that was there all the time. */
  private done = 0;
  private changed = 0;
  private rows: number[] = [];
  private readonly requests: Requests;
  private readonly servers: number;

  constructor(requests: Requests, servers: number) {
    this.requests = requests;
    this.servers = servers;
  }

  get count(): number {
    return this.rows.length;
  }

  /** When the first of them is ready if nothing changes; infinite if there is none, or no speed. */
  nextTime(now: number, speed: number): number {
    const first = this.rows[0];
    if (first === undefined) return Infinity;
    return now + Math.max(0, this.requests.until[first]! - this.done) / this.pace(speed);
  }

  /** Counts the work that was done since the last change. To be called before each change. */
  advance(now: number, speed: number): void {
    if (this.rows.length > 0) this.done += (now - this.changed) * this.pace(speed);
    else this.done = 0; // keeps the clock small, and with it precise
    this.changed = now;
  }

  add(row: number): void {
    const { until, work } = this.requests;
    until[row] = this.done + work[row]!;
    this.rows.push(row);
    this.rise(this.rows.length - 1, row);
  }

  /** The one that is ready first. */
  get first(): number {
    return this.rows[0]!;
  }

  remove(row: number): void {
    const at = this.requests.rank[row]!;
    const last = this.rows.pop()!;
    if (last === row) return;
    this.sink(at, last);
    this.rise(this.requests.rank[last]!, last);
  }

  private pace(speed: number): number {
    return speed * Math.min(1, this.servers / this.rows.length);
  }

  private rise(from: number, row: number): void {
    const { until } = this.requests;
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (until[this.rows[parent]!]! <= until[row]!) break;
      this.put(at, this.rows[parent]!);
      at = parent;
    }
    this.put(at, row);
  }

  private sink(from: number, row: number): void {
    const { rows } = this;
    const { until } = this.requests;
    let at = from;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= rows.length) break;
      if (child + 1 < rows.length && until[rows[child + 1]!]! < until[rows[child]!]!) child += 1;
      if (until[row]! <= until[rows[child]!]!) break;
      this.put(at, rows[child]!);
      at = child;
    }
    this.put(at, row);
  }

  private put(at: number, row: number): void {
    this.rows[at] = row;
    this.requests.rank[row] = at;
  }
}
