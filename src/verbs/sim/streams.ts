import { LabError } from '../../errors/lab-error.ts';
import { destinationOf, scriptFor } from '../../load/destination.ts';
import type { LoadStep, Script } from '../../load/order.ts';
import type { Scenario, Traffic } from '../../model/scenario.ts';
import type { RoleWorld } from '../../provision/context.ts';
import { stretches, type Stretch } from '../../scenarios/stretches.ts';
import { kindsOf, type Kind } from '../../sim/lab/kinds.ts';
import { firstVisitor, type Coming } from '../../sim/lab/lab-model.ts';
import * as text from '../../text/sim-lab.ts';
import { askedBy, mostOften } from './coming.ts';
import { mostLogged } from './request.ts';
import { serviceModels } from './service-models.ts';

/** Visitors of a scenario who come from one moment to another. */
export interface Stream {
  /** Unique in the model. */
  readonly name: string;
  /** As the scenario calls them, who may come, go, and come again. */
  readonly stream: string;
  readonly coming: Coming;
  /** Of the requests of a visit so many are measured: those after them take away what the visit left. */
  readonly measured: number;
}

interface Visitors {
  readonly world: RoleWorld;
  /** Addresses that they come from. */
  readonly clients: number;
}

/** Who comes when in a scenario, and what for. @throws LabError `not-foretold`, `no-profile`, or for an unknown path */
export function streamsIn({ steps }: Pick<Scenario, 'steps'>, { world, clients }: Visitors): readonly Stream[] {
  const { blueprint } = world;
  const destination = destinationOf(world, undefined);
  const kinds = kindsOf(serviceModels(world), undefined);
  const names = new Map(
    steps.flatMap(({ deeds }) =>
      deeds.flatMap((deed) => (deed.do === 'traffic' ? [[deed.traffic, deed.stream] as const] : [])),
    ),
  );
  const all = stretches(steps, ({ streams }) => [...streams.values()]).map((stretch) => ({
    stretch,
    script: scriptFor(destination, stretch.what).script,
  }));
  refuseTooMany(all);
  return all.map(({ stretch, script }, at) => {
    const stream = names.get(stretch.what) ?? '';
    const coming = comingIn(stretch, script, { kinds, first: firstVisitor(blueprint, destination.visitors), clients });
    return {
      ...{ name: `${stream} ${String(at)}`, stream, measured: script.steps.length },
      coming: { ...coming, as: destination.visitors.name },
    };
  });
}

/** As the model of a lab has them. */
export const comingByName = (streams: readonly Stream[]): Readonly<Record<string, Coming>> =>
  Object.fromEntries(streams.map(({ name, coming }) => [name, coming]));

interface Told {
  readonly stretch: Stretch<Traffic>;
  readonly script: Script;
}

const perSecond = ({ arrivals }: Traffic): number =>
  arrivals.kind === 'open' ? arrivals.perSecond : mostOften(arrivals.visitors, arrivals.thinkMs);

/** @throws LabError `not-foretold` */
function refuseTooMany(streams: readonly Told[]): void {
  const requests = streams.reduce(
    (sum, { stretch: { what, from, until }, script }) =>
      sum + ((perSecond(what) * (until - from)) / 1000) * (script.steps.length + script.cleanup.length),
    0,
  );
  if (requests > mostLogged)
    throw new LabError({ code: 'not-foretold', fault: 'usage', ...text.tooManyRequests(requests, mostLogged) });
}

interface Known {
  readonly kinds: readonly Kind[];
  /** The address of the first visitor. */
  readonly first: number;
  readonly clients: number;
}

function comingIn(
  { what: { arrivals }, from, until }: Stretch<Traffic>,
  { steps, cleanup }: Script,
  { kinds, first, clients }: Known,
): Coming {
  const asked = [...steps, ...cleanup].map((step) => askedBy(pathOf(step), kinds));
  const journey = asked.map(({ key, seconds }) => ({ key, demand: seconds }));
  const { key, seconds } = asked[0]!;
  if (arrivals.kind === 'closed')
    return {
      ...{ users: arrivals.visitors, think: arrivals.thinkMs / 1000, from: from / 1000, until: until / 1000 },
      ...{ keys: kinds.map((_, at) => Number(at === key)), journey },
    };
  const count = Math.ceil(((until - from) / 1000) * arrivals.perSecond);
  const column = <T>(value: (at: number) => T): readonly T[] => Array.from({ length: count }, (_, at) => value(at));
  return {
    trace: {
      times: column((at) => from / 1000 + at / arrivals.perSecond),
      // Any of the addresses, in an order that no balancer has a reason to share.
      clients: column((at) => first + ((at * 7919) % clients)),
      keys: column(() => key),
      demands: column(() => seconds),
    },
    ...(journey.length > 1 && { journey }),
  };
}

/** As kinds of requests have it. */
const pathOf = ({ step, path }: LoadStep): string => (step === 'post' ? `POST ${path}` : path);
