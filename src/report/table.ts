import { pad, widthOf } from './cells.ts';
import { dim } from './line.ts';
import type { Line } from './line.ts';

const gap = '   ';

/** Rows under a dim heading, each column as wide as its widest cell. A row may be shorter than the heading. */
export const table = (headings: readonly string[], rows: readonly (readonly Line[])[]): readonly Line[] => {
  const all = [headings.map((heading): Line => [dim(heading)]), ...rows];
  const widths = headings.map((_, column) => Math.max(...all.map((row) => widthOf(row[column] ?? []))));
  return all.map((row) =>
    trimmed(
      row.flatMap((cell, column) => (column < row.length - 1 ? [...pad(cell, widths[column] ?? 0), gap] : [...cell])),
    ),
  );
};

const trimmed = (line: Line): Line => {
  const last = line.findLastIndex((span) => typeof span !== 'string' || span.trim() !== '');
  return line.slice(0, last + 1);
};
