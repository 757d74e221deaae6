import { listenAddresses, nearestAddress } from '../kit/listen.ts';
import type { Blueprint, Flow, Service } from '../model/blueprint.ts';
import type { HttpAnswer, HttpRequest } from '../ports/http.ts';
import { exchange } from '../ports/http.ts';
import type { CheckGround } from './check.ts';
import type { Place } from './place.ts';
import { placeNamed, placeOfSource, vantageAt } from './place.ts';

/** A way by which a service is asked: from where, and at which address. */
export interface Way {
  readonly place: Place;
  readonly address: string;
  readonly port: number;
}

const timeoutMs = 5000;

/** How visitors come to a service; else how another service does; else from its own machine. */
export const wayTo = (blueprint: Blueprint, service: Service): Way | undefined => {
  const flows = blueprint.flows.filter(({ to, protocol }) => to.service === service.id && protocol === 'tcp');
  const flow = flows.find(({ from }) => from.kind !== 'service') ?? flows[0];
  return (flow && wayOf(blueprint, flow)) ?? ownWay(blueprint, service);
};

/** The way of a flow, if it begins in the lab. */
export const wayOf = (blueprint: Blueprint, { from, to }: Flow): Way | undefined => {
  const place = placeOfSource(blueprint, from);
  return place && { place, address: to.address, port: to.port };
};

const ownWay = (blueprint: Blueprint, service: Service): Way | undefined => {
  const port = service.offers.find(({ protocol }) => protocol === 'tcp')?.port;
  const machine = blueprint.machines.find(({ name }) => name === service.machine);
  if (machine === undefined || port === undefined) return undefined;
  const address = nearestAddress(listenAddresses({ blueprint, machine, service }));
  return { place: placeNamed(blueprint, machine.name), address, port };
};

/** The service at which visitors knock to get to this one: the first one upstream that visitors reach, or itself. */
export const frontOf = (blueprint: Blueprint, service: Service, seen: readonly string[] = []): Service => {
  if (seen.includes(service.name) || isVisited(blueprint, service)) return service;
  const users = blueprint.services.filter(({ uses }) =>
    uses.some(({ targets }) => targets.some((target) => target.service === service.id)),
  );
  const fronts = users.map((user) => frontOf(blueprint, user, [...seen, service.name]));
  return fronts.find((front) => isVisited(blueprint, front)) ?? service;
};

const isVisited = ({ flows }: Blueprint, { id }: Service): boolean =>
  flows.some(({ from, to }) => to.service === id && (from.kind === 'visitors' || from.kind === 'world'));

/** One request along a way. */
export const ask = async (
  ground: CheckGround,
  { place, address, port }: Way,
  request: Pick<HttpRequest, 'path' | 'method' | 'headers' | 'body' | 'signal' | 'host'>,
): Promise<HttpAnswer> => exchange(await vantageAt(ground, place), { timeoutMs, ...request, address, port });

/** A field of an answer that is a JSON object, as text. */
export const fieldOf = ({ body }: HttpAnswer, field: string): string | undefined => {
  try {
    const value: unknown = JSON.parse(body);
    const found =
      typeof value === 'object' && value !== null ? Object.entries(value).find(([key]) => key === field) : undefined;
    return found === undefined ? undefined : String(found[1]);
  } catch {
    return undefined;
  }
};
