import type { Route } from '../model/blueprint.ts';
import { otherWayHere } from '../text/blueprint.ts';
import { asymmetricWay, conflictingRoutes } from '../text/flows.ts';
import type { Trip } from './flows.ts';
import type { Problems } from './problems.ts';
import { addressIn, type Terrain } from './ways.ts';

/** What the flows ask of routing: routes by machine, and the subnets behind each client by tunnel. */
export interface Routing {
  readonly routes: ReadonlyMap<string, readonly Route[]>;
  /** OpenVPN's `iroute`s: tunnel to client to subnets. */
  readonly behind: ReadonlyMap<string, Readonly<Record<string, readonly string[]>>>;
  /** Machines that carry packets of others. */
  readonly forwarders: ReadonlySet<string>;
}

/** One end must hand packets for a network to a neighbour. */
interface Step {
  readonly at: string;
  readonly destination: string;
  readonly network: string;
  readonly next: string;
  readonly trip: Trip;
}

/** Derives the routes that take every flow there, and its replies back the same way. */
export function deriveRoutes(
  terrain: Terrain,
  subnets: ReadonlyMap<string, string>,
  trips: readonly Trip[],
  problems: Problems,
): Routing {
  const routes = new Map<string, Map<string, { readonly route: Route; readonly trip: Trip }>>();
  const behind = new Map<string, Record<string, string[]>>();
  for (const step of trips.flatMap(stepsOf)) {
    if (!terrain.ends.get(step.at)?.size) continue;
    const destination = subnets.get(step.destination) ?? '';
    if (step.network !== step.destination) addRoute(terrain, routes, step, destination, problems);
    if (isTowardsClient(terrain, step)) addBehind(behind, step, destination);
  }
  const vias = trips.flatMap(({ way }) => way.slice(0, -1).map(({ to }) => to));
  return {
    routes: new Map([...routes].map(([machine, found]) => [machine, [...found.values()].map(({ route }) => route)])),
    behind,
    forwarders: new Set(vias),
  };
}

/** Forth to the last network, and back to the first. */
function stepsOf(trip: Trip): readonly Step[] {
  const { from, way } = trip;
  const [first, last] = [way[0], way.at(-1)];
  if (from === undefined || !first || !last) return [];
  const nodes = [from, ...way.map(({ to }) => to)];
  return way.flatMap(({ network }, index) => {
    const [here, there] = [nodes[index] ?? '', nodes[index + 1] ?? ''];
    return [
      { at: here, destination: last.network, network, next: there, trip },
      { at: there, destination: first.network, network, next: here, trip },
    ];
  });
}

function addRoute(
  terrain: Terrain,
  routes: Map<string, Map<string, { readonly route: Route; readonly trip: Trip }>>,
  step: Step,
  destination: string,
  problems: Problems,
): void {
  if (addressIn(terrain, step.at, step.destination) !== undefined) {
    problems.report(asymmetricWay(step.trip.flow.id, step.at, step.destination, step.network), step.trip.path);
    return;
  }
  const route = routeOf(terrain, step, destination);
  const own = routes.get(step.at) ?? new Map<string, { readonly route: Route; readonly trip: Trip }>();
  routes.set(step.at, own);
  const other = own.get(destination);
  if (!other) own.set(destination, { route, trip: step.trip });
  else if (other.route.device !== route.device || other.route.via !== route.via) {
    problems.report(conflictingRoutes(step.at, destination, other.trip.flow.id, step.trip.flow.id), step.trip.path, [
      { message: otherWayHere, path: other.trip.path },
    ]);
  }
}

function routeOf(terrain: Terrain, { network, next }: Step, destination: string): Route {
  if (terrain.kinds.get(network) === 'openvpn') return { destination, device: network, by: 'tunnel' };
  const via = addressIn(terrain, next, network);
  return { destination, device: network, by: 'host', ...(via !== undefined && { via }) };
}

/** A tunnel's server must know which client answers for a subnet outside the tunnel. */
const isTowardsClient = (terrain: Terrain, { at, destination, network }: Step): boolean =>
  terrain.tunnels.get(network)?.server === at && destination !== network;

function addBehind(behind: Map<string, Record<string, string[]>>, { network, next }: Step, destination: string): void {
  const clients = behind.get(network) ?? {};
  behind.set(network, clients);
  const own = (clients[next] ??= []);
  if (!own.includes(destination)) own.push(destination);
}
