import type { Distribution } from '../model/distribution.ts';
import { Alias } from './alias.ts';
import { Cell, expIn, log, logIn } from './elementary.ts';
import { normalQuantileIn } from './normal.ts';
import type { Streams } from './streams.ts';

/** A distribution and the stream of chance that it draws from. */
export interface Draw {
  readonly distribution: Distribution;
  readonly stream: number;
}

const constant = 0;
const exponential = 1;
const uniform = 2;
const erlang = 3;
const hyperexponential = 4;
const lognormal = 5;
const weibull = 6;
const listed = 7;
const smoothed = 8;
const demanded = 9;

type Coded = readonly [kind: number, a: number, b: number, table?: Table];

/** What a distribution needs beyond two numbers. */
interface Table {
  readonly values: Float64Array;
  readonly alias?: Alias;
}

function coded(distribution: Distribution): Coded {
  if (typeof distribution === 'number') return [constant, distribution, 0];
  if ('exponential' in distribution) return [exponential, distribution.exponential, 0];
  if ('uniform' in distribution) return [uniform, distribution.uniform[0], distribution.uniform[1]];
  if ('erlang' in distribution) return [erlang, distribution.erlang.mean, distribution.erlang.phases];
  if ('weibull' in distribution) return [weibull, distribution.weibull.scale, 1 / distribution.weibull.shape];
  if ('demand' in distribution) return [demanded, distribution.demand, 0];
  if ('lognormal' in distribution) return codedLognormal(distribution.lognormal);
  if ('hyperexponential' in distribution) {
    const branches = distribution.hyperexponential;
    const alias = new Alias(branches.map(({ probability }) => probability));
    return [hyperexponential, 0, 0, { values: Float64Array.from(branches, ({ mean }) => mean), alias }];
  }
  const { values, weights, smooth } = distribution.empirical;
  if (smooth) return [smoothed, 0, 0, { values: Float64Array.from(values).sort() }];
  return [listed, 0, 0, { values: Float64Array.from(values), alias: new Alias(weights ?? values.map(() => 1)) }];
}

/** From mean and coefficient of variation to those of the logarithm. */
function codedLognormal({ mean, variation }: { readonly mean: number; readonly variation: number }): Coded {
  const variance = log(1 + variation * variation);
  return [lognormal, log(mean) - variance / 2, Math.sqrt(variance)];
}

/** What requests bring, by their rows. */
interface Demands {
  readonly demand: Float64Array;
}

/** All distributions of a model, as numbers in rows: drawing is one dispatch. */
export class Samplers {
  /** What was drawn last. */
  drawn = 0.5;
  private readonly kind: Uint8Array;
  private readonly a: Float64Array;
  private readonly b: Float64Array;
  private readonly stream: Int32Array;
  private readonly tables: readonly (Table | undefined)[];
  private readonly streams: Streams;
  private readonly demands: Demands;
  private readonly cell = new Cell();

  constructor(draws: readonly Draw[], streams: Streams, demands: Demands) {
    const rows = draws.map(({ distribution }) => coded(distribution));
    this.kind = Uint8Array.from(rows, ([kind]) => kind);
    this.a = Float64Array.from(rows, ([, a]) => a);
    this.b = Float64Array.from(rows, ([, , b]) => b);
    this.tables = rows.map(([, , , table]) => table);
    this.stream = Int32Array.from(draws, ({ stream }) => stream);
    this.streams = streams;
    this.demands = demands;
  }

  /** Draws a value of the distribution into `drawn`, for the request in this row, or -1. */
  draw(index: number, row: number): void {
    const kind = this.kind[index]!;
    if (kind === exponential) {
      this.streams.exponential(this.stream[index]!);
      this.drawn = this.a[index]! * this.streams.drawn;
    } else if (kind === constant) this.drawn = this.a[index]!;
    else if (kind === demanded) this.drawn = this.a[index]! * (row < 0 ? 1 : this.demands.demand[row]!);
    else {
      this.streams.toss(this.stream[index]!);
      this.other(index);
    }
  }

  /** What a distribution makes of what was tossed. */
  private other(index: number): void {
    const { streams, cell } = this;
    const u = streams.drawn;
    const a = this.a[index]!;
    const b = this.b[index]!;
    switch (this.kind[index]!) {
      case uniform:
        this.drawn = a + (b - a) * u;
        break;
      case lognormal:
        cell.value = u;
        normalQuantileIn(cell);
        cell.value = a + b * cell.value;
        expIn(cell);
        this.drawn = cell.value;
        break;
      case weibull:
        cell.value = u;
        logIn(cell);
        cell.value = -cell.value;
        if (b !== 1) this.raise(index);
        this.drawn = a * cell.value;
        break;
      case erlang:
        this.drawErlang(index);
        break;
      case hyperexponential: {
        const mean = this.listedAt(index);
        streams.exponential(this.stream[index]!);
        this.drawn = this.tables[index]!.values[mean]! * streams.drawn;
        break;
      }
      case smoothed:
        this.between(this.tables[index]!.values);
        break;
      default:
        this.drawn = this.tables[index]!.values[this.listedAt(index)]!;
    }
  }

  /** The cell to the power `b`. */
  private raise(index: number): void {
    const { cell } = this;
    logIn(cell);
    cell.value = this.b[index]! * cell.value;
    expIn(cell);
  }

  /** Which of the values in its table was tossed. */
  private listedAt(index: number): number {
    return this.tables[index]!.alias!.at(this.streams);
  }

  /** One logarithm for up to 16 phases: the product of so many uniform numbers is still far from underflow. */
  private drawErlang(index: number): void {
    const { streams, cell } = this;
    const stream = this.stream[index]!;
    const phases = this.b[index]!;
    let product = streams.drawn;
    let sum = 0;
    for (let phase = 1; phase < phases; phase += 1) {
      streams.toss(stream);
      product *= streams.drawn;
      if ((phase & 15) === 15) {
        cell.value = product;
        logIn(cell);
        sum += cell.value;
        product = 1;
      }
    }
    cell.value = product;
    logIn(cell);
    this.drawn = (-this.a[index]! / phases) * (sum + cell.value);
  }

  /** Somewhere from halfway to the value before to halfway to the next, each value as likely. */
  private between(values: Float64Array): void {
    const place = this.streams.drawn * values.length;
    const i = Math.floor(place);
    const value = values[i]!;
    const low = i === 0 ? value : (values[i - 1]! + value) / 2;
    const high = i === values.length - 1 ? value : (value + values[i + 1]!) / 2;
    this.drawn = low + (place - i) * (high - low);
  }
}
