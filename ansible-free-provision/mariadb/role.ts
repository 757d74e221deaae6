import { dirname } from 'node:path/posix';
import * as z from 'zod';
import { listenAddresses, nearestAddress } from '../../src/kit/listen.ts';
import type { Resource } from '../../src/kit/resource.ts';
import { directory } from '../../src/kit/resources/directory.ts';
import { file } from '../../src/kit/resources/file.ts';
import { service } from '../../src/kit/resources/service.ts';
import { sysctl } from '../../src/kit/resources/sysctl.ts';
import { defineRole } from '../../src/kit/role.ts';
import type { RoleContext } from '../../src/kit/role.ts';
import { mariadbFaults } from './faults.ts';
import { mariadbProbe } from './probe.ts';
import { slowLog, statementTrail } from './trail.ts';
import { account, database, grant, noOtherAccounts, schema } from './resources.ts';
import type { Account } from './resources.ts';

const params = z.strictObject({
  database: z
    .string()
    // No underscore: in a GRANT it would stand for any letter.
    .regex(/^[a-z][a-z0-9]{0,31}$/)
    .default('app')
    .describe('The database that its users share.'),
  port: z.int().min(1).max(65535).default(3306),
  memory: z.int().min(16).default(64).describe('MiB of buffer pool.'),
});

/** What may be said about a MariaDB in a topology. */
export type MariadbParams = z.infer<typeof params>;

type Context = RoleContext<MariadbParams>;

/** The secret, and the account that it opens; no service can bear that name. */
const probe = { secret: 'probe', account: 'bancada_probe' };

/**
 * Processor seconds of one short statement, measured: what mariadbd used (user and system time in /proc) for eight of
 * them in each of 800 requests, one after the other, on the survey lab on local machines of a virtual AMD EPYC, Debian 12,
 * with hardly a row in its tables. The spread is a guess.
 */
const statement = { lognormal: { mean: 90e-6, variation: 0.5 } };
const answer = { bytes: 300, work: [{ compute: statement }] } as const;

/** A relational database. Each service that uses it has an account that may come from its machines only. */
export const mariadb = defineRole<MariadbParams>({
  name: 'mariadb',
  summary: { en: 'tables in MariaDB', pt: 'tabelas no MariaDB' },
  params,
  alone: true,
  order: 40,
  packages: () => ['mariadb-server'],
  offers: ({ port }) => [{ name: 'mysql', port }],
  needs: () => [],
  secrets: () => [{ name: probe.secret, kind: 'password' }],
  resources: (context) => [...serverResources(context), ...contentResources(context)],
  ready: (context) => {
    const { port } = context.params;
    const address = nearestAddress(listenAddresses(context));
    const what = { en: `mariadb answers on ${address}:${port}`, pt: `o mariadb responde em ${address}:${port}` };
    return [{ what, condition: { until: 'tcp', address, port } }];
  },
  // A thread for each connection, and their users have as many as they need.
  model: () => ({ answers: { mysql: { statement: answer, write: answer } } }),
  inspect: (context) => ({
    speaks: 'mysql',
    address: nearestAddress(listenAddresses(context)),
    port: context.params.port,
    user: probe.account,
    password: context.secret(probe.secret),
    database: context.params.database,
  }),
  faults: () => mariadbFaults,
  probe: () => [mariadbProbe],
  trail: () => statementTrail,
});

function serverResources(context: Context): readonly Resource[] {
  const addresses = listenAddresses(context);
  const content = context.template('server.cnf.ejs', { ...context.params, addresses, slowLog });
  const config = file({ path: '/etc/mysql/mariadb.conf.d/90-bancada.cnf', content });
  return [
    // The package leaves it to its own logging, which the image does not keep.
    directory({ path: dirname(slowLog), mode: '2750', owner: 'mysql', group: 'adm' }),
    config,
    // The address of a tunnel comes and goes; the database need not wait for it.
    sysctl('net.ipv4.ip_nonlocal_bind', '1'),
    service({ unit: 'mariadb.service', restartOn: [config] }),
  ];
}

function contentResources(context: Context): readonly Resource[] {
  const name = context.params.database;
  const users = context.users('mysql').map((peer) => ({ ...peer, who: { name: peer.account, host: peer.address } }));
  // It asks from its own machine: from the address that it calls.
  const inspector: Account = { name: probe.account, host: nearestAddress(listenAddresses(context)) };
  return [
    database(name),
    ...users.flatMap(({ who, password }) => [
      account(who, password),
      grant(who, name, ['SELECT', 'INSERT', 'UPDATE', 'DELETE']),
    ]),
    account(inspector, context.secret(probe.secret)),
    grant(inspector, name, ['SELECT']),
    noOtherAccounts([...users.map(({ who }) => who), inspector]),
    ...schemasOf(context).map(([owner, sql]) => schema(owner, name, sql)),
  ];
}

/** One text a service, however many machines it comes from. */
const schemasOf = (context: Context): readonly (readonly [owner: string, sql: string])[] => [
  ...new Map(
    context.users('mysql').flatMap(({ account: owner, schema: sql }) => (sql === undefined ? [] : [[owner, sql]])),
  ),
];
