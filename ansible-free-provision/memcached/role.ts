import { z } from 'zod';
import { defineRole } from '../../src/kit/role.ts';

const params = z.strictObject({
  port: z.int().min(1).max(65535).default(11211),
  memory: z.int().min(1).default(64).describe('MiB of data.'),
});

/** A cache that forgets. */
export const memcached = defineRole({
  name: 'memcached',
  summary: { en: 'a cache in memory', pt: 'um cache em memória' },
  params,
  order: 40,
  packages: () => ['memcached'],
  offers: ({ port }) => [{ name: 'memcached', port }],
  needs: () => [],
});
