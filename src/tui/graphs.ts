const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const;
const levels = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/** What stands for a moment in a history at which nothing was known. */
const gap = '·';

/** A bar of exactly `width` cells, filled to a share of it; to an eighth of a cell. Shares beyond 0 and 1 are cut. */
export const bar = (share: number, width: number): string => {
  const filled = Math.round(Math.max(0, Math.min(1, share)) * width * 8);
  const text = '█'.repeat(Math.floor(filled / 8)) + (eighths[filled % 8] ?? '');
  return text.padEnd(width);
};

/**
 * The newest values as columns, one cell each, of exactly `width` cells: the newest at the right. `most` is a full
 * column. What is more than nothing can be told from nothing.
 */
export const sparkline = (values: readonly (number | null)[], width: number, most: number): string =>
  values
    .slice(-width)
    .map((value) => (value === null ? gap : column(value, most)))
    .join('')
    .padStart(width);

const column = (value: number, most: number): string => {
  if (value <= 0 || most <= 0) return levels[0];
  const level = Math.ceil((value / most) * (levels.length - 1));
  return levels[Math.max(1, Math.min(levels.length - 1, level))] ?? levels[0];
};

/** The largest of values that may be unknown; 0 without any. */
export const largest = (values: readonly (number | null)[]): number =>
  values.reduce<number>((most, value) => Math.max(most, value ?? 0), 0);
