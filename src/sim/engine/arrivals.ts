import type { RatePiece } from '../model/source.ts';
import type { CompiledSource } from '../program/compiled.ts';
import type { Samplers } from '../random/samplers.ts';

/** When the next request of an open source comes. */
export class Arrivals {
  private readonly samplers: Samplers;
  private readonly spacing: number;
  private readonly pieces: readonly RatePiece[];
  private readonly times: readonly number[] | undefined;
  private readonly renewal: boolean;
  private sent = 0;
  private piece = 0;

  constructor({ spec, spacing }: CompiledSource, samplers: Samplers) {
    this.samplers = samplers;
    this.spacing = spacing;
    this.times = 'trace' in spec ? spec.trace.times : undefined;
    const arrivals = 'arrivals' in spec ? spec.arrivals : { every: 1 };
    this.renewal = 'every' in arrivals;
    const rate = 'every' in arrivals ? 1 : arrivals.rate;
    this.pieces = typeof rate === 'number' ? [{ from: 0, rate }] : rate;
  }

  /** The index of the next request in its trace. */
  get index(): number {
    return this.sent;
  }

  /** When the next one comes, the last one having come at `now`; infinite if no more comes. */
  next(now: number): number {
    if (this.times) return this.times[this.sent++] ?? Infinity;
    const span = this.samplers.draw(this.spacing, 1);
    return this.renewal ? now + span : this.stretched(now, span);
  }

  /**
   * The time by which the rate has summed up to `span`. For exponential spans this is the inhomogeneous Poisson process
   * (Çınlar 1975, by inversion of the integrated rate).
   */
  private stretched(now: number, span: number): number {
    let left = span;
    let time = now;
    for (;;) {
      while (this.piece + 1 < this.pieces.length && this.pieces[this.piece + 1]!.from <= time) this.piece += 1;
      const { from, rate } = this.pieces[this.piece]!;
      if (from > time) time = from; // before the first piece nothing comes
      const end = this.pieces[this.piece + 1]?.from ?? Infinity;
      if (left <= rate * (end - time)) return time + left / rate;
      if (end === Infinity) return Infinity;
      left -= rate * (end - time);
      time = end;
    }
  }
}
