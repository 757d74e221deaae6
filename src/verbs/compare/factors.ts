import type { Kind } from '../../sim/lab/kinds.ts';
import { demandsOf, type Demand } from '../../sim/lab/demands.ts';
import { labModel } from '../../sim/lab/lab-model.ts';
import type { Workload } from '../../sim/lab/workload.ts';
import type { CalibrationWorld } from './calibrate.ts';
import type { Measurement } from './session.ts';
import { usedBetween } from './use.ts';

/** What one kind of request came to, asked for by itself. */
export interface KindSeen {
  readonly kind: Kind;
  readonly workload: Workload;
  readonly measurement: Measurement;
}

/** Processor seconds of all requests of a kind at a service, counted and foretold. */
interface Cost {
  readonly service: string;
  readonly kind: string;
  readonly measured: number;
  readonly own: number;
}

/**
 * How many times the role's processor time each service really takes. By the service's name: its instances are alike,
 * and one that is added later is as they are.
 */
export const factorsFrom = (
  seen: readonly KindSeen[],
  world: CalibrationWorld,
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
export const processorOf = (seen: readonly KindSeen[], world: CalibrationWorld) => {
  const costs = seen.flatMap((each) => costsOf(each, world));
  return (kind: string): Readonly<Record<string, number>> => {
    const count = seen.find((each) => each.kind.name === kind)?.measurement.measured.answered ?? 0;
    const own = costs.filter((cost) => cost.kind === kind);
    const names = [...new Set(own.map(({ service }) => service))];
    return Object.fromEntries(
      names.map((name) => {
        const total = own.filter(({ service }) => service === name).reduce((sum, { measured }) => sum + measured, 0);
        return [name, (total / Math.max(1, count)) * 1000];
      }),
    );
  };
};

/** Bounds within which a factor can be a measurement, and is not the noise of next to nothing. */
const [least, most] = [0.05, 20];

const ratio = (costs: readonly Cost[]): number | undefined => {
  const own = costs.reduce((sum, cost) => sum + cost.own, 0);
  const measured = costs.reduce((sum, cost) => sum + cost.measured, 0);
  return own > 0 ? Math.min(most, Math.max(least, measured / own)) : undefined;
};

/** The kinds of visitors' requests that the services of this name tell apart themselves. */
const kindsOfService = (name: string, { setup, kinds }: CalibrationWorld): ReadonlySet<string> => {
  const own = setup.blueprint.services.filter((service) => service.name === name);
  const answers = own.flatMap(({ id }) => Object.values(setup.services.get(id)?.answers ?? {}).flatMap(Object.keys));
  return new Set(kinds.flatMap((kind) => (answers.includes(kind.name) ? [kind.name] : [])));
};

const costsOf = ({ kind, workload, measurement }: KindSeen, world: CalibrationWorld): readonly Cost[] => {
  const { setup, kinds, background } = world;
  const { blueprint } = setup;
  const count = workload.requests.length;
  const wanted = (workload.trace.demands ?? []).reduce((sum, seconds) => sum + seconds, 0);
  const visitors = blueprint.visitors[0]?.name ?? '';
  const coming = { [visitors]: { trace: { times: [] } } };
  const demands = demandsOf(labModel({ ...setup, coming }), visitors, kinds.indexOf(kind));
  const used = usedBetween(measurement.before, measurement.after);
  return blueprint.machines.flatMap((machine) => {
    const all = Math.max(0, used.machine(machine) - (background[machine.name] ?? 0) * used.seconds);
    const services = blueprint.services.filter((service) => service.machine === machine.name);
    const shares = services.map(({ id }) => used.service(id));
    const total = shares.reduce((sum, share) => sum + share, 0);
    return services.flatMap(({ id, name }, at): readonly Cost[] => {
      const demand: Demand | undefined = demands.get(id);
      if (demand === undefined || total === 0) return [];
      // Whatever the machine did for it besides (journal, kernel) is shared as the services' own time is.
      const measured = (all * (shares[at] ?? 0)) / total - demand.asked * wanted;
      return [{ service: name, kind: kind.name, measured: Math.max(0, measured), own: demand.own * count }];
    });
  });
};
