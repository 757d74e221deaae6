import type { GaugeSpec, Probe } from '../../src/kit/probe.ts';

const counted = (name: string, label: GaugeSpec['label'], key: string): GaugeSpec => ({
  name,
  label,
  unit: 'count',
  value: ({ number }) => number(key),
});

const query = `
  SELECT VARIABLE_NAME, VARIABLE_VALUE FROM information_schema.GLOBAL_STATUS
  WHERE VARIABLE_NAME IN ('QUERIES', 'SLOW_QUERIES', 'THREADS_CONNECTED', 'THREADS_RUNNING', 'UPTIME')
  UNION ALL SELECT 'MAX_CONNECTIONS', @@max_connections`;

/** What MariaDB counts, as its read-only account may see it. That account is one connection, and one query a look. */
export const mariadbProbe: Probe = {
  probe: 'gauges',
  source: { from: 'sql', query },
  gauges: [
    {
      name: 'queries',
      label: { en: 'queries', pt: 'consultas' },
      unit: 'per-second',
      value: ({ rate }) => rate('QUERIES'),
    },
    {
      name: 'slow',
      label: { en: 'slow queries', pt: 'consultas lentas' },
      unit: 'per-second',
      value: ({ rate }) => rate('SLOW_QUERIES'),
    },
    {
      name: 'connections',
      label: { en: 'connections', pt: 'conexões' },
      unit: 'text',
      value: ({ text }) => {
        const [used, room] = [text('THREADS_CONNECTED'), text('MAX_CONNECTIONS')];
        return used === undefined || room === undefined ? undefined : `${used}/${room}`;
      },
    },
    counted('running', { en: 'running', pt: 'em execução' }, 'THREADS_RUNNING'),
  ],
};
