import type { Quota } from '../model/model.ts';

/**
 * Processor time that runs out and is given anew, as Linux' CFS bandwidth control does it (Turner, Rao and Rao, "CPU
 * bandwidth control for CFS", 2010): all run at full speed until what they have used together in the period reaches the
 * quota, and then nobody runs until the period ends. What is left at its end is lost.
 *
 * As long as the same number run, when they run and when they stand still is known for all time, so that no event is
 * needed at the beginning of a period.
 */
export class Allowance {
  private used = 0;
  private readonly quota: number;
  private readonly period: number;
  private readonly phase: number;
  /** When the period at hand ends, in periods after `phase`: a whole number, which no rounding can shift. */
  private turn: number;
  private left: number;

  constructor({ seconds, period, phase = 0 }: Quota) {
    this.quota = seconds;
    this.period = period;
    this.phase = phase % period;
    this.left = seconds;
    this.turn = this.phase > 0 ? 0 : 1;
  }

  /** How long it was run between the two times, at so many processors. */
  run(from: number, to: number, processors: number): number {
    let end = this.endsAt(from);
    if (to < end) return this.use(Math.min(to - from, this.left / processors), processors);
    let ran = this.use(Math.min(end - from, this.left / processors), processors);
    const before = this.turn;
    end = this.endsAt(to);
    const whole = this.turn - before - 1;
    if (whole > 0) {
      const each = Math.min(this.period, this.quota / processors);
      this.used += whole * each * processors;
      ran += whole * each;
    }
    return ran + this.use(Math.min(to - (end - this.period), this.left / processors), processors);
  }

  /** When it has been run for so long, beginning now at so many processors, if that does not change. */
  after(now: number, seconds: number, processors: number): number {
    const end = this.endsAt(now);
    const first = Math.min(end - now, this.left / processors);
    if (seconds <= first) return now + seconds;
    const each = Math.min(this.period, this.quota / processors);
    const rest = seconds - first;
    const whole = Math.ceil(rest / each) - 1;
    return end + whole * this.period + (rest - whole * each);
  }

  /** Processor seconds used since they were taken last. */
  takeUsed(): number {
    const { used } = this;
    this.used = 0;
    return used;
  }

  private use(seconds: number, processors: number): number {
    this.used += seconds * processors;
    this.left = Math.max(0, this.left - seconds * processors);
    return seconds;
  }

  /** The end of the period that this time is in. What is to be used is all there again if it is a later one. */
  private endsAt(time: number): number {
    const end = this.phase + this.turn * this.period;
    if (time < end) return end;
    this.turn += Math.floor((time - end) / this.period) + 1;
    // The division may have been rounded to either side.
    while (this.phase + this.turn * this.period <= time) this.turn += 1;
    while (this.phase + (this.turn - 1) * this.period > time) this.turn -= 1;
    this.left = this.quota;
    return this.phase + this.turn * this.period;
  }
}
