import type { LoadResult, LoadSecond } from '../../model/load.ts';
import type { LoadError } from '../../model/workload.ts';
import { Gauge, had } from './gauge.ts';

/** How one request went. Moments are milliseconds after the start. */
export interface Observation {
  readonly step: string;
  readonly intended: number;
  readonly ended: number;
  /** Of an answer, also of one that was not what the visitor needed. */
  readonly status?: number;
  readonly machine?: string;
  readonly error?: LoadError;
}

interface Step {
  failed: number;
  readonly gauge: Gauge;
}

const shares = [...Array.from({ length: 100 }, (_, index) => index / 100), ...[0.995, 0.999, 0.9995, 0.9999, 1]];

const emptySecond = { asked: 0, sent: 0, answered: 0, failed: 0 };

/** Counts what visitors meet, in sum and second by second. */
export class Meter {
  readonly #all = new Gauge();
  readonly #lag = new Gauge();
  readonly #now = new Gauge();
  readonly #statuses = new Map<number, Gauge>();
  readonly #machines = new Map<string, Gauge>();
  readonly #steps = new Map<string, Step>();
  readonly #errors = new Map<LoadError, number>();
  readonly #timeline: LoadSecond[] = [];
  readonly #onSecond: (second: LoadSecond) => void;
  #second = { ...emptySecond };
  #answeredBy: Record<string, number> = {};
  #open = 0;
  #sent = 0;
  #failed = 0;

  constructor(onSecond: (second: LoadSecond) => void) {
    this.#onSecond = onSecond;
  }

  /** Requests under way. */
  get open(): number {
    return this.#open;
  }

  /** That a request was meant to be sent by itself, not as a later step of a visit. */
  asked(now: number): void {
    this.turn(now);
    this.#second.asked += 1;
  }

  /** That a request left. */
  sent(intended: number, now: number): void {
    this.turn(now);
    this.#second.sent += 1;
    this.#sent += 1;
    this.#open += 1;
    this.#lag.record(now - intended);
  }

  /** That a request that had left has ended. */
  ended(observation: Observation): void {
    this.#open -= 1;
    this.turn(observation.ended);
    const { step, error } = observation;
    const counted = had(this.#steps, step, () => ({ failed: 0, gauge: new Gauge() }));
    if (error !== undefined) {
      this.failed(error);
      counted.failed += 1;
    }
    this.#answered(observation, counted.gauge);
  }

  /** That a request came to nothing. */
  failed(error: LoadError): void {
    this.#second.failed += 1;
    this.#failed += 1;
    this.#errors.set(error, (this.#errors.get(error) ?? 0) + 1);
  }

  /** Closes the seconds that are over. */
  turn(now: number): void {
    while (now >= (this.#timeline.length + 1) * 1000) this.#closeSecond();
  }

  /** All that was counted; the last second closed, however short, if anything happened in it. */
  finish(
    now: number,
  ): Pick<
    LoadResult,
    | 'sent'
    | 'answered'
    | 'failed'
    | 'latency'
    | 'distribution'
    | 'statuses'
    | 'machines'
    | 'steps'
    | 'errors'
    | 'timeline'
  > & { readonly lag: LoadResult['pace']['lag'] } {
    this.turn(now);
    const { sent, answered, failed } = this.#second;
    if (sent + answered + failed > 0) this.#closeSecond();
    const latency = this.#all.latency;
    return {
      sent: this.#sent,
      answered: latency.count,
      failed: this.#failed,
      lag: this.#lag.latency,
      latency,
      distribution: latency.count === 0 ? [] : shares.map((share) => ({ share, ms: this.#all.at(share) })),
      statuses: sorted(this.#statuses).map(([status, gauge]) => ({ status, latency: gauge.latency })),
      machines: sorted(this.#machines).map(([machine, gauge]) => ({ machine, latency: gauge.latency })),
      steps: [...this.#steps].map(([step, { failed, gauge }]) => ({ step, failed, latency: gauge.latency })),
      errors: sorted(this.#errors).map(([error, count]) => ({ error, count })),
      timeline: this.#timeline,
    };
  }

  #answered({ intended, ended, status, machine }: Observation, step: Gauge): void {
    if (status === undefined) return;
    const latency = ended - intended;
    this.#second.answered += 1;
    for (const gauge of [this.#all, this.#now, step, had(this.#statuses, status, () => new Gauge())])
      gauge.record(latency);
    if (machine === undefined) return;
    had(this.#machines, machine, () => new Gauge()).record(latency);
    this.#answeredBy[machine] = (this.#answeredBy[machine] ?? 0) + 1;
  }

  #closeSecond(): void {
    const second: LoadSecond = {
      second: this.#timeline.length,
      ...this.#second,
      open: this.#open,
      p50: this.#now.at(0.5),
      p95: this.#now.at(0.95),
      p99: this.#now.at(0.99),
      machines: this.#answeredBy,
    };
    this.#timeline.push(second);
    this.#second = { ...emptySecond };
    this.#answeredBy = {};
    this.#now.reset();
    this.#onSecond(second);
  }
}

const sorted = <Key extends string | number, Value>(map: ReadonlyMap<Key, Value>): readonly (readonly [Key, Value])[] =>
  [...map].sort(([one], [other]) => (one < other ? -1 : 1));
