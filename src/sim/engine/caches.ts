import type { Cache } from '../model/model.ts';
import type { CompiledCache } from '../program/compiled.ts';
import { Alias } from '../random/alias.ts';
import { power } from '../random/elementary.ts';
import type { Streams } from '../random/streams.ts';
import type { Agenda } from './agenda.ts';

interface Around {
  readonly streams: Streams;
  readonly agenda: Agenda;
}

/** One cache: which things it holds, which of them was asked for last, and until when each is good. */
export class Caching {
  hits = 0;
  misses = 0;
  /** Things that had to go because there was no room. */
  evictions = 0;
  private readonly items: number;
  private readonly capacity: number;
  private readonly timeToLive: number;
  private readonly popularity: Alias | undefined;
  private readonly streams: Streams;
  private readonly agenda: Agenda;
  private readonly chance: number;
  /** Neighbours from the most to the least recently used; -1 at the ends. Row `items` is the ring's anchor. */
  private readonly next: Int32Array;
  private readonly previous: Int32Array;
  /** Until when each is good; -1 for what is not there. */
  private readonly goodUntil: Float64Array;
  private held = 0;

  constructor({ spec, chance }: CompiledCache, { streams, agenda }: Around) {
    this.items = spec.items;
    this.capacity = spec.capacity ?? spec.items;
    this.timeToLive = spec.timeToLive ?? Infinity;
    this.streams = streams;
    this.agenda = agenda;
    this.chance = chance;
    this.popularity = popularityOf(spec);
    this.next = new Int32Array(spec.items + 1).fill(spec.items);
    this.previous = new Int32Array(spec.items + 1).fill(spec.items);
    this.goodUntil = new Float64Array(spec.items).fill(-1);
  }

  /** Which thing a request asks for. */
  item(key: number): number {
    if (!this.popularity) return (key >>> 0) % this.items;
    this.streams.toss(this.chance);
    return this.popularity.at(this.streams);
  }

  /** Whether it is there and still good. */
  lookup(item: number): boolean {
    if (this.agenda.now >= this.goodUntil[item]!) {
      this.misses += 1;
      return false;
    }
    this.hits += 1;
    this.unlink(item);
    this.putFirst(item);
    return true;
  }

  store(item: number): void {
    if (this.goodUntil[item]! >= 0) this.unlink(item);
    else if (this.held < this.capacity) this.held += 1;
    else this.evict();
    this.goodUntil[item] = this.agenda.now + this.timeToLive;
    this.putFirst(item);
  }

  /** A new window begins. */
  clear(): void {
    this.hits = 0;
    this.misses = 0;
    this.evictions = 0;
  }

  private evict(): void {
    const last = this.previous[this.items]!;
    this.unlink(last);
    this.goodUntil[last] = -1;
    this.evictions += 1;
  }

  private putFirst(item: number): void {
    const first = this.next[this.items]!;
    this.next[this.items] = item;
    this.previous[item] = this.items;
    this.next[item] = first;
    this.previous[first] = item;
  }

  private unlink(item: number): void {
    const before = this.previous[item]!;
    const after = this.next[item]!;
    this.next[before] = after;
    this.previous[after] = before;
  }
}

function popularityOf({ items, popularity }: Cache): Alias | undefined {
  if (popularity === 'key') return undefined;
  return new Alias(Float64Array.from({ length: items }, (_, i) => power(i + 1, -popularity)));
}
