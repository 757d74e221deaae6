import * as z from 'zod';
import { defineRole } from '../../src/kit/role.ts';
import type { Readiness, RoleContext, TunnelEnd } from '../../src/kit/role.ts';
import { clientResources } from './client.ts';
import { clientFaults, serverFaults } from './faults.ts';
import { secretsOf } from './secrets.ts';
import { tunnelProbe } from './probe.ts';
import { serverResources, serverUnit, statusFile } from './server.ts';
import { addressInside, tunnelOf } from './tunnel.ts';

const isServer = (context: RoleContext<TunnelEnd>): boolean => tunnelOf(context).server === context.machine.name;

/**
 * Processor seconds of one message of a few hundred bytes with its acknowledgement, measured at either end: what openvpn
 * used (user and system time in /proc) for sixteen of them in each of 800 requests, one after the other, on the survey lab
 * on local machines of a virtual AMD EPYC, Debian 12. The spread is a guess.
 */
const message = { lognormal: { mean: 39e-6, variation: 0.3 } };

/**
 * Seconds, by the settings in `templates/openvpn`: `keepalive 2 6` gives the other end up after six seconds of silence; then
 * the client calls every one to two seconds (`connect-retry 1 2`), and its handshake takes about half a second.
 */
const rejoins = { after: 6, takes: 2 };

/** One end of a tunnel. */
export const openvpn = defineRole<TunnelEnd>({
  name: 'openvpn',
  summary: { en: 'an encrypted tunnel between sites', pt: 'um túnel cifrado entre locais' },
  params: z.strictObject({ network: z.string() }),
  implied: { tunnel: 'openvpn' },
  order: 20,
  // The second one is for a fault: it lets one daemon see another time.
  packages: () => ['openvpn', 'libfaketime'],
  offers: () => [],
  needs: () => [],
  secrets: ({ params }, blueprint) => secretsOf(tunnelOf({ blueprint, params: params as TunnelEnd })),
  resources: (context) => (isServer(context) ? serverResources(context) : clientResources(context)),
  // One process with one thread, which sees each packet.
  model: () => ({
    pools: { daemon: { places: 1 } },
    carries: [{ occupy: 'daemon', work: [{ compute: message }] }],
    rejoins,
  }),
  ready: (context) => [isUp(context.params.network)],
  checks: (context) => {
    const { name, server } = tunnelOf(context);
    const peer = addressInside(context.blueprint, name, server);
    return isServer(context) ? [] : [{ check: 'tunnel', network: name, device: name, peer }];
  },
  faults: (context) => (isServer(context) ? serverFaults(context) : clientFaults(context)),
  probe: (context) =>
    isServer(context) ? [tunnelProbe(statusFile(context.params.network), serverUnit(context.params.network))] : [],
});

/** OpenVPN makes a client's device only once the server has let it in. */
const isUp = (device: string): Readiness => ({
  what: { en: `the tunnel ${device} is up`, pt: `o túnel ${device} está de pé` },
  condition: { until: 'command', question: { ask: 'command', argv: ['ip', 'link', 'show', 'dev', device, 'up'] } },
});
