import { demandsOf, type Demand } from '../../sim/lab/demands.ts';
import { labModel, type LabSetup } from '../../sim/lab/lab-model.ts';
import { sumOf } from './sample.ts';
import type { KindSeen, SeenWorld } from './seen.ts';
import { usedBetween, usedByServices } from './use.ts';
import { slownessOf } from './waking.ts';

/** Processor seconds of all requests of a kind at a service, counted and foretold, and how slow the computer was then. */
interface Cost {
  readonly service: string;
  readonly kind: string;
  readonly measured: number;
  readonly own: number;
  readonly slowness: number;
}

/**
 * How many times the role's processor time each service usually takes. By the service's name: its instances are alike,
 * and one that is added later is as they are.
 */
export const factorsFrom = (
  seen: readonly KindSeen[],
  world: SeenWorld,
): Readonly<Record<string, Record<string, number>>> => {
  const costs = seen.flatMap((each) => costsOf(each, world));
  const names = [...new Set(costs.map(({ service }) => service))];
  return Object.fromEntries(
    names.map((name) => {
      const own = costs.filter(({ service }) => service === name);
      const told = kindsOfService(name, world);
      const byKind = seen.flatMap(({ kind }) => {
        const factor = ratio(own.filter((cost) => cost.kind === kind.name));
        return told.has(kind.name) && factor !== undefined ? [[kind.name, factor] as const] : [];
      });
      const all = ratio(own);
      return [name, Object.fromEntries([...byKind, ...(all === undefined ? [] : [['*', all] as const])])];
    }),
  );
};

/** Processor milliseconds of one request by service name, as measured. */
export const processorOf = (seen: readonly KindSeen[], world: SeenWorld) => {
  const costs = seen.flatMap((each) => costsOf(each, world));
  return (kind: string): Readonly<Record<string, number>> => {
    const askings = seen.find((each) => each.kind.name === kind)?.askings ?? [];
    const count = askings.reduce((sum, { measurement }) => sum + measurement.measured.answered, 0);
    const own = costs.filter((cost) => cost.kind === kind);
    const names = [...new Set(own.map(({ service }) => service))];
    return Object.fromEntries(
      names.map((name) => {
        const seconds = sumOf(own.filter(({ service }) => service === name).map(({ measured }) => measured));
        return [name, (seconds / Math.max(1, count)) * 1000];
      }),
    );
  };
};

/** Bounds within which a factor can be a measurement, and is not the noise of next to nothing. */
const [least, most] = [0.05, 20];

const ratio = (costs: readonly Cost[]): number | undefined => {
  const own = sumOf(costs.map((cost) => cost.own));
  const measured = sumOf(costs.map((cost) => cost.measured / cost.slowness));
  return own > 0 ? Math.min(most, Math.max(least, measured / own)) : undefined;
};

/** The kinds of visitors' requests that the services of this name tell apart themselves. */
const kindsOfService = (name: string, { setup, kinds }: SeenWorld): ReadonlySet<string> => {
  const own = setup.blueprint.services.filter((service) => service.name === name);
  const answers = own.flatMap(({ id }) => Object.values(setup.services.get(id)?.answers ?? {}).flatMap(Object.keys));
  return new Set(kinds.flatMap((kind) => (answers.includes(kind.name) ? [kind.name] : [])));
};

/** What a request of the kind at this place among the kinds costs at each service, by what the roles say. */
export const demandsWithin = (setup: LabSetup, kind: number): ReadonlyMap<string, Demand> => {
  const visitors = setup.blueprint.visitors[0]?.name ?? '';
  const coming = { [visitors]: { trace: { times: [] } } };
  return demandsOf(labModel({ ...setup, coming }), visitors, kind);
};

const costsOf = ({ kind, askings }: KindSeen, world: SeenWorld): readonly Cost[] => {
  const { setup, kinds, background, wakes } = world;
  const { blueprint } = setup;
  const requests = askings.flatMap(({ workload }) => workload.requests);
  const wanted = sumOf(askings.flatMap(({ workload }) => workload.trace.demands ?? []));
  const demands = demandsWithin(setup, kinds.indexOf(kind));
  const slowness = sumOf(askings.map((asking) => slownessOf(asking, wakes) ?? 1)) / askings.length;
  const uses = askings.map(({ measurement }) => usedBetween(measurement.before, measurement.after));
  return blueprint.machines.flatMap((machine) => {
    const services = blueprint.services.filter((service) => service.machine === machine.name);
    const ids = services.map(({ id }) => id);
    const used = usedByServices(machine, ids, uses, background[machine.name] ?? 0);
    return services.flatMap(({ id, name }): readonly Cost[] => {
      const [demand, seconds] = [demands.get(id), used.get(id)];
      if (demand === undefined || seconds === undefined) return [];
      const measured = seconds - demand.asked * wanted;
      const own = demand.own * requests.length;
      return [{ service: name, kind: kind.name, measured: Math.max(0, measured), own, slowness }];
    });
  });
};
