import type { Foretold } from '../../kit/fault.ts';
import type { ServiceModel } from '../../kit/service-model.ts';
import type { Blueprint, Service } from '../../model/blueprint.ts';
import type { Direction } from '../../model/links.ts';
import type { DownMode, LinkChange, Station, StationChange } from '../model/model.ts';
import type { Place } from './places.ts';

/** Something that breaks, and is mended. Seconds after the start. */
export interface Fault {
  /** A machine, a service (all its instances), or one instance, `survey@app1`. */
  readonly what: string;
  readonly harm: Harm;
  readonly from: number;
  /** Never mended if absent. */
  readonly until?: number;
}

/** What a fault does. `link`: to the link of the machine that is meant. */
export type Harm = Foretold | ({ readonly how: 'link'; readonly network: string } & DirectionsOfLink);

interface DirectionsOfLink {
  /** What the machine sends. */
  readonly from?: Direction;
  /** What is sent to it. */
  readonly to?: Direction;
}

/** What the faults do to each place. `models`: what the roles say of their services, by service id. */
export const interruptions =
  (faults: readonly Fault[], { services, networks }: Blueprint, models: ReadonlyMap<string, ServiceModel>) =>
  (place: Place): Pick<Station, 'schedule'> => {
    const name = services.find(({ id }) => id === place.service)?.name;
    const own = faults.filter(({ what }) => [place.machine, place.service, name].includes(what));
    const rejoins = place.kind === 'service' ? models.get(place.service ?? '')?.rejoins : undefined;
    const tunnel = networks.find((network) => network.name === name && network.kind === 'openvpn');
    const over = tunnel?.kind === 'openvpn' ? tunnel.over : undefined;
    const spells = own.flatMap((fault) => [
      ...spellsOf(fault, place),
      ...(rejoins ? returnAfter(fault, { ...rejoins, over }) : []),
    ]);
    return spells.length === 0 ? {} : { schedule: changesOf(spells) };
  };

type StationState = Omit<StationChange, 'at'>;

/** A time in which something is otherwise than usual; it lasts for ever if `until` is absent. */
interface Spell<State> {
  readonly broken: State;
  readonly mended: State;
  readonly from: number;
  readonly until: number | undefined;
}

/** What the times come to, in order. While several are at work at once, the one that began last counts. */
const changesOf = <State extends object>(
  spells: readonly Spell<State>[],
): readonly (State & { readonly at: number })[] => {
  const turns = spells.flatMap((spell) => [
    { at: spell.from, spell, begins: true },
    ...(spell.until === undefined ? [] : [{ at: spell.until, spell, begins: false }]),
  ]);
  const atWork = new Set<Spell<State>>();
  return turns
    .toSorted((one, other) => one.at - other.at)
    .map(({ at, spell, begins }) => {
      if (begins) atWork.add(spell);
      else atWork.delete(spell);
      return { at, ...[...atWork].reduce((state, { broken }) => ({ ...state, ...broken }), spell.mended) };
    });
};

type Rejoins = NonNullable<ServiceModel['rejoins']> & { readonly over: string | undefined };

/** An end of a tunnel that was away, or heard nothing for too long, is there again some time later: who asks waits. */
const returnAfter = ({ harm, from, until }: Fault, { after, takes, over }: Rejoins): readonly Spell<StationState>[] => {
  if (until === undefined) return [];
  const isCut =
    harm.how === 'link' && harm.network === over && [harm.from, harm.to].some((direction) => direction?.down);
  const isSilent = (harm.how === 'hang' || harm.how === 'unreachable' || isCut) && until - from > after;
  return harm.how === 'down' || isSilent ? [away('pause', until, until + takes)] : [];
};

/** Whether a fault is at a service: at its machine, at all its instances, or at this one. */
export const isAt = ({ what }: Fault, { machine, id, name }: Pick<Service, 'id' | 'name' | 'machine'>): boolean =>
  [machine, id, name].includes(what);

/** What some faults make a service answer some questions with, and when. */
export interface Gate {
  readonly station: string;
  readonly spec: Station;
  /** What questions fail for while it is closed; where they wait, nothing. */
  readonly cause?: string;
  /** The kind of questions that it is for; all if absent. */
  readonly of?: string;
}

