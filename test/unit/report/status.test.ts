import { expect, it } from 'vitest';
import { statusLines } from '../../../src/report/status.ts';
import { look, printed, same } from '../../support/printed.ts';

it('status is a table with unknowns said', () => {
  const port = { name: 'http', port: 80, protocol: 'tcp', public: true } as const;
  const status = {
    lab: 'survey',
    title: 'Market-survey web app',
    machines: [
      {
        machine: { name: 'lb', state: 'running', since: new Date(0) },
        address: '192.168.56.10',
        load: {
          cpu: { used: 0.256, of: 1 },
          memory: { usedBytes: 74 * 2 ** 20, ofBytes: 2 ** 29 },
          disk: { usedBytes: 2 ** 20, ofBytes: 2 ** 32 },
          devices: [],
        },
        services: [
          {
            id: 'web@lb',
            role: 'nginx',
            ports: [port],
            state: 'ready',
            gauges: [],
            traffic: {
              perSecond: 120.4,
              failedPerSecond: 2,
              seconds: { p50: 0.004, p95: 0.0312, p99: 1.25 },
              targets: [{ service: 'survey@app1', perSecond: 60.2, failedPerSecond: 2 }],
            },
          },
          {
            id: 'redis@lb',
            role: 'redis',
            ports: [],
            state: 'not-ready',
            why: same('redis answers on 192.168.56.10:6379'),
            gauges: [
              { name: 'hits', label: same('hits'), unit: 'ratio', value: 0.982 },
              { name: 'memory', label: same('memory'), unit: 'bytes', value: 1_300_000 },
              { name: 'operations', label: same('operations'), unit: 'per-second', value: null },
            ],
          },
        ],
      },
      {
        machine: { name: 'db', state: 'unknown', why: same('the host does not say') },
        silentForMs: 12_300,
        services: [],
      },
    ],
    published: [{ visitors: 'class', listen: 8080, address: '192.168.56.10', port: 80, url: 'http://127.0.0.1:8080' }],
    faults: [],
    overrides: ['web.balance=least_conn'],
  } as const;
  expect(printed(statusLines(status, look))).toMatchInlineSnapshot(`
    "
    survey  Market-survey web app

    MACHINE   STATE                        ADDRESS         SERVICE   PORTS     STATE
    lb        running                      192.168.56.10   web       http 80   ready
                                                           redis               not ready  redis answers on 192.168.56.10:6379
    db        unknown, silent for 12.3 s
    db  the host does not say

    lb        cpu 0.26 / 1  memory 74.0 MiB / 512 MiB  disk 1.00 MiB / 4.00 GiB
      web     requests 120/s  failing 2.00/s  p95 31 ms  app1 60.2/s
      redis   hits 98 %  memory 1.24 MiB  operations ?

    ~ web.balance=least_conn  set while it runs, in the place of the file's value

      http://127.0.0.1:8080  class
    "
  `);
});
