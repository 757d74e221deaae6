import type { Port, Runtime } from '../model/blueprint.ts';
import type { ServiceSpec, SourcePath } from '../model/topology.ts';
import type { Need, Offer, Role } from '../kit/role.ts';
import { firstListensHere, standsHere } from '../text/blueprint.ts';
import { portClash, roleTwice, serviceNameTaken } from '../text/flows.ts';
import type { End } from './ends.ts';
import type { Problems } from './problems.ts';
import type { Tunnel } from './tunnels.ts';

/** A service on one machine (or a managed one), before it is known whom it can reach. */
export interface Draft {
  /** `name@machine`; for a managed service its name alone. */
  readonly id: string;
  readonly name: string;
  /** The machine or managed end that it stands on. */
  readonly end: string;
  readonly managed: boolean;
  readonly role: Role;
  /** Where the role knows how to be run so. */
  readonly runtime?: Runtime;
  readonly params: unknown;
  readonly offers: readonly Port[];
  readonly needs: readonly Need[];
  readonly implied: boolean;
  readonly path: SourcePath;
}

/** Every service, machine by machine, each machine's in the order in which they are provisioned. */
export function draftServices(
  ends: ReadonlyMap<string, End>,
  tunnels: ReadonlyMap<string, Tunnel>,
  roles: readonly Role[],
  problems: Problems,
): readonly Draft[] {
  return [...ends.values()].flatMap((end) => {
    const written = end.services.map((spec) => draftWritten(end, spec, roles));
    const implied = end.size ? draftImplied(end, tunnels, roles, written, problems) : [];
    const drafts = [...written, ...implied].toSorted((a, b) => orderOf(a) - orderOf(b));
    reportClashes(end, drafts, problems);
    return drafts;
  });
}

const orderOf = ({ role }: Draft): number => role.order ?? 50;

const idOf = (name: string, end: End): string => (end.size ? `${name}@${end.name}` : name);

function draftWritten(
  end: End,
  { name, role: wanted, path, runtime, ...spec }: ServiceSpec,
  roles: readonly Role[],
): Draft {
  const role = roles.find((each) => each.name === wanted)!;
  const params = role.params.parse(spec.params);
  const offers = role.offers(params).map((offer) => toPort(offer, isPublic(spec, offer)));
  const known = runtime !== undefined && role.runtimes?.includes(runtime) ? { runtime } : {};
  return draft(end, { name, role, ...known, params, offers, needs: role.needs(params), implied: false, path });
}

const draft = (end: End, rest: Omit<Draft, 'id' | 'end' | 'managed'>): Draft => ({
  ...rest,
  id: idOf(rest.name, end),
  end: end.name,
  managed: end.size === undefined,
});

const toPort = ({ name, port, protocol = 'tcp' }: Offer, isOpen: boolean): Port => ({
  name,
  port,
  protocol,
  public: isOpen,
});

const isPublic = (spec: Pick<ServiceSpec, 'public'>, offer: Offer): boolean =>
  typeof spec.public === 'boolean' ? spec.public : spec.public.includes(offer.name);

function draftImplied(
  end: End,
  tunnels: ReadonlyMap<string, Tunnel>,
  roles: readonly Role[],
  written: readonly Draft[],
  problems: Problems,
): readonly Draft[] {
  const unwritten = roles
    .filter((role) => isOnMachine(role, written))
    .map((role) => draft(end, { name: role.name, role, ...parsedFor(role, {}), implied: true, path: end.path }));
  const drafts = [...unwritten, ...tunnelEnds(end, tunnels, roles)];
  for (const { name } of drafts) {
    const other = written.find((candidate) => candidate.name === name);
    if (other) problems.report(serviceNameTaken(name, end.name), other.path);
  }
  return drafts;
}

/** Whether a role that nobody writes stands beside these services. */
const isOnMachine = ({ implied }: Role, written: readonly Draft[]): boolean =>
  implied === 'everywhere' ||
  (typeof implied === 'object' && 'runtime' in implied && written.some(({ runtime }) => runtime === implied.runtime));

function tunnelEnds(end: End, tunnels: ReadonlyMap<string, Tunnel>, roles: readonly Role[]): readonly Draft[] {
  return [...tunnels.values()].flatMap(({ spec, server, clients }) => {
    const role = roles.find(({ implied }) => typeof implied === 'object' && 'tunnel' in implied);
    if (!role || ![server, ...clients].includes(end.name)) return [];
    const { params } = parsedFor(role, { network: spec.name });
    const offers = end.name === server ? [toPort({ name: spec.kind, port: spec.port, protocol: 'udp' }, false)] : [];
    return [
      draft(end, { name: spec.name, role, params, offers, needs: [], implied: true, path: ['networks', spec.name] }),
    ];
  });
}

/** What an implied role makes of the parameters that the compiler gives it; it must accept them. */
function parsedFor(role: Role, input: unknown): Pick<Draft, 'params' | 'offers' | 'needs'> {
  const params = role.params.parse(input);
  return { params, offers: role.offers(params).map((offer) => toPort(offer, false)), needs: role.needs(params) };
}

function reportClashes(end: End, drafts: readonly Draft[], problems: Problems): void {
  const listeners = new Map<string, Draft>();
  if (!end.size) return;
  for (const service of drafts) {
    const twin = drafts.find(({ role }) => role.alone === true && role === service.role);
    if (twin && twin !== service) {
      problems.report(roleTwice(service.role.name, twin.name, service.name, end.name), service.path, [
        { message: standsHere(twin.name), path: twin.path },
      ]);
      continue;
    }
    for (const { port, protocol } of service.offers) {
      const key = `${port}/${protocol}`;
      const other = listeners.get(key);
      if (other) {
        problems.report(portClash(key, other.name, service.name, end.name), service.path, [
          { message: firstListensHere(other.name), path: other.path },
        ]);
      } else listeners.set(key, service);
    }
  }
}
