import type { RoleContext } from './role.ts';

const loopback = '127.0.0.1';
const everywhere = '0.0.0.0';

/**
 * The addresses that a service should listen on: those of its own machine to which a flow leads, sorted; the loopback
 * address if nobody comes. An address on an internet network may be another's, translated on the way, so that the
 * answer is then all addresses.
 */
export function listenAddresses({
  blueprint,
  machine,
  service,
}: Pick<RoleContext, 'blueprint' | 'machine' | 'service'>): readonly string[] {
  const flows = blueprint.flows.filter(({ to }) => to.service === service.id);
  const met = machine.interfaces.filter(({ network, address }) =>
    flows.some(
      ({ to, path }) => (path.at(-1)?.network ?? network) === network && (path.length > 0 || to.address === address),
    ),
  );
  const worldly = blueprint.networks.filter(({ kind }) => kind === 'internet').map(({ name }) => name);
  if (met.some(({ network }) => worldly.includes(network))) return [everywhere];
  const isCalledAtHome = flows.some(({ to }) => to.address === loopback);
  const own = isCalledAtHome || met.length === 0 ? [loopback] : [];
  return [...own, ...[...new Set(met.map(({ address }) => address))].toSorted()];
}

/** Where the machine itself reaches a service that listens on these addresses. */
export const nearestAddress = ([first = everywhere]: readonly string[]): string =>
  first === everywhere ? loopback : first;
