import { createHash } from 'node:crypto';
import { Secret } from '../model/secret.ts';

/** SHA-256 of a text's UTF-8 bytes, hex. */
export const sha256 = (text: string | Secret): string =>
  createHash('sha256')
    .update(text instanceof Secret ? text.reveal() : text)
    .digest('hex');

/** JSON in which a secret stands as its hash, so that two of them are told apart and neither is seen. */
export const hashedJson = (value: unknown): string =>
  JSON.stringify(value, function (this: Readonly<Record<string, unknown>>, key: string, plain: unknown): unknown {
    const original = this[key];
    return original instanceof Secret ? { sha256: sha256(original) } : plain;
  });

/** SHA-256 of values in a fixed order, hex. */
export const fingerprint = (...values: readonly unknown[]): string => sha256(hashedJson(values));
