import { z } from 'zod';
import { defineRole } from '../../src/kit/role.ts';

const params = z.strictObject({
  port: z.int().min(1).max(65535).default(6379),
  memory: z.int().min(1).default(64).describe('MiB of data, after which the least recently used keys go.'),
});

/** What may be said about a Redis in a topology. */
export type RedisParams = z.infer<typeof params>;

/** A store of keys in memory. */
export const redis = defineRole<RedisParams>({
  name: 'redis',
  summary: { en: 'keys and values in memory', pt: 'chaves e valores em memória' },
  params,
  order: 40,
  packages: () => ['redis-server'],
  offers: ({ port }) => [{ name: 'redis', port }],
  needs: () => [],
  secrets: () => [{ name: 'probe', kind: 'password' }],
});