/** The gates of a service: stations that nobody stays at, closed as long as a fault is at work that does not concern all of it. */
export const gatesOf = (service: Pick<Service, 'id' | 'name' | 'machine'>, faults: readonly Fault[]): readonly Gate[] =>
  faults.flatMap((fault, at) => {
    if (!isAt(fault, service)) return [];
    const { harm, from, until } = fault;
    if (harm.how !== 'fail' && (harm.how !== 'hang' || harm.of === undefined)) return [];
    const down = harm.how === 'fail' ? 'refuse' : 'pause';
    const schedule = changesOf([away(down, from, until)]);
    return [
      {
        station: `${service.id} fault ${String(at + 1)}`,
        spec: { discipline: 'delay' as const, schedule },
        ...(harm.how === 'fail' && { cause: harm.cause }),
        ...(harm.of !== undefined && { of: harm.of }),
      },
    ];
  });

function spellsOf({ harm, from, until }: Fault, place: Place): readonly Spell<StationState>[] {
  if (harm.how === 'slow') {
    const speed = place.spec.speed ?? 1;
    return place.kind === 'processor' ? [lasting({ speed: speed / harm.factor }, { speed }, from, until)] : [];
  }
  if (harm.how === 'down' && isOf(place, 'service', 'port')) return [away('refuse', from, until)];
  if (harm.how === 'unreachable' && isOf(place, 'port')) return [away('pause', from, until)];
  if (harm.how === 'stutter' && isOf(place, 'service')) return stuttering(harm, from, until);
  if (harm.how === 'hang' && harm.of === undefined && isOf(place, 'service')) return [away('pause', from, until)];
  return [];
}

const isOf = ({ kind }: Place, ...kinds: readonly Place['kind'][]): boolean => kinds.includes(kind);

/** The services that a fault lets nobody get to. */
export const closedBy = (faults: readonly Fault[], { services }: Pick<Blueprint, 'services'>): readonly Service[] =>
  services.filter((service) =>
    faults.some((fault) => ['down', 'unreachable'].includes(fault.harm.how) && isAt(fault, service)),
  );

/** Whether messages vanish because of it. */
export const swallows = ({ harm }: Fault): boolean =>
  harm.how === 'unreachable' || (harm.how === 'link' && [harm.from, harm.to].some((direction) => direction?.down));

/** What stutters for ever does so as long as anybody looks, seconds. */
const longest = 3600;

function stuttering(
  { stopped, running }: Extract<Harm, { how: 'stutter' }>,
  from: number,
  until = from + longest,
): readonly Spell<StationState>[] {
  const times = Math.ceil((until - from) / (stopped + running));
  return Array.from({ length: times }, (_, time) => from + time * (stopped + running)).map((at) =>
    away('pause', at, Math.min(at + stopped, until)),
  );
}

const lasting = <State>(broken: State, mended: State, from: number, until: number | undefined): Spell<State> => ({
  broken,
  mended,
  from,
  until,
});

const away = (down: DownMode, from: number, until: number | undefined): Spell<StationState> =>
  lasting<StationState>({ down }, { down: false }, from, until);

/** What the faults do to one direction of a machine's link to a network, which is otherwise as `usual`. */
export function linkChanges(
  faults: readonly Fault[],
  {
    machine,
    network,
    direction,
  }: { readonly machine: string; readonly network: string; readonly direction: 'from' | 'to' },
  usual: LinkState,
): readonly LinkChange[] {
  const spells = faults.flatMap(({ what, harm, from, until }) => {
    if (harm.how !== 'link' || what !== machine || harm.network !== network) return [];
    const laid = harm[direction];
    return laid === undefined ? [] : [lasting(...laidOver(laid, usual), from, until)];
  });
  return changesOf(spells);
}

type LinkState = Required<Omit<LinkChange, 'at'>>;

/** A link as it is while a fault is laid over it, and what of that is otherwise. */
const laidOver = (
  { down, rateBps, loss, delayMs }: Direction,
  usual: LinkState,
): readonly [broken: Partial<LinkState>, mended: Partial<LinkState>] => {
  const broken = {
    ...(down !== undefined && { down }),
    ...(rateBps !== undefined && { rate: rateBps }),
    ...(loss !== undefined && { loss }),
    ...(delayMs !== undefined && { delay: delayMs / 1000 }),
  };
  const touched = Object.entries(usual).filter(([property]) => property in broken);
  return [broken, Object.fromEntries(touched)];
};
