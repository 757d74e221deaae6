import type { Quota } from '../model/model.ts';

/**
 * Processor time that runs out and is given anew, as Linux' CFS bandwidth control does it (Turner, Rao and Rao, "CPU
 * bandwidth control for CFS", 2010): all run at full speed until what they have used together in the period reaches the
 * quota, and then nobody runs until the period ends. What is left at its end is lost.
 *
 * As long as the same number run, when they run and when they stand still is known for all time, so that no event is
 * needed at the beginning of a period. Questions and answers are fields: see `EventHeap` for why.
 */
export class Allowance {
  /** What is asked about: from when on, and for `run` until when, for `foresee` for how long. */
  from = 0;
  to = 0;
  wanted = 0;
  /** What `run` and `foresee` answer: seconds, and a time. */
  ran = 0;
  due = 0;
  private used = 0;
  private readonly quota: number;
  private readonly period: number;
  private readonly phase: number;
  /** When the period at hand ends, in periods after `phase`: a whole number, which no rounding can shift. */
  private turn: number;
  private end = 0;
  /** With a value from the start: a field that was once `undefined` keeps its numbers in boxes, a new one for each. */
  private left = 0.5;
  /** What `use` is told: for how long at most. */
  private most = 0.5;
  /** What `enter` is told. */
  private time = 0.5;

  constructor({ seconds, period, phase = 0 }: Quota) {
    this.quota = seconds;
    this.period = period;
    this.phase = phase % period;
    this.left = seconds;
    this.turn = this.phase > 0 ? 0 : 1;
  }

  /** How long it was run between the two times, at so many processors. */
  run(processors: number): void {
    const { from, to } = this;
    this.time = from;
    this.enter();
    this.ran = 0;
    this.most = (to < this.end ? to : this.end) - from;
    this.use(processors);
    if (to < this.end) return;
    const before = this.turn;
    this.time = to;
    this.enter();
    const whole = this.turn - before - 1;
    if (whole > 0) {
      const each = Math.min(this.period, this.quota / processors);
      this.used += whole * each * processors;
      this.ran += whole * each;
    }
    this.most = to - (this.end - this.period);
    this.use(processors);
  }

  /** When it has been run for as long as is wanted, at so many processors, if that does not change. */
  foresee(processors: number): void {
    const { from, wanted } = this;
    this.time = from;
    this.enter();
    const { end } = this;
    const first = Math.min(end - from, this.left / processors);
    if (wanted <= first) {
      this.due = from + wanted;
      return;
    }
    const each = Math.min(this.period, this.quota / processors);
    const rest = wanted - first;
    const whole = Math.ceil(rest / each) - 1;
    this.due = end + whole * this.period + (rest - whole * each);
  }

  /** Processor seconds used since they were taken last. */
  takeUsed(): number {
    const { used } = this;
    this.used = 0;
    return used;
  }

  /** It is run for as long as `most` says, or for as long as there is something left. */
  private use(processors: number): void {
    const { most } = this;
    const seconds = Math.min(most, this.left / processors);
    this.ran += seconds;
    this.used += seconds * processors;
    this.left = Math.max(0, this.left - seconds * processors);
  }

  /** Goes on to the period that `time` is in. What is to be used is all there again if it is a later one. */
  private enter(): void {
    const { time } = this;
    this.end = this.phase + this.turn * this.period;
    if (time < this.end) return;
    this.turn += Math.floor((time - this.end) / this.period) + 1;
    // The division may have been rounded to either side.
    while (this.phase + this.turn * this.period <= time) this.turn += 1;
    while (this.phase + (this.turn - 1) * this.period > time) this.turn -= 1;
    this.left = this.quota;
    this.end = this.phase + this.turn * this.period;
  }
}
