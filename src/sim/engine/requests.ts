import { widened } from './heap.ts';

/** What a request is doing. */
export const free = 0;
export const ready = 1;
export const queued = 2;
export const served = 3;
export const sharing = 4;
export const delayed = 5;

const firstSize = 256;

/**
 * The state of all requests that are under way, a row each in typed arrays; rows are used again. What a request knows
 * about the frames that it is in stands in `depth` columns of their own, of which request r has those from r * depth on.
 */
export class Requests {
  readonly depth: number;
  /** Words of bits that tell which targets a request has tried. */
  readonly triedWords: number;
  /** How many are under way. */
  live = 0;
  size = firstSize;

  state = new Int32Array(firstSize);
  /** Its next or current instruction. */
  place = new Int32Array(firstSize);
  /** What is planned for it has the same stamp, or is forgotten. */
  stamp = new Int32Array(firstSize);
  source = new Int32Array(firstSize);
  /** The station where it is. */
  station = new Int32Array(firstSize);
  /** Neighbours in a queue; of free rows, the next free one. */
  next = new Int32Array(firstSize);
  previous = new Int32Array(firstSize);
  /** Its place in the heap of a station that is shared; its priority in the queue otherwise. */
  rank = new Int32Array(firstSize);
  /** 1 if something is planned that ends its patience. */
  impatient = new Int32Array(firstSize);
  /** Frames below this depth are not its own: it goes on for nobody. 0: all are its own. */
  floor = new Int32Array(firstSize);
  entry = new Int32Array(firstSize);
  priority = new Int32Array(firstSize);
  client = new Int32Array(firstSize);
  key = new Int32Array(firstSize);
  /** Which request of its visit it is, where visits have several. */
  step = new Int32Array(firstSize);
  /** How often it was sent. */
  attempt = new Int32Array(firstSize);
  /** The user of a closed source; the target of a probe. */
  user = new Int32Array(firstSize);
  /** The balancer that gave it to somebody last, or -1, and to whom. */
  balancer = new Int32Array(firstSize);
  target = new Int32Array(firstSize);
  demand = new Float64Array(firstSize);
  sent = new Float64Array(firstSize);
  /** When it came to its station. */
  entered = new Float64Array(firstSize);
  /** What it asks of its station, at speed 1; -1 to keep a server. */
  work = new Float64Array(firstSize);
  /** When its service ends. While that is interrupted: how much is left. */
  until = new Float64Array(firstSize);

  /** By frame: target of a balancer, item of a cache. */
  frameThing: Int32Array<ArrayBuffer>;
  frameTries: Int32Array<ArrayBuffer>;
  frameMemo: Int32Array<ArrayBuffer>;
  frameStamp: Int32Array<ArrayBuffer>;
  frameTried: Int32Array<ArrayBuffer>;
  /** By frame: when its time is over, or when it began. */
  frameTime: Float64Array<ArrayBuffer>;

  private nextFree = 0;

  constructor(depth: number, triedWords: number) {
    this.depth = depth;
    this.triedWords = triedWords;
    const frames = firstSize * depth;
    this.frameThing = new Int32Array(frames);
    this.frameTries = new Int32Array(frames);
    this.frameMemo = new Int32Array(frames);
    this.frameStamp = new Int32Array(frames);
    this.frameTime = new Float64Array(frames);
    this.frameTried = new Int32Array(frames * triedWords);
    this.chain(0);
  }

  /** A row, whose state is the caller's to set. */
  allocate(): number {
    if (this.nextFree < 0) this.grow();
    const row = this.nextFree;
    this.nextFree = this.next[row]!;
    this.live += 1;
    return row;
  }

  release(row: number): void {
    this.state[row] = free;
    this.next[row] = this.nextFree;
    this.nextFree = row;
    this.live -= 1;
  }

  /** A second row for the same request; nothing is planned for it. */
  copy(from: number, to: number): void {
    this.place[to] = this.place[from]!;
    this.source[to] = this.source[from]!;
    this.floor[to] = this.floor[from]!;
    this.entry[to] = this.entry[from]!;
    this.client[to] = this.client[from]!;
    this.key[to] = this.key[from]!;
    this.step[to] = this.step[from]!;
    this.priority[to] = this.priority[from]!;
    this.attempt[to] = this.attempt[from]!;
    this.user[to] = this.user[from]!;
    this.balancer[to] = this.balancer[from]!;
    this.target[to] = this.target[from]!;
    this.demand[to] = this.demand[from]!;
    this.sent[to] = this.sent[from]!;
    const { depth, triedWords } = this;
    for (let frame = 0; frame < depth; frame += 1) this.copyFrame(from * depth + frame, to * depth + frame);
    for (let word = 0; word < depth * triedWords; word += 1)
      this.frameTried[to * depth * triedWords + word] = this.frameTried[from * depth * triedWords + word]!;
  }

  private copyFrame(from: number, to: number): void {
    this.frameThing[to] = this.frameThing[from]!;
    this.frameTries[to] = this.frameTries[from]!;
    this.frameMemo[to] = this.frameMemo[from]!;
    this.frameTime[to] = this.frameTime[from]!;
  }

  /** All rows from `from` on are free. */
  private chain(from: number): void {
    for (let row = from; row < this.size; row += 1) this.next[row] = row + 1 < this.size ? row + 1 : -1;
    this.nextFree = from;
  }

  private grow(): void {
    const before = this.size;
    this.size *= 2;
    const row = (column: Int32Array<ArrayBuffer>) => widened(column, new Int32Array(column.length * 2));
    const real = (column: Float64Array<ArrayBuffer>) => widened(column, new Float64Array(column.length * 2));
    this.state = row(this.state);
    this.place = row(this.place);
    this.stamp = row(this.stamp);
    this.source = row(this.source);
    this.station = row(this.station);
    this.next = row(this.next);
    this.previous = row(this.previous);
    this.rank = row(this.rank);
    this.impatient = row(this.impatient);
    this.floor = row(this.floor);
    this.entry = row(this.entry);
    this.priority = row(this.priority);
    this.client = row(this.client);
    this.key = row(this.key);
    this.step = row(this.step);
    this.attempt = row(this.attempt);
    this.user = row(this.user);
    this.balancer = row(this.balancer);
    this.target = row(this.target);
    this.demand = real(this.demand);
    this.sent = real(this.sent);
    this.entered = real(this.entered);
    this.work = real(this.work);
    this.until = real(this.until);
    this.frameThing = row(this.frameThing);
    this.frameTries = row(this.frameTries);
    this.frameMemo = row(this.frameMemo);
    this.frameStamp = row(this.frameStamp);
    this.frameTried = row(this.frameTried);
    this.frameTime = real(this.frameTime);
    this.chain(before);
  }
}
