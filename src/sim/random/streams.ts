/**
 * Independent streams of chance, one a purpose (xoshiro128**, Blackman and Vigna 2018, 128 bits of state each). A
 * stream follows from its name, the seed and the replication alone: two designs that share a purpose meet the same
 * chance there (common random numbers), whatever else they have. Integer arithmetic: the same bits everywhere.
 */
export class Streams {
  private readonly state: Int32Array;

  constructor(names: readonly string[], seed: number, replication: number) {
    this.state = new Int32Array(names.length * 4);
    names.forEach((name, stream) => {
      for (let word = 0; word < 4; word += 1) this.state[stream * 4 + word] = seedWord(name, seed, replication, word);
    });
  }

  /** The next number of the stream, evenly between 0 and 1, both exclusive, in steps of 2^-52. */
  uniform(stream: number): number {
    const { state } = this;
    const at = stream * 4;
    let s0 = state[at]!;
    let s1 = state[at + 1]!;
    let s2 = state[at + 2]!;
    let s3 = state[at + 3]!;
    const five = Math.imul(s1, 5);
    const high = Math.imul((five << 7) | (five >>> 25), 9);
    let t = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= t;
    s3 = (s3 << 11) | (s3 >>> 21);
    const again = Math.imul(s1, 5);
    const low = Math.imul((again << 7) | (again >>> 25), 9);
    t = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    state[at + 1] = s1 ^ s2;
    state[at] = s0 ^ s3;
    state[at + 2] = s2 ^ t;
    state[at + 3] = (s3 << 11) | (s3 >>> 21);
    return ((high >>> 6) * 67108864 + (low >>> 6) + 0.5) * 2 ** -52;
  }
}

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
