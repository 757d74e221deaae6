import type { Resource } from '../../src/kit/resource.ts';
import { directory } from '../../src/kit/resources/directory.ts';
import { file } from '../../src/kit/resources/file.ts';
import { tree } from '../../src/kit/resources/tree.ts';
import type { RoleContext, TunnelEnd } from '../../src/kit/role.ts';
import { addressInside, daemon, routesOf, subnetOf, tunnelOf } from './tunnel.ts';
import { certificateOf, keyOf, outerServerKey } from './secrets.ts';

const folder = '/etc/openvpn/server';

/** Where the server writes down each second who is connected. */
export const statusFile = (network: string): string => `/run/openvpn-server/status-${network}.log`;

/** Whom the server lets in no more. */
export const revocationList = (network: string): string => `${folder}/${network}.crl`;

/** The systemd unit of a tunnel's server. */
export const serverUnit = (network: string): string => `openvpn-server@${network}.service`;

/** The end that waits for the others. */
export function serverResources(context: RoleContext<TunnelEnd>): readonly Resource[] {
  const { name } = tunnelOf(context);
  const [clients, crl] = [`${folder}/${name}-clients`, revocationList(name)];
  // Without the list everybody would be let in.
  const revoked = file({ path: crl, content: context.secret('crl') });
  const config = file({
    path: `${folder}/${name}.conf`,
    mode: '0600',
    content: context.template('server.ovpn.ejs', { ...settings(context), clients, crl }),
  });
  const known = tree({ path: clients, files: clientFiles(context) });
  return [directory({ path: folder }), revoked, known, config, ...daemon(serverUnit(name), config)];
}

function settings(context: RoleContext<TunnelEnd>) {
  const { blueprint, machine, secret } = context;
  const { name, subnet, port, clients } = tunnelOf(context);
  const gateway = addressInside(blueprint, name, clients[0] ?? machine.name);
  return {
    port,
    device: name,
    status: statusFile(name),
    address: addressInside(blueprint, name, machine.name),
    mask: subnetOf(subnet).mask,
    routes: routesOf(context, name, gateway),
    authority: secret('ca'),
    certificate: secret(certificateOf(machine.name)),
    key: secret(keyOf(machine.name)),
    outerKey: secret(outerServerKey),
  };
}

/** What the server tells and believes each client, in files that bear the clients' names. */
function clientFiles(context: RoleContext<TunnelEnd>) {
  const { name, subnet, clients, behind } = tunnelOf(context);
  return clients.map((client) => {
    const address = addressInside(context.blueprint, name, client);
    const locals = { address, mask: subnetOf(subnet).mask, behind: (behind[client] ?? []).map(subnetOf) };
    return { path: client, content: context.template('one-client.ovpn.ejs', locals).toString() };
  });
}
