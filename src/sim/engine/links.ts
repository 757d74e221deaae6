import type { CompiledLink } from '../program/compiled.ts';
import type { Samplers } from '../random/samplers.ts';
import type { Streams } from '../random/streams.ts';
import type { Agenda } from './agenda.ts';
import type { Requests } from './requests.ts';

interface Around {
  readonly samplers: Samplers;
  readonly streams: Streams;
  readonly requests: Requests;
  readonly agenda: Agenda;
}

/** The delays and losses of all links. Their rates are stations. */
export class Links {
  private readonly links: readonly CompiledLink[];
  private readonly samplers: Samplers;
  private readonly streams: Streams;
  private readonly requests: Requests;
  private readonly agenda: Agenda;
  private readonly loss: Float64Array;
  /** A constant delay that has taken the place of the one drawn; -1 for none. */
  private readonly delay: Float64Array;

  constructor(links: readonly CompiledLink[], { samplers, streams, requests, agenda }: Around) {
    this.links = links;
    this.samplers = samplers;
    this.requests = requests;
    this.streams = streams;
    this.agenda = agenda;
    this.loss = Float64Array.from(links, ({ loss }) => loss);
    this.delay = new Float64Array(links.length).fill(-1);
  }

  /** Adds up in `until` how long the message of a request takes. False if it is lost for good. */
  cross(row: number, index: number): boolean {
    const { samplers, requests } = this;
    const link = this.links[index]!;
    let time = this.loss[index]! > 0 || link.outages.length > 0 ? this.resent(index, link) : 0;
    if (time < 0) return false;
    if (this.delay[index]! < 0) {
      samplers.draw(link.delay, row);
      time += samplers.drawn;
    } else time += this.delay[index]!;
    if (link.jitter >= 0) {
      samplers.draw(link.jitter, row);
      time += samplers.drawn;
    }
    requests.until[row] = time;
    return true;
  }

  /** From now on. */
  change(index: number, { loss, delay }: { readonly loss?: number; readonly delay?: number }): void {
    if (loss !== undefined) this.loss[index] = loss;
    if (delay !== undefined) this.delay[index] = delay;
  }

  /** Seconds that go by with losses, or -1. After 20 doublings nobody waits any longer. */
  private resent(index: number, { chance, resendAfter, outages }: CompiledLink): number {
    const loss = this.loss[index]!;
    let pause = resendAfter;
    let total = 0;
    for (let times = 0; this.isDown(outages, total) || this.isLost(loss, chance); times += 1) {
      if (resendAfter === Infinity || times === 20) return -1;
      total += pause;
      pause *= 2;
    }
    return total;
  }

  private isDown(outages: CompiledLink['outages'], later: number): boolean {
    const at = this.agenda.now + later;
    for (const { from, until } of outages) if (at >= from && at < until) return true;
    return false;
  }

  private isLost(loss: number, chance: number): boolean {
    if (loss === 0) return false;
    this.streams.toss(chance);
    return this.streams.drawn < loss;
  }
}
