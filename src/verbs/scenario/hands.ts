import type { LoadResult } from '../../model/load.ts';
import type { Traffic } from '../../model/scenario.ts';
import type { SeenRequest } from '../../scenarios/evaluate.ts';
import { isSameCall, type Wanted } from '../../scenarios/wanted.ts';
import type { Bench, LabRequest } from '../bench.ts';
import { injectFault, undoFaults } from '../fault.ts';
import { load } from '../load.ts';
import { set } from '../set.ts';

/** How it was when the scenario began. */
export interface Beginning {
  /** Of the wall's clock, ms. */
  readonly start: number;
  /** Values that somebody had set before, and finds again afterwards. */
  readonly own: readonly string[];
}

/** Visitors who come until they are told to stop. */
interface Stream {
  readonly traffic: Traffic;
  readonly stop: AbortController;
  readonly result: Promise<LoadResult>;
}

/** No scenario takes as long, ms. */
const longest = 6 * 60 * 60 * 1000;

/** Makes a lab as a scenario wants it, step by step: what is there and not wanted goes, what is wanted and not there comes. */
export class Hands {
  readonly #request: LabRequest;
  readonly #bench: Bench;
  readonly #streams = new Map<string, Stream>();
  readonly #requests: SeenRequest[] = [];
  readonly #start: number;
  readonly #own: readonly string[];

  constructor(request: LabRequest, bench: Bench, { start, own }: Beginning) {
    this.#request = request;
    this.#bench = bench;
    this.#start = start;
    this.#own = own;
  }

  /** What became of all requests of visitors who have left. */
  get requests(): readonly SeenRequest[] {
    return this.#requests;
  }

  async become(wanted: Wanted, now: Wanted, bench = this.#bench): Promise<void> {
    const gone = now.faults.filter((fault) => !wanted.faults.some((each) => isSameCall(each, fault)));
    const fresh = wanted.faults.filter((fault) => !now.faults.some((each) => isSameCall(each, fault)));
    for (const { range: _, ...fault } of gone.toReversed()) await undoFaults({ ...this.#request, ...fault }, bench);
    await this.#setTo(wanted.values, now.values, bench);
    for (const { range: _, ...fault } of fresh) await injectFault({ ...this.#request, ...fault }, bench);
    await this.#send(wanted.streams);
  }

  async #setTo(wanted: readonly string[], now: readonly string[], bench: Bench): Promise<void> {
    const keys = wanted.map((value) => value.split('=')[0]);
    const isDropped = now.some((value) => !keys.includes(value.split('=')[0]));
    if (isDropped) await set({ ...this.#request, values: 'reset' }, bench);
    const own = this.#own.filter((value) => !keys.includes(value.split('=')[0]));
    const values = isDropped ? [...own, ...wanted] : wanted.filter((value) => !now.includes(value));
    if (values.length > 0) await set({ ...this.#request, values }, bench);
  }

  async #send(wanted: Wanted['streams']): Promise<void> {
    const leaving = [...this.#streams].filter(([name, { traffic }]) => wanted.get(name) !== traffic);
    await Promise.all(leaving.map(([name, stream]) => this.#end(name, stream)));
    for (const [name, traffic] of wanted) if (!this.#streams.has(name)) this.#streams.set(name, this.#begin(traffic));
  }

  #begin(traffic: Traffic): Stream {
    const stop = new AbortController();
    const { stage } = this.#bench;
    const quiet: Bench = {
      ...this.#bench,
      stage: {
        ...stage,
        signal: stop.signal,
        emit: (event) => {
          if (event.type === 'load-second') stage.emit(event);
        },
      },
    };
    const result = load({ ...this.#request, ...traffic, milliseconds: longest, record: true }, quiet);
    // Whoever ends the stream hears of it.
    result.catch(() => undefined);
    return { traffic, stop, result };
  }

  async #end(name: string, { stop, result }: Stream): Promise<void> {
    stop.abort();
    this.#streams.delete(name);
    const { started, outcomes = [] } = await result;
    const shift = Date.parse(started) - this.#start;
    const requests = outcomes.map(({ sent, ...outcome }) => ({
      ...outcome,
      at: outcome.at + shift,
      ...(sent !== undefined && { sent: sent + shift }),
      stream: name,
    }));
    this.#requests.push(...requests);
  }
}
