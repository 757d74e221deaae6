import { z } from 'zod';
import { reference } from '../../src/kit/reference.ts';
import { defineRole } from '../../src/kit/role.ts';

const params = z.strictObject({
  upstream: reference().describe('The service whose instances share the requests.'),
  balance: z
    .enum(['round_robin', 'least_conn', 'ip_hash', 'hash', 'random_two'])
    .default('round_robin')
    .describe('How the next instance is chosen.'),
  weights: z
    .record(z.string(), z.int().min(1).max(100))
    .default({})
    .describe('Shares by machine name; 1 for those not named.'),
  port: z.int().min(1).max(65535).default(80),
  keepalive: z
    .int()
    .min(0)
    .max(1024)
    .default(16)
    .describe('Idle connections kept open to the upstream by each worker.'),
  max_fails: z
    .int()
    .min(0)
    .max(100)
    .default(1)
    .describe('Failures within fail_timeout after which an instance is left out; 0: never.'),
  fail_timeout: z.int().min(1).max(3600).default(10).describe('Seconds.'),
});

/** What may be said about a balancer in a topology. */
export type NginxParams = z.infer<typeof params>;

/** A load balancer in front of a group of machines. */
export const nginx = defineRole<NginxParams>({
  name: 'nginx',
  summary: { en: 'balances HTTP over the machines of a service', pt: 'balanceia HTTP entre as máquinas de um serviço' },
  params,
  order: 60,
  packages: () => ['nginx-light'],
  offers: ({ port }) => [{ name: 'http', port }],
  needs: ({ upstream }) => [{ name: 'upstream', of: upstream }],
});
