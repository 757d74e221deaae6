import type { SeenRequest } from './evaluate.ts';

/** One second of a scenario's traffic, by when requests were meant to be sent. */
export interface SecondSeen {
  readonly second: number;
  /** Good answers by machine. */
  readonly machines: Readonly<Record<string, number>>;
  readonly failed: number;
  /** Of the answers, ms; absent where there was none. */
  readonly p95?: number;
}

/** The traffic, second by second, from the first to the last. */
export const secondsOf = (requests: readonly SeenRequest[]): readonly SecondSeen[] => {
  const bySecond: (SeenRequest[] | undefined)[] = [];
  for (const request of requests) (bySecond[Math.floor(request.at / 1000)] ??= []).push(request);
  // Not `map`, which passes over the seconds in which nobody came.
  return Array.from(bySecond, (sent, second) => secondOf(second, sent ?? []));
};

const secondOf = (second: number, requests: readonly SeenRequest[]): SecondSeen => {
  const isGood = ({ error, status }: SeenRequest): boolean =>
    error === undefined && status !== undefined && status < 400;
  const good = requests.filter(isGood);
  const machines: Record<string, number> = {};
  for (const { machine } of good) if (machine !== undefined) machines[machine] = (machines[machine] ?? 0) + 1;
  const latencies = requests.flatMap(({ latency }) => latency ?? []).toSorted((one, other) => one - other);
  const p95 = latencies[Math.max(0, Math.ceil(0.95 * latencies.length) - 1)];
  return { second, machines, failed: requests.length - good.length, ...(p95 !== undefined && { p95 }) };
};
