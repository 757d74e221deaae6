import { textOf, type Line, type Span, type Style } from '../../report/line.ts';
import { harmless } from '../harmless.ts';

/** Where a wire leaves a cell. */
const up = 1;
const down = 2;
const left = 4;
const right = 8;

/** How a wire is drawn: one that packets take as they are, or a tunnel. */
export type Ink = 'single' | 'double';

// By the sum of the sides at which wires leave the cell.
const wires: Readonly<Record<Ink, string>> = { single: ' ╵╷│╴┘┐┤╶└┌├─┴┬┼', double: ' ║║║═╝╗╣═╚╔╠═╩╦╬' };

interface Cell {
  readonly character: string;
  readonly style?: Style;
  readonly wire?: { readonly sides: number; readonly ink: Ink };
}

const blank: Cell = { character: ' ' };

/** A rectangle of cells to draw on. What is outside is lost. Each character is one cell. */
export interface Canvas {
  /** Text, over whatever is there. */
  text(x: number, y: number, line: Line): void;
  /** A straight wire, both ends included, joined to those that it meets. */
  wire(from: readonly [number, number], to: readonly [number, number], ink?: Ink): void;
  /** A frame, with its ends included. */
  box(x: number, y: number, width: number, height: number): void;
  lines(): readonly Line[];
}

export const createCanvas = (width: number, height: number): Canvas => {
  const rows: Cell[][] = Array.from({ length: height }, () => Array.from({ length: width }, () => blank));
  const put = (x: number, y: number, cell: (before: Cell) => Cell): void => {
    const row = rows[y];
    const before = row?.[x];
    if (row !== undefined && before !== undefined) row[x] = cell(before);
  };
  const join = (x: number, y: number, sides: number, ink: Ink): void =>
    put(x, y, ({ wire }) => {
      const all = (wire?.sides ?? 0) | sides;
      const crossed = wire !== undefined && wire.ink !== ink;
      const character = crossed ? '┼' : (wires[ink][all] ?? ' ');
      return { character, style: 'dim', wire: { sides: all, ink } };
    });
  const wire: Canvas['wire'] = ([x1, y1], [x2, y2], ink = 'single') => {
    const [west, east] = [Math.min(x1, x2), Math.max(x1, x2)];
    const [north, south] = [Math.min(y1, y2), Math.max(y1, y2)];
    if (y1 === y2)
      for (let x = west; x <= east; x += 1) join(x, y1, (x > west ? left : 0) | (x < east ? right : 0), ink);
    else for (let y = north; y <= south; y += 1) join(x1, y, (y > north ? up : 0) | (y < south ? down : 0), ink);
  };
  return {
    text: (x, y, line) => {
      let at = x;
      for (const span of line)
        for (const character of harmless(textOf(span))) {
          const style = typeof span === 'string' ? undefined : span.style;
          put(at, y, () => ({ character, ...(style && { style }) }));
          at += 1;
        }
    },
    wire,
    box: (x, y, wide, high) => {
      const [east, south] = [x + wide - 1, y + high - 1];
      wire([x, y], [east, y]);
      wire([x, south], [east, south]);
      wire([x, y], [x, south]);
      wire([east, y], [east, south]);
    },
    lines: () => rows.map(lineOf),
  };
};

/** Neighbours of one style are one span. */
const lineOf = (row: readonly Cell[]): Line => {
  const spans: Span[] = [];
  for (const { character, style } of row) {
    const last = spans.at(-1);
    const lastStyle = typeof last === 'object' ? last.style : undefined;
    if (last !== undefined && lastStyle === style) spans.pop();
    const text = last !== undefined && lastStyle === style ? textOf(last) + character : character;
    spans.push(style === undefined ? text : { text, style });
  }
  return spans;
};
