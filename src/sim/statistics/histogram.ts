const real = new Float64Array(1);
const words = new Int32Array(real.buffer);
const top = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0;

/** Steps in each doubling of the value. The middle of a step is at most 1/256 of its value away from its ends. */
const perOctave = 128;
const smallestExponent = -34;
const octaves = 64;
const offset = (smallestExponent + 1023) * perOctave;
/** One more for what is too small for the first step, zero above all. */
const steps = octaves * perOctave + 1;

/**
 * How often which value occurred: counts on a logarithmic scale, from 6e-11 to 1e9, of constant size. A value read
 * from it is at most 0.4 % from the one that went in. Mean, least and greatest are exact.
 */
export class Histogram {
  /** How far a value read from it may be from the one that went in, as a share of it. */
  static readonly coarseness = 1 / (2 * perOctave);

  readonly counts = new Float64Array(steps);
  count = 0;
  sum = 0;
  least = Infinity;
  greatest = 0;
  /** What `take` records: not below zero. A field, not an argument: see `EventHeap` for why. */
  value = 0.5;

  /** A value not below zero. */
  record(value: number): void {
    this.value = value;
    this.take();
  }

  /** Records `value`. */
  take(): void {
    const { value } = this;
    real[0] = value;
    const step = (words[top]! >> 13) - offset + 1;
    const at = step < 0 ? 0 : step >= steps ? steps - 1 : step;
    this.counts[at] = this.counts[at]! + 1;
    this.count += 1;
    this.sum += value;
    if (value < this.least) this.least = value;
    if (value > this.greatest) this.greatest = value;
  }

  /** The mean; not a number if nothing was recorded. */
  get mean(): number {
    return this.sum / this.count;
  }

  /** The value that this share, between 0 and 1, of the values do not exceed; not a number if nothing was recorded. */
  quantile(share: number): number {
    if (this.count === 0) return NaN;
    return Math.min(Math.max(middle(this.stepOf(share)), this.least), this.greatest);
  }

  /** The step of the value that this share do not exceed; the last one if nothing was recorded. */
  stepOf(share: number): number {
    const rank = Math.max(1, Math.ceil(share * this.count));
    let below = 0;
    let at = 0;
    while (at < steps - 1 && (below += this.counts[at]!) < rank) at += 1;
    return at;
  }

  /** How many values there are up to a step, with it. */
  upTo(step: number): number {
    let below = 0;
    for (let at = 0; at <= step; at += 1) below += this.counts[at]!;
    return below;
  }

  add(other: Histogram): void {
    for (let i = 0; i < steps; i += 1) this.counts[i] = this.counts[i]! + other.counts[i]!;
    this.count += other.count;
    this.sum += other.sum;
    this.least = Math.min(this.least, other.least);
    this.greatest = Math.max(this.greatest, other.greatest);
  }

  clear(): void {
    this.counts.fill(0);
    this.count = 0;
    this.sum = 0;
    this.least = Infinity;
    this.greatest = 0;
  }
}

/** The value in the middle of a step. */
function middle(step: number): number {
  if (step === 0) return 0;
  words[1 - top] = 0;
  words[top] = (step - 1 + offset) << 13;
  const from = real[0]!;
  words[top] = (step + offset) << 13;
  return (from + real[0]!) / 2;
}
