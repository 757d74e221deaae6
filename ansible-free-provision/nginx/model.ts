import type { RoleContext } from '../../src/kit/role.ts';
import type { BalancingMethod } from '../../src/kit/balancing.ts';
import type { ServiceModel, Work } from '../../src/kit/service-model.ts';
import { serversOf } from './balance.ts';
import type { NginxParams } from './params.ts';
import { limits, workersOn } from './settings.ts';

/**
 * Processor seconds of one page that is passed on, measured: what nginx used (user and system time in /proc) over 1500
 * requests, one after the other, on the survey lab on local machines of a virtual AMD EPYC with two processors, Debian 12.
 * A little more than half of it comes before the instance is asked. The spread is a guess.
 */
const seconds = { before: 80e-6, after: 67e-6 };
const variation = 0.3;

const methods: Readonly<Record<NginxParams['balance'], BalancingMethod>> = {
  round_robin: 'round_robin',
  least_conn: 'least_conn',
  ip_hash: 'ip_hash',
  hash: 'consistent',
  random_two: 'random_two',
};

/** Worker processes, each of which does one thing at a time, and connections, of which each request has two. */
export function nginxModel(context: RoleContext<NginxParams>): ServiceModel {
  const { machine, params } = context;
  const workers = workersOn(machine);
  const busy = (mean: number): Work => ({
    occupy: 'workers',
    work: [{ compute: { lognormal: { mean, variation } } }],
  });
  const { max_fails: maxFails, fail_timeout: failTimeout } = params;
  const peers = serversOf(context).map(({ address, port, weight }) => ({
    name: `${address}:${port}`,
    weight,
    maxFails,
    failTimeout,
  }));
  const passOn: Work = {
    passOn: 'upstream',
    balancing: {
      ...{ method: methods[params.balance], peers, nextTries: limits.tries },
      ...(!params.zone && { workers }),
    },
    ...{ timeout: limits.readSeconds, connectTimeout: limits.connectSeconds },
    // `proxy_next_upstream` without `non_idempotent`.
    formsOnce: true,
    bytes: 700,
  };
  const pages = { work: [{ occupy: 'connections', work: [busy(seconds.before), passOn, busy(seconds.after)] }] };
  return {
    pools: { workers: { places: workers }, connections: { places: (workers * limits.connections) / 2, room: 0 } },
    answers: { http: { pages } },
  };
}
