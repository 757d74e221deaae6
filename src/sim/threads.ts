import { Worker } from 'node:worker_threads';
import { LabError } from '../errors/lab-error.ts';
import { simText } from '../text/sim.ts';
import type { Replication } from './replication.ts';
import type { ThreadTask } from './thread.ts';

interface Order {
  readonly replication: number;
  readonly resolve: (run: Replication | undefined) => void;
  readonly reject: (error: LabError) => void;
}

/** The bundle brings a bundle. The sources bring the source, which a thread has to learn to read first. */
function startThread(workerData: ThreadTask): Worker {
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL('./sim-thread.js', import.meta.url), { workerData });
  const source = JSON.stringify(new URL('./thread.ts', import.meta.url).href);
  const load = `import('tsx/esm/api').then(({ register }) => (register(), import(${source})))`;
  return new Worker(load, { eval: true, workerData });
}

/** Threads that run replications. To be disposed of. */
export class Threads implements Disposable {
  private readonly workers: readonly Worker[];
  private readonly idle: Worker[];
  private readonly waiting: Order[] = [];
  private readonly running = new Map<Worker, Order>();
  private readonly signal: AbortSignal | undefined;
  private readonly stop = (): void => this.end(undefined);

  constructor(count: number, task: ThreadTask, signal?: AbortSignal) {
    this.workers = Array.from({ length: count }, () => startThread(task));
    this.idle = [...this.workers];
    this.signal = signal;
    for (const worker of this.workers) {
      worker.on('message', (run: Replication) => this.finished(worker, run));
      worker.on('error', (cause) => this.end(cause));
    }
    signal?.addEventListener('abort', this.stop);
  }

  /** What the replication counted; undefined if the signal came first. */
  run(replication: number): Promise<Replication | undefined> {
    if (this.signal?.aborted) return Promise.resolve(undefined);
    return new Promise((resolve, reject) => {
      this.waiting.push({ replication, resolve, reject });
      this.assign();
    });
  }

  [Symbol.dispose](): void {
    this.signal?.removeEventListener('abort', this.stop);
    this.end(undefined);
  }

  private assign(): void {
    while (this.idle.length > 0 && this.waiting.length > 0) {
      const worker = this.idle.pop()!;
      const order = this.waiting.shift()!;
      this.running.set(worker, order);
      worker.postMessage(order.replication);
    }
  }

  private finished(worker: Worker, run: Replication): void {
    this.running.get(worker)?.resolve(run);
    this.running.delete(worker);
    this.idle.push(worker);
    this.assign();
  }

  /** Ends all of them; who waits for one is told why, or (undefined) that the signal came. */
  private end(cause: unknown): void {
    for (const { resolve, reject } of [...this.running.values(), ...this.waiting])
      if (cause === undefined) resolve(undefined);
      else reject(new LabError({ code: 'sim-thread-failed', fault: 'bug', ...simText.threadFailed, cause }));
    this.running.clear();
    this.waiting.length = 0;
    for (const worker of this.workers) void worker.terminate();
  }
}
