/**
 * What will happen, by time and, at the same time, in the order in which it was planned: a 4-ary heap in typed arrays.
 * An event is two small integers, whose meaning is its user's. Taking the next event leaves a hole at the top, which
 * the next planned event fills: most events plan exactly one other, and one walk down the heap does for both.
 */
export class EventHeap {
  /** Of the event that was taken last. */
  takenWhat = 0;
  takenStamp = 0;
  private times = new Float64Array(64);
  private orders = new Float64Array(64);
  private whats = new Int32Array(64);
  private stamps = new Int32Array(64);
  private count = 0;
  private planned = 0;
  private hole = false;

  /** How many events are planned. */
  get size(): number {
    return this.hole ? this.count - 1 : this.count;
  }

  /** When the next event is due; infinite if there is none. */
  nextTime(): number {
    if (this.hole) this.closeHole();
    return this.count === 0 ? Infinity : this.times[0]!;
  }

  /** Takes the next event; there must be one, which `nextTime` has told. */
  take(): void {
    this.takenWhat = this.whats[0]!;
    this.takenStamp = this.stamps[0]!;
    this.hole = true;
  }

  push(time: number, what: number, stamp: number): void {
    this.planned += 1;
    if (this.hole) {
      this.hole = false;
      this.sink(0, this.count, time, this.planned, what, stamp);
      return;
    }
    if (this.count === this.times.length) this.grow();
    this.rise(this.count, time, this.planned, what, stamp);
    this.count += 1;
  }

  /** Removes all events that `keep` refuses. */
  retain(keep: (what: number, stamp: number) => boolean): void {
    if (this.hole) this.closeHole();
    let kept = 0;
    for (let i = 0; i < this.count; i += 1) {
      if (!keep(this.whats[i]!, this.stamps[i]!)) continue;
      this.put(kept, this.times[i]!, this.orders[i]!, this.whats[i]!, this.stamps[i]!);
      kept += 1;
    }
    this.count = kept;
    for (let i = (kept + 2) >> 2; i >= 0 && kept > 0; i -= 1)
      this.sink(i, kept, this.times[i]!, this.orders[i]!, this.whats[i]!, this.stamps[i]!);
  }

  private closeHole(): void {
    this.hole = false;
    this.count -= 1;
    const last = this.count;
    if (last > 0) this.sink(0, last, this.times[last]!, this.orders[last]!, this.whats[last]!, this.stamps[last]!);
  }

  private sink(from: number, count: number, time: number, order: number, what: number, stamp: number): void {
    const { times, orders } = this;
    let at = from;
    for (;;) {
      const first = at * 4 + 1;
      if (first >= count) break;
      const end = first + 4 < count ? first + 4 : count;
      let least = first;
      let leastTime = times[first]!;
      for (let child = first + 1; child < end; child += 1) {
        const childTime = times[child]!;
        if (childTime < leastTime || (childTime === leastTime && orders[child]! < orders[least]!)) {
          least = child;
          leastTime = childTime;
        }
      }
      if (time < leastTime || (time === leastTime && order < orders[least]!)) break;
      this.put(at, leastTime, orders[least]!, this.whats[least]!, this.stamps[least]!);
      at = least;
    }
    this.put(at, time, order, what, stamp);
  }

  /** Newly planned events come after all others of their time, so that times alone decide here. */
  private rise(from: number, time: number, order: number, what: number, stamp: number): void {
    const { times } = this;
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 2;
      if (times[parent]! <= time) break;
      this.put(at, times[parent]!, this.orders[parent]!, this.whats[parent]!, this.stamps[parent]!);
      at = parent;
    }
    this.put(at, time, order, what, stamp);
  }

  private put(at: number, time: number, order: number, what: number, stamp: number): void {
    this.times[at] = time;
    this.orders[at] = order;
    this.whats[at] = what;
    this.stamps[at] = stamp;
  }

  private grow(): void {
    const size = this.times.length * 2;
    this.times = widened(this.times, new Float64Array(size));
    this.orders = widened(this.orders, new Float64Array(size));
    this.whats = widened(this.whats, new Int32Array(size));
    this.stamps = widened(this.stamps, new Int32Array(size));
  }
}

/** `into`, with all that `from` holds. */
export function widened<T extends Float64Array | Int32Array>(from: NoInfer<T>, into: T): T {
  into.set(from);
  return into;
}
