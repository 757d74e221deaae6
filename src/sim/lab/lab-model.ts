import type { ServiceModel } from '../../kit/service-model.ts';
import type { Blueprint, Visitors } from '../../model/blueprint.ts';
import type { Closed, Open, Source, Traced } from '../model/source.ts';
import type { Named, SimModel, Station } from '../model/model.ts';
import { parseAddress } from '../../blueprint/subnet.ts';
import { asFound, type Calibration } from './calibration.ts';
import { closedBy, gatesOf, interruptions } from './faults.ts';
import type { Fault } from './faults.ts';
import { kindsOf, type Kind } from './kinds.ts';
import { linksOf } from './links.ts';
import { placesOf, portPlace } from './places.ts';
import type { Place } from './places.ts';
import { Writer } from './writer.ts';

/**
 * How some visitors come. The keys of a trace are places among the kinds of requests; its clients are IPv4 addresses.
 * `as`: the visitors' name in the topology; their own if absent. `keys`: what they ask for, if not the same as the others.
 * `journey`: what they ask for one after the other, as places among the kinds.
 */
export type Coming = (Open | Closed | Traced) & Pick<Source, 'keys' | 'journey'> & { readonly as?: string };

/** What a lab is simulated with. */
export interface LabSetup {
  readonly blueprint: Blueprint;
  /** What the roles say of their services, by service id. A service that nobody asks need not be among them. */
  readonly services: ReadonlyMap<string, ServiceModel>;
  /** How visitors come. */
  readonly coming: Readonly<Record<string, Coming>>;
  /** How often visitors ask for what, by kind of request; the roles' own shares if absent. */
  readonly mix?: Readonly<Record<string, number>>;
  /** How many visitors there are of each name who come at a rate: addresses that a balancer may tell apart. */
  readonly clients: number;
  readonly faults: readonly Fault[];
  /** Services that do otherwise from a moment on, seconds: balancers, whose configuration is read anew. */
  readonly reloads?: readonly { readonly at: number; readonly services: ReadonlyMap<string, ServiceModel> }[];
  /** How much of a second of the computer's clock is over at the start, 0 to 1, where that is known: some balancers count whole ones. */
  readonly phase?: number;
  /** What was measured on it, if anything was. */
  readonly calibration?: Calibration;
}

/** Processors of a computer of which nothing is known. */
const usualProcessors = 2;

/** A lab as a network of queues. */
export interface LabModel {
  readonly model: SimModel;
  /** What each station stands for. */
  readonly places: readonly Place[];
  /** What visitors may ask for. */
  readonly kinds: readonly Kind[];
  /** Processors that each machine keeps busy while nobody asks. */
  readonly background: Readonly<Record<string, number>>;
}

/** The lab as a network of queues: what its roles say, joined along its flows. Pure. @throws LabError if a part has no model */
export function labModel(given: LabSetup): LabModel {
  const { services, calibration, coming } = given;
  const blueprint = asFound(given.blueprint, calibration);
  const setup = { ...given, blueprint };
  const kinds = kindsOf(services, given.mix);
  const closed = closedBy(setup.faults, blueprint).filter(({ id }) => services.has(id));
  const places = [
    ...placesOf(blueprint, services, calibration?.processors ?? usualProcessors),
    ...closed.map(portPlace),
  ];
  const links = linksOf(blueprint, setup.faults);
  const writer = new Writer(setup, kinds, { links, closed: new Set(closed.map(({ id }) => id)) });
  const sources = Object.entries(coming).flatMap(([stream, { as = stream, ...how }]) => {
    const visitors = blueprint.visitors.find(({ name }) => name === as);
    return visitors ? [[stream, sourceOf(setup, visitors, { how, kinds, writer })] as const] : [];
  });
  return {
    model: {
      sources: Object.fromEntries(sources),
      stations: stationsOf(setup, places),
      links,
      balancers: writer.balancers,
      programs: writer.programs,
    },
    places,
    kinds,
    background: calibration?.background ?? {},
  };
}

interface Written {
  readonly how: Omit<Coming, 'as'> & (Open | Closed | Traced);
  readonly kinds: readonly Kind[];
  readonly writer: Writer;
}

const sourceOf = (
  { blueprint, clients: count }: LabSetup,
  visitors: Visitors,
  { how, kinds, writer }: Written,
): Source => {
  const first = firstVisitor(blueprint, visitors);
  const clients = Array.from({ length: 'users' in how ? how.users : count }, (_, at) => first + at);
  return { ...wishes(kinds), ...how, clients, steps: writer.visit(visitors) };
};

/** The address of the first of the visitors: the first of the block that they have, or else the one from which they look in. */
export const firstVisitor = ({ networks }: Blueprint, visitors: Visitors): number => {
  const network = networks.find(({ name }) => name === visitors.network);
  const address = network && 'vantage' in network ? (network.crowd?.split('/')[0] ?? network.vantage) : '0.0.0.0';
  return parseAddress(address) ?? 0;
};

/** What visitors ask for and how much of it, as a source has it. */
export const wishes = (kinds: readonly Kind[]): Pick<Source, 'keys' | 'demand'> => {
  const demand = kinds.find((kind) => kind.demand !== undefined)?.demand;
  return {
    ...(kinds.length > 0 && { keys: kinds.map(({ share }) => share) }),
    ...(demand !== undefined && { demand }),
  };
};

function stationsOf({ blueprint, faults, services }: LabSetup, places: readonly Place[]): Named<Station> {
  const schedules = interruptions(faults, blueprint, services);
  const gates = blueprint.services.flatMap((service) => gatesOf(service, faults));
  return Object.fromEntries([
    ...places.map((place) => [place.station, { ...place.spec, ...schedules(place) }] as const),
    ...gates.map(({ station, spec }) => [station, spec] as const),
  ]);
}
