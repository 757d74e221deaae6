import type { Estimate } from '../../sim/statistics/estimate.ts';

/** `0.18`, `2.7`, `79`, `1200`: two or three digits that mean something. */
export const number = (value: number): string => {
  if (!Number.isFinite(value)) return '–';
  if (value === 0 || Math.abs(value) >= 100) return String(Math.round(value));
  return String(Number(value.toPrecision(Math.abs(value) < 10 ? 2 : 3)));
};

/** Milliseconds: `0.82 ms`, `79 ms`, `1.3 s`. */
export const time = (milliseconds: number): string =>
  milliseconds >= 1000 ? `${number(milliseconds / 1000)} s` : `${number(milliseconds)} ms`;

/** A share of 0 to 1 as a person reads it. */
export const percent = (share: number): string => (Number.isFinite(share) ? `${number(share * 100)} %` : '–');

/** `79 ms ±2`; `79 ms ±?` where too little is known to tell, and without the second part where it is all but exact. */
export const uncertain = (estimate: Estimate, format: (value: number) => string): string => {
  const { value, halfWidth } = estimate;
  if (!Number.isFinite(value) || halfWidth <= Math.abs(value) * 1e-4) return format(value);
  return `${format(value)} ±${Number.isFinite(halfWidth) ? format(halfWidth) : '?'}`;
};

const blocks = ' ▏▎▍▌▋▊▉█';

/** A bar of so many cells, in eighths of a cell. */
export const bar = (share: number, width: number): string => {
  const eighths = Math.round(Math.min(1, Math.max(0, share)) * width * 8);
  const rest = eighths % 8;
  return ('█'.repeat(Math.floor(eighths / 8)) + (rest > 0 ? (blocks[rest] ?? '') : '')).padEnd(width);
};
