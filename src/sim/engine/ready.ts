import { widened } from './heap.ts';
import { ready, type Requests } from './requests.ts';

/** Requests that can go on at once, in the order in which they became able to. */
export class ReadyQueue {
  private readonly requests: Requests;
  private rows = new Int32Array(64);
  private stamps = new Int32Array(64);
  private from = 0;
  private to = 0;

  constructor(requests: Requests) {
    this.requests = requests;
  }

  /** Lets the request go on at this instruction. */
  add(row: number, place: number): void {
    const { requests } = this;
    requests.state[row] = ready;
    requests.place[row] = place;
    if (this.to === this.rows.length) this.makeRoom();
    this.rows[this.to] = row;
    this.stamps[this.to] = requests.stamp[row]!;
    this.to += 1;
  }

  /** The next one that still can; -1 if there is none. */
  take(): number {
    while (this.from < this.to) {
      const row = this.rows[this.from]!;
      const stamp = this.stamps[this.from]!;
      this.from += 1;
      if (stamp === this.requests.stamp[row] && this.requests.state[row] === ready) return row;
    }
    this.from = 0;
    this.to = 0;
    return -1;
  }

  private makeRoom(): void {
    this.rows = widened(this.rows, new Int32Array(this.to * 2));
    this.stamps = widened(this.stamps, new Int32Array(this.to * 2));
  }
}
