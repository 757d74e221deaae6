import { LabError } from '../errors/lab-error.ts';
import type { Profile, Visits } from '../kit/role.ts';
import type { Blueprint, Service, Visitors } from '../model/blueprint.ts';
import { servicesOn, type RoleAtWork, type RoleWorld } from '../provision/context.ts';
import * as text from '../text/load.ts';
import { addressesOf } from './addresses.ts';
import type { Script } from './order.ts';

/** Where a load goes, from where, and how visitors behave there. */
export interface Destination {
  readonly visitors: Visitors;
  readonly service: string;
  readonly address: string;
  readonly port: number;
  readonly sources: readonly string[];
  /** As the role of the service says, or of one behind it; absent where none of them does. */
  readonly visits?: Visits;
}

/** Where the visitors of that name go; the only ones, or the first, if none is named. @throws LabError `no-visitors` */
export const destinationOf = (world: RoleWorld, name: string | undefined): Destination => {
  const { blueprint } = world;
  const known = blueprint.visitors.map((visitors) => visitors.name);
  const visitors = blueprint.visitors.find((each) => name === undefined || each.name === name);
  const flow = blueprint.flows.find(({ from }) => from.kind === 'visitors' && from.visitors === visitors?.name);
  if (visitors === undefined || flow === undefined)
    throw new LabError({ code: 'no-visitors', fault: 'usage', ...text.noVisitors(name, known) });
  if (visitors.portName !== 'http')
    throw new LabError({ code: 'not-http', fault: 'usage', ...text.speaksOtherwise(visitors.name, visitors.portName) });
  const visits = visitsBehind(world, visitors.to);
  return {
    visitors,
    service: flow.to.service,
    address: flow.to.address,
    port: flow.to.port,
    sources: sourcesOf(blueprint, visitors.network),
    ...(visits !== undefined && { visits }),
  };
};

const sourcesOf = ({ networks }: Blueprint, name: string): readonly string[] => {
  const network = networks.find((each) => each.name === name);
  if (network === undefined || network.kind === 'openvpn') return [];
  return network.crowd === undefined ? [network.vantage] : addressesOf(network.crowd);
};

/** What the nearest service says that is visited itself or stands behind one that is. */
const visitsBehind = (world: RoleWorld, ids: readonly string[], seen: readonly string[] = []): Visits | undefined => {
  const here = ids.flatMap((id) => atWork(world, id));
  const said = here.map(({ role, context }) => role.visits?.(context)).find((visits) => visits !== undefined);
  const behind = here.flatMap(({ service }) => targetsOf(service)).filter((id) => !seen.includes(id));
  if (said !== undefined || behind.length === 0) return said;
  return visitsBehind(world, behind, [...seen, ...ids]);
};

const targetsOf = ({ uses }: Service): readonly string[] =>
  uses.flatMap(({ targets }) => targets.map(({ service }) => service));

const atWork = (world: RoleWorld, id: string): readonly RoleAtWork[] =>
  world.blueprint.machines
    .filter(({ services }) => services.includes(id))
    .flatMap((machine) => servicesOn(world, machine).filter(({ service }) => service.id === id));

/** What visitors do: a single page, or the visit of that name. @throws LabError `no-profile` */
export const scriptFor = (
  { visits }: Destination,
  wanted: { readonly profile?: string; readonly path?: string },
): Pick<Profile, 'name' | 'title'> & { readonly script: Script } => {
  const { profile: name, path } = wanted;
  if (name === undefined || name === 'page') {
    const page = path ?? visits?.page ?? '/';
    const script: Script = { steps: [{ step: 'get', path: page }], cleanup: [], again: [] };
    return { name: 'page', title: text.onePage(page), script };
  }
  const known = ['page', ...(visits?.profiles ?? []).map((profile) => profile.name)];
  const profile = visits?.profiles.find((each) => each.name === name);
  if (profile === undefined) throw new LabError({ code: 'no-profile', fault: 'usage', ...text.noProfile(name, known) });
  const { title, steps, cleanup, again } = profile;
  return { name, title, script: { steps, cleanup, again } };
};
