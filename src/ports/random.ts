import { randomBytes, randomInt } from 'node:crypto';

/** Chance. */
export interface Random {
  bytes(count: number): Uint8Array<ArrayBuffer>;
  /** Characters drawn evenly from an alphabet. */
  text(length: number, alphabet?: string): string;
}

/** Letters and digits: means the same to a shell, a URL, SQL, YAML and a configuration file. */
const plainAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** The operating system's source of randomness, good enough for keys. */
export const secureRandom: Random = {
  bytes: (count) => new Uint8Array(randomBytes(count)),
  text: (length, alphabet = plainAlphabet) =>
    Array.from({ length }, () => alphabet[randomInt(alphabet.length)] ?? '').join(''),
};
