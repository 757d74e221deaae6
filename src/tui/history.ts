import type { StatusResult } from '../verbs/results.ts';

/** How many looks are remembered: what the widest window can show. */
const remembered = 240;

/** Values of the past, oldest first, one for each look; `null`: not known then. */
export type Series = readonly (number | null)[];

/** What readings were, by the reading's key. */
export type History = ReadonlyMap<string, Series>;

/** Keys of a history. */
export const seriesOf = {
  processors: (machine: string): string => `cpu ${machine}`,
  requests: (balancer: string): string => `requests ${balancer}`,
  failed: (balancer: string): string => `failed ${balancer}`,
  target: (balancer: string, target: string): string => `target ${balancer} ${target}`,
  latency: (balancer: string): string => `p95 ${balancer}`,
  gauge: (service: string, gauge: string): string => `gauge ${service} ${gauge}`,
} as const;

/** The history after one more look. What was not told this time is unknown for this moment. */
export const remember = (history: History, status: StatusResult): History => {
  const now = valuesOf(status);
  const keys = new Set([...history.keys(), ...now.keys()]);
  return new Map([...keys].map((key) => [key, [...(history.get(key) ?? []), now.get(key) ?? null].slice(-remembered)]));
};

const valuesOf = ({ machines }: StatusResult): ReadonlyMap<string, number | null> => {
  const values = new Map<string, number | null>();
  for (const { machine, load, services } of machines) {
    values.set(seriesOf.processors(machine.name), load?.cpu.used ?? null);
    for (const { id, gauges, traffic } of services) {
      for (const { name, value, unit } of gauges)
        if (unit === 'per-second') values.set(seriesOf.gauge(id, name), typeof value === 'number' ? value : null);
      if (traffic === undefined) continue;
      values.set(seriesOf.requests(id), traffic.perSecond);
      values.set(seriesOf.failed(id), traffic.failedPerSecond);
      values.set(seriesOf.latency(id), traffic.seconds?.p95 ?? null);
      for (const { service, perSecond } of traffic.targets) values.set(seriesOf.target(id, service), perSecond);
    }
  }
  return values;
};
