import type { CompiledLink } from '../program/compiled.ts';
import type { Samplers } from '../random/samplers.ts';
import type { Streams } from '../random/streams.ts';

/** The delays and losses of all links. Their rates are stations. */
export class Links {
  private readonly links: readonly CompiledLink[];
  private readonly samplers: Samplers;
  private readonly streams: Streams;
  private readonly loss: Float64Array;
  /** A constant delay that has taken the place of the one drawn; -1 for none. */
  private readonly delay: Float64Array;

  constructor(links: readonly CompiledLink[], samplers: Samplers, streams: Streams) {
    this.links = links;
    this.samplers = samplers;
    this.streams = streams;
    this.loss = Float64Array.from(links, ({ loss }) => loss);
    this.delay = new Float64Array(links.length).fill(-1);
  }

  /** Seconds until a message is across, or -1 if it is lost for good. */
  cross(index: number, demand: number): number {
    const link = this.links[index]!;
    const resent = this.loss[index]! > 0 ? this.resent(index, link) : 0;
    if (resent < 0) return -1;
    const fixed = this.delay[index]!;
    const delay = fixed < 0 ? this.samplers.draw(link.delay, demand) : fixed;
    return resent + delay + (link.jitter < 0 ? 0 : this.samplers.draw(link.jitter, demand));
  }

  /** From now on. */
  change(index: number, { loss, delay }: { readonly loss?: number; readonly delay?: number }): void {
    if (loss !== undefined) this.loss[index] = loss;
    if (delay !== undefined) this.delay[index] = delay;
  }

  /** Seconds that go by with losses, or -1. After 20 doublings nobody waits any longer. */
  private resent(index: number, { chance, resendAfter }: CompiledLink): number {
    const loss = this.loss[index]!;
    let pause = resendAfter;
    let total = 0;
    for (let times = 0; this.streams.uniform(chance) < loss; times += 1) {
      if (resendAfter === Infinity || times === 20) return -1;
      total += pause;
      pause *= 2;
    }
    return total;
  }
}
