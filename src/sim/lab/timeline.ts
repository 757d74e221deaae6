import type { LoggedVisit } from './outcome.ts';

/** A stretch of time as visitors met it. Times are milliseconds, requests are counted when they were sent. */
export interface Stretch {
  /** Seconds after the beginning. */
  readonly from: number;
  readonly seconds: number;
  readonly sent: number;
  readonly failed: number;
  /** Of those that were answered; absent if none was. */
  readonly mean?: number;
  readonly p95?: number;
}

/** As many stretches are shown at most. */
const most = 300;

/** One run cut into stretches of whole seconds. */
export function timelineOf(requests: readonly LoggedVisit[], seconds: number): readonly Stretch[] {
  const length = Math.max(1, Math.ceil(seconds / most));
  const parts: LoggedVisit[][] = Array.from({ length: Math.ceil(seconds / length) }, () => []);
  for (const request of requests) parts[Math.floor(request.at / 1000 / length)]?.push(request);
  return parts.map((part, at) => ({ from: at * length, seconds: length, ...figuresOf(part) }));
}

function figuresOf(part: readonly LoggedVisit[]): Omit<Stretch, 'from' | 'seconds'> {
  const times = part
    .flatMap(({ failure, milliseconds }) => (failure === undefined ? [milliseconds] : []))
    .toSorted((one, other) => one - other);
  const counts = { sent: part.length, failed: part.length - times.length };
  const p95 = times[Math.ceil(0.95 * times.length) - 1];
  if (p95 === undefined) return counts;
  return { ...counts, mean: times.reduce((sum, time) => sum + time, 0) / times.length, p95 };
}
