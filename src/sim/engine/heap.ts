const firstSize = 63;

/**
 * What will happen, by time and, at the same time, in the order in which it was planned: a 4-ary heap in typed arrays.
 * An event is two integers, whose meaning is its user's. Taking the next event leaves a hole at the top, which the next
 * planned event fills: most events plan exactly one other, and one walk down the heap does for both.
 *
 * Events are moved by their places. A number with a fraction that is handed to a function, or comes from one, may have to
 * be put into a box first, one for each event.
 */
export class EventHeap {
  /** How many events there are. The one at the top may have been taken already. */
  private count = 0;
  private hole = false;
  private planned = 0;
  /** Events that there is room for; the place after the last one holds what is being put in. */
  room = firstSize;
  /** When events are due. The first of them, after `look`, is that of the next event; infinite if there is none. */
  times = new Float64Array(firstSize + 1).fill(Infinity);
  private orders = new Float64Array(firstSize + 1);
  private whats = new Int32Array(firstSize + 1);
  private stamps = new Int32Array(firstSize + 1);

  /** How many events are planned. */
  get size(): number {
    return this.hole ? this.count - 1 : this.count;
  }

  /** Puts the next event where it can be seen. */
  look(): void {
    if (this.hole) this.closeHole();
  }

  /** What the next event is. */
  get what(): number {
    return this.whats[0]!;
  }

  get stamp(): number {
    return this.stamps[0]!;
  }

  /** Takes the next event; there must be one, and `look` has shown it. */
  take(): void {
    this.hole = true;
  }

  /** Plans an event for the time that was put into `times[room]`. */
  push(what: number, stamp: number): void {
    const { room } = this;
    this.planned += 1;
    this.orders[room] = this.planned;
    this.whats[room] = what;
    this.stamps[room] = stamp;
    this.insert();
  }

  /** Removes all events that `keep` refuses. */
  retain(keep: (what: number, stamp: number) => boolean): void {
    if (this.hole) this.closeHole();
    let kept = 0;
    for (let i = 0; i < this.count; i += 1) {
      if (!keep(this.whats[i]!, this.stamps[i]!)) continue;
      this.move(i, kept);
      kept += 1;
    }
    this.count = kept;
    if (kept === 0) this.times[0] = Infinity;
    for (let i = (kept + 2) >> 2; i >= 0 && kept > 0; i -= 1) this.settle(i);
  }

  private insert(): void {
    if (this.hole) {
      this.hole = false;
      this.sink(0);
      return;
    }
    if (this.count === this.room) this.grow();
    this.count += 1;
    this.rise(this.count - 1);
  }

  private closeHole(): void {
    this.hole = false;
    this.count -= 1;
    if (this.count === 0) this.times[0] = Infinity;
    else {
      this.move(this.count, this.room);
      this.sink(0);
    }
  }

  private settle(at: number): void {
    this.move(at, this.room);
    this.sink(at);
  }

  /** Puts what is being put in at this place, or below it. */
  private sink(from: number): void {
    const { times, orders, count, room } = this;
    const time = times[room]!;
    const order = orders[room]!;
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
      this.move(least, at);
      at = least;
    }
    this.move(room, at);
  }

  /** The same upwards. What is new comes after all others of its time, so that times alone decide here. */
  private rise(from: number): void {
    const { times, room } = this;
    const time = times[room]!;
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 2;
      if (times[parent]! <= time) break;
      this.move(parent, at);
      at = parent;
    }
    this.move(room, at);
  }

  private move(from: number, to: number): void {
    this.times[to] = this.times[from]!;
    this.orders[to] = this.orders[from]!;
    this.whats[to] = this.whats[from]!;
    this.stamps[to] = this.stamps[from]!;
  }

  private grow(): void {
    const before = this.room;
    this.room = before * 2 + 1;
    this.times = widened(this.times, new Float64Array(this.room + 1));
    this.orders = widened(this.orders, new Float64Array(this.room + 1));
    this.whats = widened(this.whats, new Int32Array(this.room + 1));
    this.stamps = widened(this.stamps, new Int32Array(this.room + 1));
    this.move(before, this.room);
  }
}

/** `into`, with all that `from` holds. */
export function widened<T extends Float64Array | Int32Array>(from: NoInfer<T>, into: T): T {
  into.set(from);
  return into;
}
