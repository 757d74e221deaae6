import type {
  AttachmentSpec,
  GroupSpec,
  Link,
  MemberSpec,
  ServiceSpec,
  SizeSpec,
  SourcePath,
  Topology,
} from '../model/topology.ts';
import { firstNamedHere, nameTaken, unknownMember } from '../text/blueprint.ts';
import { undefinedName } from '../text/topology.ts';
import type { Problems } from './problems.ts';

/** A wish for an address in a network. */
export interface Wish {
  readonly network: string;
  /** As written, or `auto`. */
  readonly address: string;
  /** How many addresses after the written one: the position in the group. */
  readonly offset: number;
  readonly link: Link;
  readonly path: SourcePath;
}

/** Whatever has addresses: a machine, or a managed service. */
export interface End {
  readonly name: string;
  readonly group: string;
  readonly index: number;
  readonly site: string;
  /** Absent for a managed service. */
  readonly size?: SizeSpec;
  readonly wishes: readonly Wish[];
  readonly services: readonly ServiceSpec[];
  readonly path: SourcePath;
}

/** Every machine and managed service by name: counts expanded, members laid over their group. */
export function expandEnds(topology: Topology, problems: Problems): ReadonlyMap<string, End> {
  const ends = new Map<string, End>();
  const candidates = [...topology.groups.flatMap((group) => expandGroup(group, problems)), ...managedEnds(topology)];
  for (const end of candidates) {
    const other = ends.get(end.name);
    if (other) problems.report(nameTaken(end.name), end.path, [{ message: firstNamedHere, path: other.path }]);
    else ends.set(end.name, end);
  }
  return ends;
}

function expandGroup(group: GroupSpec, problems: Problems): readonly End[] {
  const { name: stem, count } = group;
  const names = count === undefined ? [stem] : Array.from({ length: count }, (_, index) => `${stem}${index + 1}`);
  for (const member of group.members) checkMember(group, member, names, problems);
  return names.map((name, index) => expandMachine(group, name, index));
}

function checkMember(group: GroupSpec, member: MemberSpec, names: readonly string[], problems: Problems): void {
  const path = memberPath(group, member);
  if (!names.includes(member.name)) problems.report(unknownMember(member.name, names), path);
  for (const service of Object.keys(member.services ?? {})) {
    if (group.services.some(({ name }) => name === service)) continue;
    problems.report(
      undefinedName(
        'service',
        service,
        group.services.map(({ name }) => name),
      ),
      [...path, 'services', service],
    );
  }
}

const memberPath = (group: GroupSpec, member: MemberSpec): SourcePath => [
  'machines',
  group.name,
  'members',
  member.name,
];

function expandMachine(group: GroupSpec, name: string, index: number): End {
  const path = ['machines', group.name];
  const member = group.members.find((candidate) => candidate.name === name);
  const own = member?.networks ?? [];
  const shared = group.networks.filter(({ network }) => !own.some((other) => other.network === network));
  return {
    name,
    group: group.name,
    index,
    site: group.site,
    size: member?.size ?? group.size,
    wishes: [
      ...shared.map((attachment) => wish(attachment, index, path)),
      ...own.map((attachment) => wish(attachment, 0, member ? memberPath(group, member) : path)),
    ],
    services: group.services.map((service) => overlay(service, member?.services?.[service.name])),
    path,
  };
}

const overlay = (service: ServiceSpec, own: Readonly<Record<string, unknown>> | undefined): ServiceSpec =>
  own ? { ...service, params: { ...service.params, ...own } } : service;

const managedEnds = (topology: Topology): readonly End[] =>
  topology.managed.map((managed) => ({
    name: managed.name,
    group: managed.name,
    index: 0,
    site: managed.site,
    wishes: managed.networks.map((attachment) => wish(attachment, 0, managed.path)),
    services: [managed],
    path: managed.path,
  }));

const wish = ({ network, address, link }: AttachmentSpec, offset: number, path: SourcePath): Wish => ({
  network,
  address,
  offset,
  link,
  path: [...path, 'networks', network],
});
