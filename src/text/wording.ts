import type { Diagnostic } from '../model/diagnostic.ts';
import type { Sentence } from '../model/sentence.ts';
import { nearest } from './nearest.ts';

/** What a diagnostic says, apart from where. */
export type Wording = Pick<Diagnostic, 'code' | 'message' | 'hint'> & { readonly severity?: Diagnostic['severity'] };

/** What a failure says, and what to do next. */
export interface Words {
  readonly message: Sentence;
  readonly hint: Sentence;
}

/** A sentence that reads the same in every language. */
export const same = (text: string): Sentence => ({ en: text, pt: text });

/** `1 machine`, `2 machines`. */
export const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** A value from the file as it stands in a message: quoted, no longer than a glance. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return '[…]';
  if (typeof value === 'object' && value !== null) return '{…}';
  if (typeof value !== 'string') return String(value);
  return `"${value.length > 40 ? `${value.slice(0, 39)}…` : value}"`;
}

/** Names in a row, or a dash if there are none. */
const listed = (names: readonly string[]): string => (names.length > 0 ? names.slice(0, 30).join(', ') : '—');

/** "did you mean", or what there is to choose from. */
export function choice(typed: string, known: readonly string[]): Sentence {
  const suggestion = nearest(typed, known);
  if (suggestion !== undefined) return { en: `did you mean "${suggestion}"?`, pt: `você quis dizer "${suggestion}"?` };
  return { en: `known: ${listed(known)}`, pt: `conhecidos: ${listed(known)}` };
}

/** `bytes` as whole mebibytes, rounded up. */
export const inMiB = (bytes: number): string => `${String(Math.ceil(bytes / 1024 ** 2))} MiB`;
