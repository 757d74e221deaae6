import type { RatePiece } from '../model/source.ts';
import type { CompiledSource } from '../program/compiled.ts';
import type { Samplers } from '../random/samplers.ts';

/** When the requests of an open source, or of a trace, come. */
export class Arrivals {
  /** When the next one comes; infinite if no more comes. */
  due = 0;
  /** How many have come before that one: its index in a trace. */
  index = -1;
  private readonly samplers: Samplers;
  private readonly spacing: number;
  private readonly times: readonly number[] | undefined;
  private readonly pieces: readonly RatePiece[] | undefined;
  private readonly mean: number;
  private piece = 0;

  constructor({ spec, spacing }: CompiledSource, samplers: Samplers) {
    const rate = 'arrivals' in spec && 'rate' in spec.arrivals ? spec.arrivals.rate : 1;
    this.samplers = samplers;
    this.spacing = spacing;
    this.times = 'trace' in spec ? spec.trace.times : undefined;
    this.pieces = typeof rate === 'number' ? undefined : rate;
    this.mean = typeof rate === 'number' ? 1 / rate : 1;
  }

  /** The one that was due has come: looks forward to the one after it. */
  next(): void {
    this.index += 1;
    if (this.times) {
      this.due = this.times[this.index] ?? Infinity;
      return;
    }
    this.samplers.draw(this.spacing, -1);
    if (this.pieces) this.stretch(this.pieces);
    else this.due += this.samplers.drawn * this.mean;
  }

  /**
   * To the time by which the rate has summed up to what was drawn. For exponential draws this is the inhomogeneous
   * Poisson process (Çınlar 1975, by inversion of the integrated rate).
   */
  private stretch(pieces: readonly RatePiece[]): void {
    let left = this.samplers.drawn;
    for (;;) {
      while (this.piece + 1 < pieces.length && pieces[this.piece + 1]!.from <= this.due) this.piece += 1;
      const { from, rate } = pieces[this.piece]!;
      const end = pieces[this.piece + 1]?.from ?? Infinity;
      if (from > this.due) this.due = from; // before the first piece nothing comes
      if (left <= rate * (end - this.due)) break;
      if (end === Infinity) {
        this.due = Infinity;
        return;
      }
      left -= rate * (end - this.due);
      this.due = end;
    }
    this.due += left / pieces[this.piece]!.rate;
  }
}
