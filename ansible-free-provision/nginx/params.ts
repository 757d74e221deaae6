import * as z from 'zod';
import { reference } from '../../src/kit/reference.ts';

/** The schema of what may be said about a balancer in a topology. */
export const params = z.strictObject({
  upstream: reference().describe('The service whose instances share the requests.'),
  balance: z
    .enum(['round_robin', 'least_conn', 'ip_hash', 'hash', 'random_two'])
    .default('round_robin')
    .describe('How the next instance is chosen.'),
  weights: z
    .record(z.string(), z.int().min(1).max(100))
    .default({})
    .describe('Shares by machine name; 1 for those not named.'),
  image: z
    .enum(['built', 'registry'])
    .default('built')
    .meta({ readOnly: true })
    .describe("With `runtime: docker`, what the container is made of: the machine's own nginx, or the registry's."),
  port: z.int().min(1).max(65535).default(80),
  keepalive: z.int().min(0).max(1024).default(16).describe('Idle connections that each worker keeps to the upstream.'),
  max_fails: z
    .int()
    .min(0)
    .max(100)
    .default(1)
    .describe('Failures within fail_timeout after which an instance is left out that long; 0: never.'),
  fail_timeout: z.int().min(1).max(3600).default(10).describe('Seconds.'),
  zone: z
    .boolean()
    .default(true)
    .describe(
      'Whether its worker processes share what they know; without it each counts turns and failures by itself.',
    ),
  identity: z
    .strictObject({ path: z.string().startsWith('/').default('/whoami'), field: z.string().default('machine') })
    .prefault({})
    .describe('Where an instance tells, as a JSON field, which machine it runs on; the balance check looks there.'),
});

/** What may be said about a balancer in a topology. */
export type NginxParams = z.infer<typeof params>;
