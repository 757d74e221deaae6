import { file } from '../../src/kit/resources/file.ts';
import { service } from '../../src/kit/resources/service.ts';
import { dropIn } from '../../src/kit/resources/unit.ts';
import { defineRole } from '../../src/kit/role.ts';
import type { RoleContext } from '../../src/kit/role.ts';
import { balanceCheck, directives, serversOf } from './balance.ts';
import { container } from './container.ts';
import { balancerFaults } from './faults.ts';
import { nginxModel } from './model.ts';
import { connectionsProbe } from './connections.ts';
import { params } from './params.ts';
import type { NginxParams } from './params.ts';
import { limits, workersOn } from './settings.ts';
import { accessTrail } from './trail.ts';

/** Where nginx tells its counters, on the loopback address. */
const statusPort = 8079;

const unit = 'nginx.service';

const configFile = '/etc/nginx/nginx.conf';

const accessLog = '/var/log/nginx/access.log';

/** A load balancer in front of a group of machines. */
export const nginx = defineRole<NginxParams>({
  name: 'nginx',
  summary: { en: 'balances HTTP over the machines of a service', pt: 'balanceia HTTP entre as máquinas de um serviço' },
  params,
  alone: true,
  order: 60,
  runtimes: ['docker'],
  packages: ({ image }, runtime) => (runtime === 'docker' && image === 'registry' ? [] : ['nginx']),
  offers: ({ port }) => [{ name: 'http', port }],
  needs: ({ upstream }) => [{ name: 'upstream', of: upstream }],
  resources: (context) => {
    const config = file({ path: configFile, content: configText(context) });
    // The package's own unit leaves it dead after a crash.
    const restart = dropIn(unit, 'restart', '[Service]\nRestart=on-failure\nRestartSec=1\n');
    const box = context.service.runtime === undefined ? [] : container(unit, context);
    return [config, restart, ...box, service({ unit, restartOn: box, reloadOn: [config, restart] })];
  },
  ready: ({ params: { port } }) => [
    {
      what: { en: `nginx answers on port ${port}`, pt: `o nginx responde na porta ${port}` },
      condition: { until: 'http', address: '127.0.0.1', port, path: '/favicon.ico', status: 204 },
    },
  ],
  checks: (context) => [balanceCheck(context)],
  model: nginxModel,
  faults: (context) => balancerFaults(configFile, serversOf(context), (servers) => configText(context, servers)),
  probe: () => [{ probe: 'traffic', log: accessLog, need: 'upstream' }, connectionsProbe(statusPort)],
  trail: () => accessTrail(accessLog),
});

const configText = (context: RoleContext<NginxParams>, servers = serversOf(context)) =>
  context.template('nginx.conf.ejs', { ...settings(context), servers });

const settings = (context: RoleContext<NginxParams>) => ({
  upstream: context.params.upstream.service,
  method: directives[context.params.balance],
  workers: workersOn(context.machine),
  port: context.params.port,
  zone: context.params.zone,
  keepalive: context.params.keepalive,
  accessLog,
  maxFails: context.params.max_fails,
  failTimeout: context.params.fail_timeout,
  statusPort,
  limits,
});
