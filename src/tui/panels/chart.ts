import { dim, name, type Line, type Span } from '../../report/line.ts';
import { rateText } from '../../report/readings.ts';
import { largest } from '../graphs.ts';
import type { Series } from '../history.ts';

/** What the parts of a column are made of: they can be told apart without colours. */
const shades = ['█', '▒', '▓', '░'] as const;

/** The shade of the part at that place. */
export const shadeOf = (index: number): string => shades[index % shades.length] ?? shades[0];

/**
 * Columns over time, the newest at the right, made of the parts' values on top of one another. At the left stands what
 * a full column is. Exactly `rows` lines of at most `width` cells.
 */
export const stackedChart = (parts: readonly Series[], width: number, rows: number): readonly Line[] => {
  const length = Math.max(0, ...parts.map((part) => part.length));
  const at = (part: Series, back: number): number => part[part.length - 1 - back] ?? 0;
  const totals = Array.from({ length }, (_, back) => parts.reduce((sum, part) => sum + at(part, back), 0));
  const scale = rateText(roundUp(largest(totals.slice(0, width)))).padStart(7);
  const room = Math.max(0, width - scale.length - 1);
  const most = roundUp(largest(totals.slice(0, room)));
  const columns = Array.from({ length: room }, (_, index) => {
    const back = room - 1 - index;
    return back < length
      ? columnOf(
          parts.map((part) => at(part, back)),
          most,
          rows,
        )
      : [];
  });
  return Array.from({ length: rows }, (_, row): Line => {
    const height = rows - 1 - row;
    const label = row === 0 ? scale : row === rows - 1 ? '0'.padStart(scale.length) : ' '.repeat(scale.length);
    return [dim(`${label} `), ...joined(columns.map((column) => column[height] ?? ' '))];
  });
};

/** Cells from the bottom up. A column that is more than nothing has at least one. */
const columnOf = (values: readonly number[], most: number, rows: number): readonly string[] => {
  const total = values.reduce((sum, value) => sum + value, 0);
  const height = total > 0 ? Math.max(1, Math.round((total / most) * rows)) : 0;
  let below = 0;
  return values.flatMap((value, index) => {
    const from = Math.round((below / total) * height);
    below += value;
    const to = Math.round((below / total) * height);
    return Array.from({ length: Math.max(0, to - from) || 0 }, () => shadeOf(index));
  });
};

/** The next round number: a scale that stays where it is for a while. */
const roundUp = (value: number): number => {
  if (value <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 1.2, 1.5, 2, 3, 4, 5, 6, 8, 10].find((step) => step * power >= value) ?? 10) * power;
};

const joined = (cells: readonly string[]): readonly Span[] => [name(cells.join(''))];
