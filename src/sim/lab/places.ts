import type { ServiceModel } from '../../kit/service-model.ts';
import type { Blueprint, Machine, Service } from '../../model/blueprint.ts';
import type { Station } from '../model/model.ts';

/**
 * What a station of a lab's model stands for.
 * `processor`: a machine's. `pool`: one of a service's own. `service`: everything that the service does, from the
 * question to the answer; who is there is a request that the service is busy with. `port`: the way into a service, which
 * every question passes and none stays at; only where a fault closes it.
 */
export interface Place {
  readonly station: string;
  readonly kind: 'processor' | 'pool' | 'service' | 'port';
  readonly machine: string;
  readonly service?: string;
  /** Of a pool: its name. */
  readonly pool?: string;
  /** How many requests it can do at once; of a processor the share that the machine has. */
  readonly capacity: number;
  readonly spec: Station;
}

export const processorOf = (machine: string): string => `${machine} processor`;
export const poolOf = (service: string, pool: string): string => `${service} ${pool}`;
export const portOf = (service: string): string => `${service} port`;
/** The station in which a request is for as long as a service is busy with it. */
export const doorOf = (service: string): string => service;

/**
 * The stations of a lab: a processor for each machine, pools and a door for each service that has a model. `processors`:
 * those of the computer below, on which a machine may run as many things at once as long as its part lasts.
 */
export const placesOf = (
  blueprint: Blueprint,
  services: ReadonlyMap<string, ServiceModel>,
  processors: number,
): readonly Place[] =>
  blueprint.machines.flatMap((machine, index) => [
    processor(machine, index, processors),
    ...blueprint.services
      .filter((service) => service.machine === machine.name)
      .flatMap(({ id }) => {
        const model = services.get(id);
        return model ? [door(machine.name, id), ...pools(machine.name, id, model)] : [];
      }),
  ]);

/** The way into a service that a fault closes. */
export const portPlace = ({ id, machine = '' }: Pick<Service, 'id' | 'machine'>): Place => ({
  station: portOf(id),
  kind: 'port',
  machine,
  service: id,
  capacity: Infinity,
  spec: { discipline: 'delay' },
});

/** Seconds: the kernel's own period of CPU quotas, which nobody changes. */
const period = 0.1;
/** Machines came up at different moments, and so begin their periods: spread evenly (golden ratio), not by chance. */
const apart = 0.618034;

const processor = ({ name, size }: Machine, index: number, processors: number): Place => {
  const servers = Math.max(processors, Math.ceil(size.cpus));
  const quota = { seconds: size.cpus * period, period, phase: ((index * apart) % 1) * period };
  return {
    station: processorOf(name),
    kind: 'processor',
    machine: name,
    capacity: size.cpus,
    spec: { discipline: 'sharing', servers, ...(size.cpus < servers && { quota }) },
  };
};

const door = (machine: string, service: string): Place => ({
  station: doorOf(service),
  kind: 'service',
  machine,
  service,
  capacity: Infinity,
  spec: { discipline: 'delay' },
});

const pools = (machine: string, service: string, { pools = {} }: ServiceModel): readonly Place[] =>
  Object.entries(pools).map(([pool, { places, room }]) => ({
    station: poolOf(service, pool),
    kind: 'pool' as const,
    machine,
    service,
    pool,
    capacity: places,
    spec: { servers: places, ...(room !== undefined && { room }) },
  }));
