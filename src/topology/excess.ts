import { Lexer } from 'yaml';
import { tooDeep, tooLarge, tooManyAliases, tooManyValues } from '../text/document.ts';
import type { Wording } from '../text/wording.ts';

/** What a file, which may come from a stranger, may ask of the parser. */
export const limits = { characters: 1 << 20, tokens: 50_000, aliases: 100, depth: 24, values: 20_000 } as const;

/** The lexer announces a scalar's text with this; zero-width tokens are control characters. */
const scalarFollows = '\x1f';
const zeroWidth = new Set([scalarFollows, '\x02', '\x18']);

/** What is too much about a text, and at which offset. Reads tokens only, and no further than the limits. */
export function excess(text: string): { readonly wording: Wording; readonly offset: number } | undefined {
  if (text.length > limits.characters) return { wording: tooLarge(text.length, limits.characters), offset: 0 };
  let [offset, tokens, aliases, depth, previous] = [0, 0, 0, 0, ''];
  for (const token of new Lexer().lex(text)) {
    tokens += 1;
    if (previous !== scalarFollows) {
      if (token[0] === '*') aliases += 1;
      if (token === '[' || token === '{') depth += 1;
      if (token === ']' || token === '}') depth -= 1;
    }
    if (aliases > limits.aliases) return { wording: tooManyAliases(limits.aliases), offset };
    if (depth > limits.depth) return { wording: tooDeep(limits.depth), offset };
    if (tokens > limits.tokens) return { wording: tooManyValues(limits.values), offset };
    if (!zeroWidth.has(token)) offset += token.length;
    previous = token;
  }
  return undefined;
}
