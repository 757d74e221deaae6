import type { Resource } from '../../src/kit/resource.ts';
import { directory } from '../../src/kit/resources/directory.ts';
import { file } from '../../src/kit/resources/file.ts';
import type { RoleContext, TunnelEnd } from '../../src/kit/role.ts';
import type { Secret } from '../../src/model/secret.ts';
import { addressInside, daemon, routesOf, tunnelOf } from './tunnel.ts';
import { certificateOf, keyOf, outerKeyOf } from './secrets.ts';

const folder = '/etc/openvpn/client';

/** An end that calls the server. */
export function clientResources(context: RoleContext<TunnelEnd>): readonly Resource[] {
  const { name } = tunnelOf(context);
  const config = file({ path: clientConfig(name), mode: '0600', content: clientText(context) });
  return [directory({ path: folder }), config, ...daemon(clientUnit(name), config)];
}

/** The systemd unit of a tunnel's client. */
export const clientUnit = (network: string): string => `openvpn-client@${network}.service`;

/** Where a client's configuration lies. */
export const clientConfig = (network: string): string => `${folder}/${network}.conf`;

/** A client's configuration, with the certificate of that machine; its own if absent. */
export const clientText = (context: RoleContext<TunnelEnd>, shown = context.machine.name): string | Secret =>
  context.template('client.ovpn.ejs', {
    ...settings(context),
    certificate: context.secret(certificateOf(shown)),
    key: context.secret(keyOf(shown)),
  });

function settings(context: RoleContext<TunnelEnd>) {
  const { blueprint, machine, secret, uses } = context;
  const { name, port, server } = tunnelOf(context);
  const [peer] = uses('server');
  if (peer === undefined) throw new Error(`${machine.name} has no way to ${server}`);
  return {
    remote: peer.address,
    port,
    server,
    device: name,
    routes: routesOf(context, name, addressInside(blueprint, name, server)),
    authority: secret('ca'),
    outerKey: secret(outerKeyOf(machine.name)),
  };
}
