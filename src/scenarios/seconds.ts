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
  const last = requests.reduce((latest, { at }) => Math.max(latest, Math.floor(at / 1000)), -1);
  return Array.from({ length: last + 1 }, (_, second) =>
    secondOf(
      second,
      requests.filter(({ at }) => Math.floor(at / 1000) === second),
    ),
  );
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
