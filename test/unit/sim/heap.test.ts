import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EventHeap } from '../../../src/sim/engine/heap.ts';

interface Planned {
  readonly time: number;
  readonly order: number;
}

/** What a heap does, done the slow way. */
class SortedList {
  private readonly events: Planned[] = [];
  private planned = 0;

  push(time: number): number {
    this.planned += 1;
    this.events.push({ time, order: this.planned });
    return this.planned;
  }
  take(): Planned {
    this.events.sort((a, b) => a.time - b.time || a.order - b.order);
    return this.events.shift()!;
  }
  retain(keep: (order: number) => boolean): void {
    const kept = this.events.filter(({ order }) => keep(order));
    this.events.splice(0, this.events.length, ...kept);
  }
  get size(): number {
    return this.events.length;
  }
}

/** A number is an event at that time; the others take the next event, or remove every third. Times coincide often. */
const deeds = fc.array(fc.oneof(fc.nat({ max: 20 }), fc.constantFrom('take', 'take', 'sweep')), { maxLength: 400 });

test('events come in the order of their times, and of their planning where those are equal', () => {
  fc.assert(
    fc.property(deeds, (steps) => {
      const heap = new EventHeap();
      const list = new SortedList();
      for (const step of steps) {
        if (typeof step === 'number') {
          heap.times[heap.room] = step;
          heap.push(list.push(step), step * 7);
        } else if (step === 'sweep') {
          heap.retain((what) => what % 3 !== 0);
          list.retain((order) => order % 3 !== 0);
        } else if (list.size > 0) {
          const { time, order } = list.take();
          heap.look();
          expect([heap.times[0], heap.what, heap.stamp]).toEqual([time, order, time * 7]);
          heap.take();
        }
        expect(heap.size).toBe(list.size);
      }
      while (list.size > 0) {
        const { time, order } = list.take();
        heap.look();
        expect([heap.times[0], heap.what]).toEqual([time, order]);
        heap.take();
      }
      heap.look();
      expect(heap.times[0]).toBe(Infinity);
    }),
    { numRuns: 300 },
  );
});
