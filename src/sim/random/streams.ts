import { log } from './elementary.ts';

/**
 * Independent streams of chance, one a purpose (xoshiro128**, Blackman and Vigna 2018, 128 bits of state each). A
 * stream follows from its name, the seed and the replication alone: two designs that share a purpose meet the same
 * chance there (common random numbers), whatever else they have. Integer arithmetic: the same bits everywhere.
 */
export class Streams {
  /** What `toss` or `exponential` drew last. */
  drawn = 0.5;
  private readonly state: Int32Array;
  private high = 0;
  private low = 0;

  constructor(names: readonly string[], seed: number, replication: number) {
    this.state = new Int32Array(names.length * 4);
    names.forEach((name, stream) => {
      for (let word = 0; word < 4; word += 1) this.state[stream * 4 + word] = seedWord(name, seed, replication, word);
    });
  }

  /** The next number of the stream, evenly between 0 and 1, both exclusive, in steps of 2^-52. */
  uniform(stream: number): number {
    this.toss(stream);
    return this.drawn;
  }

  /** Draws the next number of the stream, as `uniform` has it, into `drawn`. */
  toss(stream: number): void {
    this.advance(stream);
    this.drawn = ((this.high >>> 6) * 67108864 + (this.low >>> 6) + 0.5) * 2 ** -52;
  }

  /**
   * Draws the next number of the stream into `drawn`, exponential with the mean 1: minus the logarithm of what `uniform` would have given,
   * and one to one with it. The logarithm is that of 1024 known numbers and, for the small rest, its series.
   */
  exponential(stream: number): void {
    this.advance(stream);
    const high = this.high >>> 6;
    if (high === 0) {
      this.drawn = -log(((this.low >>> 6) + 0.5) * 2 ** -52);
      return;
    }
    const zeros = Math.clz32(high) - 6;
    const fraction = (high * 67108864 + (this.low >>> 6) + 0.5) * powers[zeros]!;
    const near = ((high << zeros) >>> 15) & 1023;
    const r = fraction * inverses[near]! - 1;
    this.drawn = zeros * ln2 - logarithms[near]! - (r + r * r * (-1 / 2 + r * (1 / 3 - r * (1 / 4))));
  }

  /** Two words of 32 bits. */
  private advance(stream: number): void {
    const { state } = this;
    const at = stream * 4;
    let s0 = state[at]!;
    let s1 = state[at + 1]!;
    let s2 = state[at + 2]!;
    let s3 = state[at + 3]!;
    const first = Math.imul(s1, 5);
    this.high = Math.imul((first << 7) | (first >>> 25), 9);
    let t = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= t;
    s3 = (s3 << 11) | (s3 >>> 21);
    const second = Math.imul(s1, 5);
    this.low = Math.imul((second << 7) | (second >>> 25), 9);
    t = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    state[at + 1] = s1 ^ s2;
    state[at] = s0 ^ s3;
    state[at + 2] = s2 ^ t;
    state[at + 3] = (s3 << 11) | (s3 >>> 21);
  }
}

const ln2 = 0.6931471805599453;
/** 2^(zeros-52) */
const powers = Float64Array.from({ length: 27 }, (_, zeros) => (1 << zeros) / 4503599627370496);
/** The middles of 1024 equal parts between 1/2 and 1: their inverses, and their logarithms. */
const middles = Array.from({ length: 1024 }, (_, i) => (1024.5 + i) / 2048);
const inverses = Float64Array.from(middles, (middle) => 1 / middle);
const logarithms = Float64Array.from(inverses, (inverse) => -log(inverse));

/** A word of a stream's first state: a chain of its own for each, so that no two streams share all four by accident. */
function seedWord(name: string, seed: number, replication: number, word: number): number {
  let hash = mixed(0x9e3779b9 + word * 0x7f4a7c15);
  for (let i = 0; i < name.length; i += 1) hash = mixed(Math.imul(hash ^ name.charCodeAt(i), 0x01000193));
  hash = mixed(hash ^ (seed >>> 0));
  hash = mixed(hash ^ (Math.floor(seed / 2 ** 32) >>> 0));
  return mixed(hash ^ Math.imul(replication + 1, 0x85ebca6b)) | 0;
}

/** The finaliser of MurmurHash3: every bit of the input changes every bit of the output with probability one half. */
function mixed(word: number): number {
  let hash = word | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
