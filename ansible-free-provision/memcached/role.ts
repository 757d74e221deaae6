import * as z from 'zod';
import { listenAddresses, nearestAddress } from '../../src/kit/listen.ts';
import { file } from '../../src/kit/resources/file.ts';
import { service } from '../../src/kit/resources/service.ts';
import { defineRole } from '../../src/kit/role.ts';

const params = z.strictObject({
  port: z.int().min(1).max(65535).default(11211),
  memory: z.int().min(1).default(64).describe('MiB of data.'),
});

/** What may be said about a memcached in a topology. */
export type MemcachedParams = z.infer<typeof params>;

/** Processor seconds of one question. No lab asks it yet: a guess, as much as was measured of Redis. Four threads are its default. */
const question = { lognormal: { mean: 50e-6, variation: 0.3 } };

/** A cache that forgets. */
export const memcached = defineRole<MemcachedParams>({
  name: 'memcached',
  summary: { en: 'a cache in memory', pt: 'um cache em memória' },
  params,
  alone: true,
  order: 40,
  packages: () => ['memcached'],
  offers: ({ port }) => [{ name: 'memcached', port }],
  needs: () => [],
  resources: (context) => {
    const addresses = listenAddresses(context);
    const content = context.template('memcached.conf.ejs', { ...context.params, addresses });
    const config = file({ path: '/etc/memcached.conf', content });
    return [config, service({ unit: 'memcached.service', restartOn: [config] })];
  },
  model: () => ({
    pools: { threads: { places: 4 } },
    answers: { memcached: { question: { bytes: 200, work: [{ occupy: 'threads', work: [{ compute: question }] }] } } },
  }),
  ready: (context) => {
    const { port } = context.params;
    const address = nearestAddress(listenAddresses(context));
    const what = {
      en: `memcached answers on ${address}:${port}`,
      pt: `o memcached responde em ${address}:${port}`,
    };
    return [{ what, condition: { until: 'tcp', address, port } }];
  },
});
