import * as z from 'zod';
import { sha256 } from '../../src/kit/fingerprint.ts';
import { listenAddresses, nearestAddress } from '../../src/kit/listen.ts';
import type { Resource } from '../../src/kit/resource.ts';
import { file } from '../../src/kit/resources/file.ts';
import { service } from '../../src/kit/resources/service.ts';
import { defineRole } from '../../src/kit/role.ts';
import type { RoleContext } from '../../src/kit/role.ts';
import { redisFaults } from './faults.ts';
import { redisGauges } from './gauges.ts';

const params = z.strictObject({
  port: z.int().min(1).max(65535).default(6379),
  memory: z.int().min(1).default(64).describe('MiB of data, after which the least recently used sessions go.'),
});

/** What may be said about a Redis in a topology. */
export type RedisParams = z.infer<typeof params>;

/** The secret, and the account that it opens; no service can bear that name. */
const probe = { secret: 'probe', account: 'bancada_probe' };

/**
 * Processor seconds of one question, measured: what redis-server used (user and system time in /proc) for one GET in each
 * of 1500 requests, one after the other, on the survey lab on local machines of a virtual AMD EPYC, Debian 12. The spread
 * is a guess.
 */
const question = { lognormal: { mean: 50e-6, variation: 0.3 } };

/** A store of keys in memory. Each service that uses it has a user of its own, for keys that begin with its name. */
export const redis = defineRole<RedisParams>({
  name: 'redis',
  summary: { en: 'keys and values in memory', pt: 'chaves e valores em memória' },
  params,
  alone: true,
  order: 40,
  packages: () => ['redis-server'],
  offers: ({ port }) => [{ name: 'redis', port }],
  needs: () => [],
  secrets: () => [{ name: probe.secret, kind: 'password' }],
  resources: (context) => {
    const config = configFile('redis.conf', settingsText(context));
    const users = configFile('users.acl', usersText(context, accountsOf(context)));
    return [config, users, service({ unit: 'redis-server.service', restartOn: [config, users] })];
  },
  ready: (context) => {
    const { port } = context.params;
    const address = nearestAddress(listenAddresses(context));
    const what = { en: `redis answers on ${address}:${port}`, pt: `o redis responde em ${address}:${port}` };
    return [{ what, condition: { until: 'tcp', address, port } }];
  },
  model: () => ({
    // One thread does it all.
    pools: { thread: { places: 1 } },
    answers: { redis: { question: { bytes: 200, work: [{ occupy: 'thread', work: [{ compute: question }] }] } } },
  }),
  inspect: (context) => ({
    speaks: 'redis',
    address: nearestAddress(listenAddresses(context)),
    port: context.params.port,
    user: probe.account,
    password: context.secret(probe.secret),
  }),
  faults: (context) => redisFaults(settingsText(context), usersText(context, strangersOf(context))),
  probe: () => [{ probe: 'gauges', source: { from: 'redis-info' }, gauges: redisGauges }],
});

const configFile = (name: string, content: Parameters<typeof file>[0]['content']): Resource =>
  file({ path: `/etc/redis/${name}`, content, mode: '0640', owner: 'redis', group: 'redis' });

const settingsText = (context: RoleContext<RedisParams>): string =>
  context.template('redis.conf.ejs', { ...context.params, addresses: listenAddresses(context) }).toString();

const usersText = (context: RoleContext<RedisParams>, accounts: ReturnType<typeof accountsOf>): string =>
  context.template('users.acl.ejs', accounts).toString();

/** The same accounts, none of which has the password that its service knows. */
const strangersOf = (context: RoleContext<RedisParams>): ReturnType<typeof accountsOf> => {
  const known = accountsOf(context);
  return { ...known, accounts: known.accounts.map(({ name, hash }) => ({ name, hash: sha256(`not ${hash}`) })) };
};

/** Redis keeps passwords as SHA-256; the file holds nothing that could be used to sign in. */
function accountsOf(context: RoleContext<RedisParams>) {
  const hashes = new Map(context.users('redis').map(({ account, password }) => [account, sha256(password)]));
  const accounts = [...hashes].toSorted().map(([name, hash]) => ({ name, hash }));
  return { accounts, probe: probe.account, probeHash: sha256(context.secret(probe.secret)) };
}
