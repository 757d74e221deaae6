import type { Counters, GaugeSpec } from '../../src/kit/probe.ts';

/** What INFO tells that is worth a look. Our own question is one command a look. */
export const redisGauges: readonly GaugeSpec[] = [
  {
    name: 'operations',
    label: { en: 'operations', pt: 'operações' },
    unit: 'per-second',
    value: ({ rate }) => rate('total_commands_processed'),
  },
  { name: 'hits', label: { en: 'hits', pt: 'acertos' }, unit: 'ratio', value: hitRatio },
  {
    name: 'keys',
    label: { en: 'keys', pt: 'chaves' },
    unit: 'count',
    // `keys=12,expires=12,avg_ttl=0`; the line is left out while there are none.
    value: ({ text, number }) =>
      number('uptime_in_seconds') === undefined ? undefined : Number(/^keys=(\d+)/.exec(text('db0') ?? '')?.[1] ?? 0),
  },
  {
    name: 'memory',
    label: { en: 'memory', pt: 'memória' },
    unit: 'bytes',
    value: ({ number }) => number('used_memory'),
  },
  {
    name: 'clients',
    label: { en: 'clients', pt: 'clientes' },
    unit: 'count',
    // We are one of them.
    value: ({ number }) => {
      const clients = number('connected_clients');
      return clients === undefined ? undefined : Math.max(0, clients - 1);
    },
  },
];

/** Of the look-ups since the look before; of all, if there were none. */
function hitRatio({ number, rate }: Counters): number | undefined {
  const recent = ratio(rate('keyspace_hits'), rate('keyspace_misses'));
  return recent ?? ratio(number('keyspace_hits'), number('keyspace_misses'));
}

const ratio = (hits: number | undefined, misses: number | undefined): number | undefined => {
  const all = (hits ?? 0) + (misses ?? 0);
  return hits === undefined || all === 0 ? undefined : hits / all;
};
