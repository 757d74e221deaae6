import type { Counters, GaugeSpec, Values } from '../kit/probe.ts';
import type { Gauge } from '../model/status.ts';

/** What was read at one moment. */
export interface Sample<T> {
  readonly value: T;
  /** Milliseconds of a clock that never jumps. */
  readonly at: number;
}

/** Seconds from one sample to another. */
export const secondsBetween = (before: Sample<unknown>, after: Sample<unknown>): number =>
  (after.at - before.at) / 1000;

/** By how much a counter grew in a second; `null` at the first reading, and after it was set back. */
export const growth = <T>(
  before: Sample<T> | undefined,
  after: Sample<T>,
  read: (value: T) => number | undefined,
): number | null => {
  const [old, now] = [before && read(before.value), read(after.value)];
  if (before === undefined || old === undefined || now === undefined || now < old) return null;
  const seconds = secondsBetween(before, after);
  return seconds > 0 ? (now - old) / seconds : null;
};

const numberIn = (values: Values, key: string): number | undefined => {
  const value = Number(values[key] ?? Number.NaN);
  return Number.isFinite(value) ? value : undefined;
};

/** Two readings of a service's values, as gauges ask for them. */
export const countersOf = (before: Sample<Values> | undefined, after: Sample<Values>): Counters => ({
  number: (key) => numberIn(after.value, key),
  text: (key) => after.value[key]?.toString(),
  rate: (key) => growth(before, after, (values) => numberIn(values, key)) ?? undefined,
});

/** The gauges with their values; all unknown without any reading. */
export const gaugesOf = (specs: readonly GaugeSpec[], counters: Counters | undefined): readonly Gauge[] =>
  specs.map(({ name, label, unit, value }) => {
    const read = counters && value(counters);
    return { name, label, unit, value: typeof read === 'number' && !Number.isFinite(read) ? null : (read ?? null) };
  });
