import type { TracedOutcome, TracedRequest } from '../../model/workload.ts';
import { deadline } from '../../ports/deadline.ts';
import type { LoadOrder, LoadStep } from '../order.ts';
import { Browser, serverOf } from './browser.ts';
import type { Meter, Observation } from './meter.ts';
import { Pool } from './pool.ts';

/** More requests than this are not kept open: each takes a socket. */
const mostOpen = 4096;

/** How long after the end what visitors left is looked after. */
const tidyMs = 15_000;

/** One visitor with what they do. */
interface Visit {
  readonly source: string | undefined;
  readonly steps: readonly LoadStep[];
  /** When its first request is meant to be sent. */
  readonly intended: number;
}

interface Left {
  readonly browser: Browser;
  readonly source: string | undefined;
}

/** The visitors: each walks through the script, is measured, and takes away what they left. */
export class Crowd {
  readonly #order: LoadOrder;
  readonly #meter: Meter;
  readonly #now: () => number;
  readonly #pool: Pool;
  readonly #signal: AbortSignal;
  readonly #name: string;
  readonly #left: Left[] = [];
  readonly #visits = { begun: 0, finished: 0 };
  readonly #outcomes: TracedOutcome[] = [];

  constructor(options: {
    readonly order: LoadOrder;
    readonly meter: Meter;
    /** Milliseconds since the start. */
    readonly now: () => number;
    /** Aborted: no further steps, and what is under way is measured no more. */
    readonly signal: AbortSignal;
  }) {
    this.#order = options.order;
    this.#meter = options.meter;
    this.#now = options.now;
    this.#signal = options.signal;
    this.#pool = new Pool(options.order, options.order.timeoutMs);
    this.#signal.addEventListener('abort', () => this.#cut());
    this.#name = `bancada${options.order.seed.toString(36)}x`;
  }

  /** Visits begun, and those of which every step went well. */
  get visits(): { readonly begun: number; readonly finished: number } {
    return this.#visits;
  }

  /** What became of each request, where the order is to record it. */
  get outcomes(): readonly TracedOutcome[] {
    return this.#outcomes;
  }

  /** Sends a visitor in. @returns how its last request went; `undefined` if it was not sent or not awaited */
  async visit({ source, steps, intended }: Visit): Promise<Observation | undefined> {
    if (this.#meter.open >= mostOpen) {
      this.#meter.asked(this.#now());
      this.#meter.failed('not-sent');
      this.#record({ at: intended, path: steps[0]?.path ?? '/', ...(source !== undefined && { source }) }, intended);
      return undefined;
    }
    this.#visits.begun += 1;
    const { address: host, keepAlive } = this.#order;
    const browser = new Browser({ host, keepAlive, random: `${this.#name}${this.#visits.begun}` });
    const last = await this.#walk({ source, steps, intended }, browser);
    const leftSomething = steps.some(({ step }) => step === 'post') && this.#order.script.cleanup.length > 0;
    if (leftSomething && !(await this.#does(this.#order.script.cleanup, browser, source)))
      this.#left.push({ browser, source });
    return this.#isOver() ? undefined : last;
  }

  /** Takes away what could not be taken away before, and leaves. @returns how many visitors' traces remain */
  async tidyUp(): Promise<number> {
    const limit = deadline(tidyMs);
    const { again, cleanup } = this.#order.script;
    const undone = await Promise.all(
      this.#left.map(async ({ browser, source }) => {
        const back = !limit.aborted && (await this.#does(again, browser, source));
        return back && (await this.#does(cleanup, browser, source));
      }),
    );
    return undone.filter((done) => !done).length;
  }

  /** What is under way may end if something is to be taken away afterwards; else there is nothing to wait for. */
  #cut(): void {
    if (this.#order.script.cleanup.length === 0) this.leave();
    else setTimeout(() => this.leave(), tidyMs).unref();
  }

  /** Hangs up. */
  leave(): void {
    this.#pool.close();
  }

  async #walk({ source, steps, intended }: Visit, browser: Browser): Promise<Observation | undefined> {
    let last: Observation | undefined;
    for (const step of steps) {
      if (this.#isOver() || last?.error !== undefined) return last;
      // A later step is meant to be sent as soon as the answer before it is there.
      last = await this.#measure(step, last?.ended ?? intended, browser, source);
    }
    if (!this.#isOver() && last?.error === undefined) this.#visits.finished += 1;
    return last;
  }

  #isOver(): boolean {
    return this.#signal.aborted;
  }

  async #measure(step: LoadStep, intended: number, browser: Browser, source: string | undefined): Promise<Observation> {
    this.#meter.asked(this.#now());
    const request = browser.request(step);
    const sent = this.#now();
    this.#meter.sent(intended, sent);
    const ending = await this.#pool.ask(source, request, this.#wantsBody(step));
    const known = { step: labelOf(step), intended, ended: this.#now() };
    const observation: Observation =
      'error' in ending
        ? { ...known, error: ending.error }
        : { ...known, ...this.#judge(step, ending.answer, browser) };
    if (!this.#isOver()) {
      this.#meter.ended(observation);
      const { path } = step;
      this.#record({ at: intended, path, ...(source !== undefined && { source }) }, sent, observation);
    }
    return observation;
  }

  #record(request: TracedRequest, sent: number, observation?: Observation): void {
    if (this.#order.record) this.#outcomes.push(outcomeOf(request, sent, observation));
  }

  #judge(
    step: LoadStep,
    answer: Parameters<Browser['take']>[1],
    browser: Browser,
  ): Pick<Observation, 'status' | 'machine' | 'error'> {
    const error = browser.take(step, answer);
    const machine = serverOf(answer, this.#order.servedBy);
    return { status: answer.status, ...(machine !== undefined && { machine }), ...(error !== undefined && { error }) };
  }

  /** Only a visit needs the pages that it is shown; a single page is passed over, which costs less. */
  #wantsBody(step: LoadStep): boolean {
    return this.#order.script.steps.length > 1 || (step.step === 'get' && step.contains !== undefined);
  }

  /** Takes steps that are not measured. @returns whether all went well */
  async #does(steps: readonly LoadStep[], browser: Browser, source: string | undefined): Promise<boolean> {
    for (const step of steps) {
      const ending = await this.#pool.ask(source, browser.request(step), true);
      if ('error' in ending || browser.take(step, ending.answer) !== undefined) return false;
    }
    return true;
  }
}

const labelOf = ({ step, path }: LoadStep): string => `${step.toUpperCase()} ${path.split('?')[0] ?? path}`;

/** What became of a traced request. */
export const outcomeOf = (traced: TracedRequest, sent: number, observation: Observation | undefined): TracedOutcome => {
  if (observation === undefined) return { ...traced, error: 'not-sent' };
  const { status, machine, error, ended } = observation;
  return {
    ...traced,
    sent,
    ...(status !== undefined && { status, latency: ended - traced.at }),
    ...(machine !== undefined && { machine }),
    ...(error !== undefined && { error }),
  };
};
