const multiples = { bit: 1, kbit: 1e3, mbit: 1e6, gbit: 1e9 } as const;
const durations = { us: 0.001, ms: 1, s: 1000 } as const;
const sizesInMiB = { MiB: 1, GiB: 1024, TiB: 1024 * 1024 } as const;

/** A decimal number without sign or exponent, followed by a unit. */
function scaled(text: string, units: Readonly<Record<string, number>>): number | undefined {
  const parts = /^(\d{1,9}(?:\.\d{1,6})?) ?([A-Za-z%]+)$/.exec(text);
  const unit = parts && Object.hasOwn(units, parts[2]!) ? units[parts[2]!] : undefined;
  return unit === undefined ? undefined : Number((Number(parts![1]) * unit).toPrecision(12));
}

/** `15ms`, `0.5s`, `800us` in milliseconds. */
export const parseDuration = (text: string): number | undefined => scaled(text, durations);

/** `100mbit`, `2.5gbit` in bits per second. */
export const parseRate = (text: string): number | undefined => scaled(text, multiples);

/** `3%` as a probability, 0 to 1. */
export const parseLoss = (text: string): number | undefined => {
  const loss = scaled(text, { '%': 0.01 });
  return loss !== undefined && loss <= 1 ? loss : undefined;
};

/** `512MiB`, `2GiB` in MiB. */
export const parseStorage = (text: string): number | undefined => scaled(text, sizesInMiB);

/** The shortest text that `parseDuration` reads as these milliseconds. */
export const formatDuration = (milliseconds: number): string =>
  milliseconds >= 1000 && milliseconds % 100 === 0 ? `${milliseconds / 1000}s` : `${milliseconds}ms`;

/** The shortest text that `parseRate` reads as these bits per second. */
export function formatRate(bitsPerSecond: number): string {
  const unit = (['gbit', 'mbit', 'kbit'] as const).find((name) => bitsPerSecond >= multiples[name]) ?? 'bit';
  return `${bitsPerSecond / multiples[unit]}${unit}`;
}

/** The shortest text that `parseLoss` reads as this probability. */
export const formatLoss = (probability: number): string => `${Number((probability * 100).toPrecision(9))}%`;
