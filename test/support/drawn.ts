/** What the plots of a page show, read from its drawing: pixels, x to the right and y downwards. */
export interface Drawn {
  readonly marks: readonly { readonly x: number; readonly label: string }[];
  /** By its legend: where the upper edge runs, and how high it stands above the lower one. */
  readonly areas: ReadonlyMap<string, readonly { readonly x: number; readonly height: number }[]>;
}

/** All groups of all matches. */
const found = (text: string, what: RegExp): readonly (readonly string[])[] =>
  [...text.matchAll(what)].map((match) => match.slice(1));

const pointsOf = (path: string): readonly (readonly [number, number])[] =>
  path
    .replace(/^M|Z$/g, '')
    .split('L')
    .map((point) => point.split(',').map(Number) as [number, number]);

const edges = (path: string): readonly { readonly x: number; readonly height: number }[] => {
  const points = pointsOf(path);
  // There along the upper edge, and back along the lower one.
  return points.slice(0, points.length / 2).map(([x, top], index) => {
    const [below = Number.NaN, bottom = Number.NaN] = points.at(-1 - index) ?? [];
    return { x: below === x ? x : Number.NaN, height: bottom - top };
  });
};

/** The plots of a page, from the top. */
export const drawnIn = (page: string): readonly Drawn[] =>
  found(page, /<svg [^>]*>(.*?)<\/svg>/gs).map(([svg = '']) => ({
    marks: found(svg, /<path class="mark" d="M([\d.]+),[^"]*"\/><text [^>]*>([^<]*)</g).map(([x, label = '']) => ({
      ...{ x: Number(x), label },
    })),
    areas: new Map(
      found(svg, /<path class="area [^"]*" d="([^"]*)"><title>([^<]*)</g).map(([path = '', label = '']) => [
        label,
        edges(path),
      ]),
    ),
  }));
