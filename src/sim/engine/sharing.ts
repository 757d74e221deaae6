import type { Quota } from '../model/model.ts';
import type { Agenda } from './agenda.ts';
import { Allowance } from './allowance.ts';
import type { Requests } from './requests.ts';

interface SharingSpec {
  readonly servers: number;
  readonly speed: number;
  readonly quota: Quota | undefined;
}

/**
 * The requests that a shared station serves at once. All have the same speed at any time, so that one clock of their
 * own, which counts the work done for each of them, tells who is ready next: the one whose work ends first by that
 * clock. A binary heap by that, in which each request knows its place and can be taken out.
 */
export class Sharing {
  /** When the first of them is ready if nothing changes; infinite if there is none, or nothing is done. */
  due = Infinity;
  /** How fast one alone is served. */
  private speed: number;
  /** Work done for each that was there all the time. */
  private done = 0;
  private changed = 0;
  private readonly rows: number[] = [];
  private readonly requests: Requests;
  private readonly agenda: Agenda;
  private readonly servers: number;
  private readonly allowance: Allowance | undefined;

  constructor({ servers, speed, quota }: SharingSpec, { requests, agenda }: { requests: Requests; agenda: Agenda }) {
    this.servers = servers;
    this.speed = speed;
    this.requests = requests;
    this.agenda = agenda;
    this.allowance = quota && new Allowance(quota);
  }

  /** Server seconds that were used until now and not taken yet, where there is a quota. */
  takeUsed(): number | undefined {
    this.advance();
    return this.allowance?.takeUsed();
  }

  get count(): number {
    return this.rows.length;
  }

  setSpeed(speed: number): void {
    this.advance();
    this.speed = speed;
    this.foresee();
  }

  add(row: number): void {
    this.advance();
    const { until, work } = this.requests;
    until[row] = this.done + work[row]!;
    this.rows.push(row);
    this.rise(this.rows.length - 1, row);
    this.foresee();
  }

  /** The one that is ready now, which is taken out; -1 if there is none. */
  takeReady(): number {
    const { now } = this.agenda;
    // What is left by rounding is not work: the time cannot be told more finely.
    if (this.due - now > now * 1e-15) return -1;
    const row = this.rows[0]!;
    this.remove(row);
    return row;
  }

  remove(row: number): void {
    this.advance();
    const at = this.requests.rank[row]!;
    const last = this.rows.pop()!;
    if (last !== row) {
      this.sink(at, last);
      this.rise(this.requests.rank[last]!, last);
    }
    this.foresee();
  }

  /** Counts the work that was done since the last change. */
  private advance(): void {
    const { now } = this.agenda;
    const { rows, changed, allowance } = this;
    this.changed = now;
    if (rows.length === 0)
      this.done = 0; // keeps the clock small, and with it precise
    else if (allowance === undefined || this.speed === 0) this.done += (now - changed) * this.pace;
    else {
      allowance.from = changed;
      allowance.to = now;
      allowance.run(this.running);
      this.done += allowance.ran * this.pace;
    }
  }

  private foresee(): void {
    if (this.rows.length === 0 || this.speed === 0) this.due = Infinity;
    else {
      const left = Math.max(0, this.requests.until[this.rows[0]!]! - this.done) / this.pace;
      const { allowance, changed } = this;
      if (allowance === undefined) this.due = changed + left;
      else {
        allowance.from = changed;
        allowance.wanted = left;
        allowance.foresee(this.running);
        this.due = allowance.due;
      }
    }
  }

  /** Servers at work. */
  private get running(): number {
    return Math.min(this.rows.length, this.servers);
  }

  private get pace(): number {
    const count = this.rows.length;
    return count > this.servers ? (this.speed * this.servers) / count : this.speed;
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
