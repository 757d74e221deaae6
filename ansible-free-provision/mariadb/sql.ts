import { createHash } from 'node:crypto';
import { escapeFor } from '../../src/kit/escape.ts';
import type { Secret } from '../../src/model/secret.ts';

/** A text as an SQL literal, quotes included. Throws RangeError for a NUL. */
export const literal = escapeFor('literal.sql');

/** A name as an SQL identifier, backticks included. */
export function identifier(name: string): string {
  if (name === '' || name.length > 64 || name.includes('\0'))
    throw new RangeError(`${JSON.stringify(name)} is no SQL name`);
  return `\`${name.replaceAll('`', '``')}\``;
}

/** What MariaDB keeps of a password: one cannot sign in with it. */
export function passwordHash(password: Secret): string {
  const once = createHash('sha1').update(password.reveal()).digest();
  return `*${createHash('sha1').update(once).digest('hex').toUpperCase()}`;
}

/** MariaDB's own client as root over the unix socket; statements go in by standard input, rows come out tab by tab. */
export const client = (database?: string): readonly string[] => [
  'mariadb',
  '--batch',
  '--skip-column-names',
  ...(database === undefined ? [] : [`--database=${database}`]),
];
