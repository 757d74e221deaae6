import type { Span, Visited } from '../kit/trail.ts';
import type { Blueprint, Service, UseTarget } from '../model/blueprint.ts';
import type { Hop, Part } from '../model/trace.ts';
import { besides, itself } from '../text/trace.ts';

/** What services have written down about one request, by their ids. */
export type Visits = ReadonlyMap<string, Visited>;

/** A request at the first service that it came to. `waited`: as whoever sent it measured it, milliseconds. */
export interface Arrival {
  readonly service: string;
  readonly over: readonly string[];
  readonly waited?: number;
}

/** Ids of the services that were asked while a service had the request. */
export const calledBy = ({ services }: Blueprint, id: string, { spans }: Visited): readonly string[] => {
  const service = services.find((each) => each.id === id);
  return [...new Set(spans.flatMap((span) => (service && targetOf(service, span)?.service) ?? []))];
};

/** Puts what services say by themselves together into one request, hop by hop. Pure. */
export const joined = (blueprint: Blueprint, visits: Visits, { service, over, waited }: Arrival): Hop =>
  hopOf(blueprint, visits, {
    ...{ service, over, at: 0, calls: 1 },
    waited: waited ?? visits.get(service)?.took ?? 0,
  });

/** A service as it was asked. `own`: how long it took, where it has told who asked it, and nobody else. */
interface Asked extends Pick<Hop, 'service' | 'over' | 'at' | 'waited' | 'calls'> {
  readonly own?: number | undefined;
}

const hopOf = (blueprint: Blueprint, visits: Visits, { own, ...asked }: Asked): Hop => {
  const visited = visits.get(asked.service);
  const service = blueprint.services.find(({ id }) => id === asked.service);
  if (visited === undefined || service === undefined) return { ...asked, ...byItsAnswers(own, asked) };
  // Clocks that are read apart, and rounded, may differ by a little.
  const way = Math.max(0, asked.waited - visited.took);
  const began = asked.at + way / 2;
  const spans = placed(visited);
  const hops = together(spans, (span) => targetOf(service, span)?.flow).map(({ first, took, times, own }) => {
    const target = targetOf(service, first)!;
    const over = blueprint.flows.find(({ id }) => id === target.flow)?.path.map(({ network }) => network) ?? [];
    const call = { service: target.service, over, at: began + first.at, waited: took, calls: times, own };
    return hopOf(blueprint, visits, call);
  });
  const busy = together(spans, (span) => (targetOf(service, span) === undefined ? span.what.en : undefined));
  const parts = busy.map(({ first, took, times }): Part => ({ what: first.what, at: began + first.at, took, times }));
  return { ...asked, took: visited.took, way, parts: [...parts, ...restOf(visited)], hops };
};

/** What is known of a service that has written nothing down itself. */
const byItsAnswers = (
  own: number | undefined,
  { waited, calls }: Pick<Hop, 'waited' | 'calls'>,
): Pick<Hop, 'took' | 'way' | 'parts' | 'hops'> => {
  if (own === undefined) return { parts: [], hops: [] };
  const parts = [{ what: itself, took: own, times: calls }];
  return { took: own, way: Math.max(0, waited - own), parts, hops: [] };
};

/** The instance that was asked; the only one, where the service does not say which. */
const targetOf = ({ uses }: Service, { call }: Span): UseTarget | undefined => {
  const targets = uses.find(({ name }) => name === call?.need)?.targets ?? [];
  if (call?.address === undefined) return targets.length === 1 ? targets[0] : undefined;
  return targets.find(({ address, port }) => call.address === `${address}:${String(port)}`);
};

type Placed = Span & { readonly at: number };

const sum = (spans: readonly Pick<Span, 'took'>[]): number => spans.reduce((total, { took }) => total + took, 0);

/** Spans whose beginning is not known stand one behind the other, in the middle of the service's time. */
const placed = ({ took, spans }: Visited): readonly Placed[] => {
  let next = Math.max(0, (took - sum(spans)) / 2);
  return spans.map((span) => {
    if (span.at !== undefined) return { ...span, at: span.at };
    const at = next;
    next += span.took;
    return { ...span, at };
  });
};

/** Spans that belong together by a key, in the order of their first ones; those without a key are left out. */
const together = (spans: readonly Placed[], keyOf: (span: Placed) => string | undefined) => {
  const groups = new Map<string, Placed[]>();
  for (const span of spans) {
    const key = keyOf(span);
    if (key !== undefined) groups.set(key, [...(groups.get(key) ?? []), span]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group.toSorted((one, other) => one.at - other.at);
    return first === undefined ? [] : [{ first, took: sum(group), times: group.length, own: ownOf(group) }];
  });
};

/** Of all of them, or it is not known. */
const ownOf = (spans: readonly Span[]): number | undefined =>
  spans.reduce<number | undefined>(
    (total, { own }) => (total === undefined || own === undefined ? undefined : total + own),
    0,
  );

/** What a service did besides all that it has named. */
const restOf = ({ took, spans }: Visited): readonly Part[] => {
  const rest = took - sum(spans);
  return rest > 0 ? [{ what: besides, took: rest, times: 1 }] : [];
};
