import { z } from 'zod';
import { defineRole } from '../../src/kit/role.ts';

const params = z.strictObject({
  database: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,31}$/)
    .default('app')
    .describe('The database that its users share.'),
  port: z.int().min(1).max(65535).default(3306),
  memory: z.int().min(16).default(64).describe('MiB of buffer pool.'),
});

/** What may be said about a MariaDB in a topology. */
export type MariadbParams = z.infer<typeof params>;

/** A relational database. */
export const mariadb = defineRole<MariadbParams>({
  name: 'mariadb',
  summary: { en: 'tables in MariaDB', pt: 'tabelas no MariaDB' },
  params,
  order: 40,
  packages: () => ['mariadb-server'],
  offers: ({ port }) => [{ name: 'mysql', port }],
  needs: () => [],
  secrets: () => [{ name: 'probe', kind: 'password' }],
});
