import type { Trip } from './flows.ts';
import { addressIn, sharedNetwork, type Terrain } from './ways.ts';

/**
 * The other machines' names, each with the address at which this one best reaches it: in the best network that both are in,
 * else where a flow of this machine goes. Machines that it cannot reach have no entry.
 */
export function nameHosts(terrain: Terrain, machine: string, trips: readonly Trip[]): Readonly<Record<string, string>> {
  const visited = new Map(
    trips
      .filter(({ from }) => from === machine)
      .map(({ flow }) => [flow.to.machine ?? flow.to.service, flow.to.address] as const),
  );
  const hosts = [...terrain.ends.keys()].flatMap((name) => {
    if (name === machine) return [];
    const shared = sharedNetwork(terrain, machine, name);
    const direct = shared === undefined ? undefined : addressIn(terrain, name, shared);
    const isFar = shared === undefined || terrain.kinds.get(shared) === 'internet';
    const address = isFar ? (visited.get(name) ?? direct) : direct;
    return address === undefined ? [] : [[name, address] as const];
  });
  return Object.fromEntries(hosts);
}
