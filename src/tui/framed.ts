import { crop, pad, widthOf } from '../report/cells.ts';
import { dim, name, strong, textOf, type Line, type Span } from '../report/line.ts';
import type { Size } from './areas.ts';
import { harmless } from './harmless.ts';

const tamed = (span: Span): Span =>
  typeof span === 'string' ? harmless(span) : { text: harmless(textOf(span)), style: span.style };

/** A line of exactly `width` cells. */
export const fit = (line: Line, width: number): Line => pad(crop(line.map(tamed), width), width);

/** Lines for a place of exactly that many rows and cells. */
export const fill = (lines: readonly Line[], { columns, rows }: Size): readonly Line[] =>
  Array.from({ length: rows }, (_, row) => fit(lines[row] ?? [], columns));

/** What lies inside a frame of that size. */
export const inside = ({ columns, rows }: Size): Size => ({ columns: columns - 4, rows: rows - 2 });

const edges = {
  light: { topLeft: '┌', topRight: '┐', bottomLeft: '└', bottomRight: '┘', across: '─', down: '│' },
  heavy: { topLeft: '┏', topRight: '┓', bottomLeft: '┗', bottomRight: '┛', across: '━', down: '┃' },
} as const;

/** A title and lines in a frame of exactly `size`, which is heavy where the keys go. It tells without colours too. */
export const framed = (title: Line, lines: readonly Line[], size: Size, chosen: boolean): readonly Line[] => {
  const edge = chosen ? edges.heavy : edges.light;
  const ink = (text: string): Span => (chosen ? name(text) : dim(text));
  const room = inside(size);
  const head = crop(title, Math.max(0, size.columns - 6));
  const rest = size.columns - 5 - widthOf(head);
  return [
    [ink(`${edge.topLeft}${edge.across} `), ...head, ink(` ${edge.across.repeat(rest)}${edge.topRight}`)],
    ...fill(lines, room).map((line): Line => [ink(`${edge.down} `), ...line, ink(` ${edge.down}`)]),
    [ink(`${edge.bottomLeft}${edge.across.repeat(size.columns - 2)}${edge.bottomRight}`)],
  ];
};

/** A title that stands out. */
export const titled = (title: string, ...rest: readonly Span[]): Line => [strong(title), ...rest];
