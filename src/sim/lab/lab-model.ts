import type { ServiceModel } from '../../kit/service-model.ts';
import type { Blueprint, Visitors } from '../../model/blueprint.ts';
import type { Arrivals } from '../model/source.ts';
import type { Named, SimModel, Station } from '../model/model.ts';
import { interruptions } from './faults.ts';
import type { Fault } from './faults.ts';
import { linksOf } from './links.ts';
import { placesOf } from './places.ts';
import type { Place } from './places.ts';
import { Writer } from './writer.ts';

/** What a lab is simulated with. */
export interface LabSetup {
  readonly blueprint: Blueprint;
  /** What the roles say of their services, by service id. A service that nobody asks need not be among them. */
  readonly services: ReadonlyMap<string, ServiceModel>;
  /** How visitors come, by the visitors' name. */
  readonly arrivals: Readonly<Record<string, Arrivals>>;
  /** How often visitors ask for what, by kind of request; the roles' own shares if absent. */
  readonly mix?: Readonly<Record<string, number>>;
  /** How many visitors there are of each name: addresses that a balancer may tell apart. */
  readonly clients: number;
  readonly faults: readonly Fault[];
  /** Of the computer below; `usualProcessors` if absent. */
  readonly processors?: number;
}

/** Processors of a computer of which nothing is known. */
const usualProcessors = 2;

/** A lab as a network of queues. */
export interface LabModel {
  readonly model: SimModel;
  /** What each station stands for. */
  readonly places: readonly Place[];
  /** What visitors ask for, and how often: shares by kind of request. */
  readonly asked: Readonly<Record<string, number>>;
}

/** The lab as a network of queues: what its roles say, joined along its flows. Pure. @throws LabError if a part has no model */
export function labModel(setup: LabSetup): LabModel {
  const { blueprint, services, arrivals } = setup;
  const places = placesOf(blueprint, services, setup.processors ?? usualProcessors);
  const writer = new Writer(setup);
  const sources = blueprint.visitors.flatMap((visitors) => {
    const coming = arrivals[visitors.name];
    return coming ? [[visitors.name, sourceOf(setup, visitors, coming, writer)] as const] : [];
  });
  return {
    model: {
      sources: Object.fromEntries(sources),
      stations: stationsOf(setup, places),
      links: linksOf(blueprint),
      balancers: writer.balancers,
      programs: writer.programs,
    },
    places,
    asked: writer.asked,
  };
}

const sourceOf = ({ clients }: LabSetup, visitors: Visitors, arrivals: Arrivals, writer: Writer) => ({
  arrivals,
  clients,
  steps: writer.visit(visitors),
});

function stationsOf({ blueprint, faults }: LabSetup, places: readonly Place[]): Named<Station> {
  const schedules = interruptions(faults, blueprint);
  return Object.fromEntries(places.map((place) => [place.station, { ...place.spec, ...schedules(place) }]));
}
