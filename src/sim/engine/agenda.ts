import { EventHeap } from './heap.ts';

/** What events are about: the low bits of an event, below the index of what it happens to. */
export const resume = 0;
export const deadline = 1;
export const shared = 2;
export const arrival = 3;
export const user = 4;
export const probe = 5;
export const breaking = 6;
export const change = 7;

const kindBits = 4;
const kindMask = (1 << kindBits) - 1;

/** What is to happen, and which of it does not matter any more. */
export class Agenda {
  /** Seconds since the start. */
  now = 0;
  /** When the event is due that will be planned next. */
  due = 0;
  /** Of the event that was taken last. */
  kind = 0;
  index = 0;
  stamp = 0;
  private readonly heap = new EventHeap();
  private stale = 0;

  /** Plans an event for the time `due`. */
  plan(kind: number, index: number, stamp: number): void {
    const { heap } = this;
    heap.times[heap.room] = this.due;
    heap.push((index << kindBits) | kind, stamp);
  }

  /** Whether anything is planned for a time until then. */
  isDueBy(time: number): boolean {
    this.heap.look();
    return this.heap.times[0]! <= time;
  }

  /** Takes the next event, and the time with it. There must be one: `isDueBy` has told. */
  take(): void {
    const { heap } = this;
    this.now = heap.times[0]!;
    this.kind = heap.what & kindMask;
    this.index = heap.what >>> kindBits;
    this.stamp = heap.stamp;
    heap.take();
  }

  /** Something planned will find that it does not matter any more (lazy cancellation). */
  forget(): void {
    this.stale += 1;
  }

  /** The event that was just taken did not matter any more. */
  wasForgotten(): void {
    this.stale -= 1;
  }

  /** Sweeps out what was forgotten when that is more than half: amortised, a constant time for each. */
  tidy(matters: (kind: number, index: number, stamp: number) => boolean): void {
    if (this.stale < 1024 || this.stale * 2 < this.heap.size) return;
    this.heap.retain((what, stamp) => matters(what & kindMask, what >>> kindBits, stamp));
    this.stale = 0;
  }
}
