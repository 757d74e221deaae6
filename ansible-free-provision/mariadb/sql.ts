import { createHash } from 'node:crypto';
import { escapeFor } from '../../src/kit/escape.ts';
import type { Secret } from '../../src/model/secret.ts';

/** A text as an SQL literal, quotes included. Throws RangeError for a NUL. */
export const literal = escapeFor('literal.sql');

/** A plain name as an SQL identifier, backticks included. Throws RangeError for what is not one. */
export function identifier(name: string): string {
  if (!/^[\w-]{1,64}$/.test(name)) throw new RangeError(`${JSON.stringify(name)} is no plain name`);
  return `\`${name}\``;
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

/** What the client says between the rows of one question and of the next. */
export const apart = { stdin: "\nselect '-- next --';\n", stdout: '-- next --\n' } as const;
