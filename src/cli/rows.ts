import type { Output } from '../ports/console.ts';
import { widthOf } from '../report/cells.ts';
import type { Line } from '../report/line.ts';

const escape = {
  up: (lines: number) => (lines > 0 ? `\r\x1b[${lines}A` : '\r'),
  clearLine: '\x1b[K',
  clearBelow: '\x1b[J',
  hideCursor: '\x1b[?25l',
  showCursor: '\x1b[?25h',
  // Terminals that know these show a frame as a whole; the others ignore them.
  beginFrame: '\x1b[?2026h',
  endFrame: '\x1b[?2026l',
} as const;

/** Rows on a terminal that are drawn over again where they stand. */
export interface RowsInPlace {
  /** Takes the place of the rows before, with lines that stay above. No rows: they are taken away. */
  draw(rows: readonly Line[], above?: readonly Line[]): void;
}

/** The cursor rests, hidden, on the line after the rows; it is shown again once there are none. */
export const rowsInPlace = (output: Pick<Output, 'columns' | 'write'>, paint: (line: Line) => string): RowsInPlace => {
  let drawn: readonly Line[] = [];
  // A window that got narrower has broken the rows that were drawn into several.
  const drawnHeight = (): number =>
    drawn.reduce((height, row) => height + Math.max(1, Math.ceil(widthOf(row) / output.columns)), 0);
  return {
    draw: (rows, above = []) => {
      if (above.length + rows.length + drawn.length === 0) return;
      const lines = [...above, ...rows].map((line) => `${paint(line)}${escape.clearLine}\n`);
      const frame = [escape.beginFrame, escape.hideCursor, escape.up(drawnHeight()), ...lines, escape.clearBelow];
      output.write([...frame, rows.length === 0 ? escape.showCursor : '', escape.endFrame].join(''));
      drawn = rows;
    },
  };
};
