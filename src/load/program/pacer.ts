import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/**
 * The loop of a thread of its own: sleeps until a moment and says so. `turn` counts what it was told; below 0 it ends.
 * As text, so that it needs no file of its own beside the bundle.
 */
export const loop = `
const { parentPort, workerData: { turn, left } } = require('node:worker_threads');
const { performance } = require('node:perf_hooks');
let seen = 0;
for (;;) {
  Atomics.wait(turn, 0, seen);
  seen = Atomics.load(turn, 0);
  if (seen < 0) break;
  const moment = performance.now() + left[0];
  let rest = left[0];
  // The call that belongs to the turn just seen may come only now, and is no new turn.
  while (rest > 0 && Atomics.wait(turn, 0, seen, rest) === 'ok') rest = moment - performance.now();
  if (Atomics.load(turn, 0) === seen) parentPort.postMessage(0);
}`;

/**
 * Wakes its owner at a moment, exact to about 0.1 ms. Node's own timers count whole milliseconds and are one late on
 * average, which would be measured as the lab's latency.
 */
export class Pacer implements Disposable {
  readonly #turn = new Int32Array(new SharedArrayBuffer(4));
  readonly #left = new Float64Array(new SharedArrayBuffer(8));
  readonly #thread: Worker;

  /** Called at each moment. */
  onWake: () => void = () => undefined;

  private constructor() {
    this.#thread = new Worker(loop, { eval: true, workerData: { turn: this.#turn, left: this.#left } });
    this.#thread.on('message', () => this.onWake());
  }

  /** One that has woken once: its thread takes tens of milliseconds to begin, which the first request would be late by. */
  static async begin(): Promise<Pacer> {
    const pacer = new Pacer();
    pacer.wakeIn(0);
    await once(pacer.#thread, 'message');
    return pacer;
  }

  /** Wakes after so many milliseconds, instead of what was asked for before. */
  wakeIn(milliseconds: number): void {
    this.#left[0] = milliseconds;
    Atomics.add(this.#turn, 0, 1);
    Atomics.notify(this.#turn, 0);
  }

  [Symbol.dispose](): void {
    Atomics.store(this.#turn, 0, -1);
    Atomics.notify(this.#turn, 0);
  }
}
