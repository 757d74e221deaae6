/** What a verb's usage says may stand at one place. */
export type Place =
  | { readonly type: 'word'; readonly word: string }
  | { readonly type: 'name'; readonly kinds: readonly string[]; readonly many: boolean };

/** What was typed so far, as one of a verb's ways to be used has it: names by their kind, and the place of the cursor, if any. */
export interface Reading {
  readonly names: Readonly<Record<string, string>>;
  readonly next?: Place;
}

const placeOf = (token: string): Place => {
  const inner = /^[[<](.*)[\]>]$/.exec(token)?.[1];
  if (inner === undefined) return { type: 'word', word: token };
  return { type: 'name', kinds: inner.replace('…', '').split(' | '), many: inner.endsWith('…') };
};

/** `[lab] list | inject <fault> [place]`, as its ways, with the lab first in each. */
const waysOf = (usage: string): readonly (readonly Place[])[] => {
  const tokens = usage.match(/\[[^\]]*\]|<[^>]*>|\S+/g) ?? [];
  const own = tokens.slice(0, tokens.findIndex((token) => /^\[?--/.test(token)) >>> 0);
  const ways = own
    .reduce<readonly (readonly string[])[]>(
      (ways, token) => (token === '|' ? [...ways, []] : [...ways.slice(0, -1), [...(ways.at(-1) ?? []), token]]),
      [[]],
    )
    .map((way, index) => (index > 0 && own[0] === '[lab]' ? ['[lab]', ...way] : way));
  return ways.map((way) => way.map(placeOf));
};

const read = (way: readonly Place[], typed: readonly string[]): Reading | undefined => {
  const names: Record<string, string> = {};
  const at = (index: number): Place | undefined => {
    const last = way.at(-1);
    return way[index] ?? (last?.type === 'name' && last.many ? last : undefined);
  };
  for (const [index, word] of typed.entries()) {
    const place = at(index);
    if (place === undefined || (place.type === 'word' && place.word !== word)) return undefined;
    if (place.type === 'name') for (const kind of place.kinds) names[kind] = word;
  }
  const next = at(typed.length);
  return { names, ...(next !== undefined && { next }) };
};

/**
 * Every way in which the words after a verb can be read, the lab being named or left out.
 * @param usage in the notation of help pages: `[lab] <machine> [-- command…]`
 * @param isLab whether a word names a lab
 */
export const readingsOf = (
  usage: string,
  typed: readonly string[],
  isLab: (word: string) => boolean,
): readonly Reading[] =>
  waysOf(usage).flatMap((way) => {
    const takesLab = usage.startsWith('[lab]');
    const [first] = typed;
    const withLab = !takesLab || first === undefined || isLab(first) ? read(way, typed) : undefined;
    const without = takesLab && (first === undefined || !isLab(first)) ? read(way.slice(1), typed) : undefined;
    return [withLab, without].filter((reading) => reading !== undefined);
  });
