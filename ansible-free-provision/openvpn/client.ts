import type { Resource } from '../../src/kit/resource.ts';
import { directory } from '../../src/kit/resources/directory.ts';
import { file } from '../../src/kit/resources/file.ts';
import type { RoleContext, TunnelEnd } from '../../src/kit/role.ts';
import { addressInside, daemon, routesOf, tunnelOf } from './tunnel.ts';
import { certificateOf, keyOf, outerKeyOf } from './secrets.ts';

const folder = '/etc/openvpn/client';

/** An end that calls the server. */
export function clientResources(context: RoleContext<TunnelEnd>): readonly Resource[] {
  const { name } = tunnelOf(context);
  const content = context.template('client.ovpn.ejs', settings(context));
  const config = file({ path: `${folder}/${name}.conf`, mode: '0600', content });
  return [directory({ path: folder }), config, ...daemon(`openvpn-client@${name}.service`, config)];
}

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
    certificate: secret(certificateOf(machine.name)),
    key: secret(keyOf(machine.name)),
    outerKey: secret(outerKeyOf(machine.name)),
  };
}
