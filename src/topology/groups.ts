import { sizes, usualSize } from '../../vms/sizes.ts';
import type {
  AttachmentSpec,
  GroupSpec,
  MemberSpec,
  Origin,
  ServiceSpec,
  SizeSpec,
  SourcePath,
} from '../model/topology.ts';
import * as say from '../text/topology.ts';
import { serviceKeys, type Defaults, type Entry, type Member, type Size } from './grammar.ts';
import { overlay, type Layer, type Laid } from './layers.ts';
import { attachmentMaps, attachmentSpecs } from './links.ts';
import type { Reading } from './reading.ts';
import { serviceSpec, type ServiceEntry } from './services.ts';

/** Where machines stand that do not say. */
export const usualSite = 'here';

/** A group with its members, and where their values came from. */
export interface ReadGroup {
  readonly spec: GroupSpec;
  readonly origins: readonly Origin[];
}

/** What a machine is once all layers lie on it. */
interface Machine {
  readonly site: string;
  readonly size: SizeSpec;
  readonly networks: readonly AttachmentSpec[];
  readonly params: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly origins: readonly Origin[];
}

/** Lays defaults, group and members over one another. */
export function readGroup(name: string, group: Entry<'machines'>, defaults: Defaults, reading: Reading): ReadGroup {
  const path = ['machines', name];
  const services = Object.entries(group.services ?? {});
  const layers: readonly Layer[] = [
    { layer: 'built-in', path: [], value: { site: usualSite, size: { name: usualSize } } },
    { layer: 'defaults', path: ['defaults'], value: layerValue(defaults, pick(defaults.services, group.services)) },
    { layer: 'group', path, value: { ...layerValue(group, paramsOf(services)), site: group.site } },
  ];
  const whole = readMachine(name, path, layers, reading);
  const members = Object.entries(group.members ?? {}).map(([member, value]) => {
    // What a member leaves out of a service is its group's to mend.
    for (const [service] of services.filter(([shared]) => Object.hasOwn(value.services ?? {}, shared))) {
      reading.inherit([...path, 'members', member, 'services', service], [...path, 'services', service]);
    }
    const own: Layer = {
      layer: 'member',
      path: [...path, 'members', member],
      value: layerValue(value, value.services),
    };
    return { member, value, machine: readMachine(member, own.path, [...layers, own], reading) };
  });
  return {
    spec: {
      name,
      ...(group.count !== undefined && { count: group.count }),
      site: whole.site,
      size: whole.size,
      networks: whole.networks,
      services: services.map(([service, entry]) => readService(service, entry, whole, path)),
      members: members.map(({ member, value, machine }) => memberSpec(name, member, value, whole, machine)),
    },
    origins: [whole, ...members.map(({ machine }) => machine)].flatMap(({ origins }) => origins),
  };
}

const readService = (name: string, entry: ServiceEntry, machine: Machine, path: SourcePath): ServiceSpec =>
  serviceSpec(name, entry, machine.params[name] ?? {}, [...path, 'services', name]);

/** A member tells only what it says itself; the rest is its group's. */
function memberSpec(group: string, name: string, own: Member, whole: Machine, machine: Machine): MemberSpec {
  const index = Number(name.slice(group.length)) - 1;
  const networks = machine.networks
    .filter(({ network }) => Object.hasOwn(own.networks ?? {}, network))
    .map((attachment) => ownAddress(attachment, whole.networks, index));
  const services = Object.keys(own.services ?? {}).map((service) => [service, machine.params[service] ?? {}] as const);
  return {
    name,
    ...(own.size !== undefined && { size: machine.size }),
    ...(networks.length > 0 && { networks }),
    ...(services.length > 0 && { services: Object.fromEntries(services) }),
  };
}

/** A member that changes a link alone keeps its place among the group's addresses. */
function ownAddress(attachment: AttachmentSpec, group: readonly AttachmentSpec[], index: number): AttachmentSpec {
  const shared = group.find(({ network }) => network === attachment.network);
  if (attachment.address === 'auto' || attachment.address !== shared?.address || !(index > 0)) return attachment;
  const [a = 0, b = 0, c = 0, d = 0] = attachment.address.split('.').map(Number);
  const number = ((a * 256 + b) * 256 + c) * 256 + d + index;
  return { ...attachment, address: [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join('.') };
}

function readMachine(name: string, path: SourcePath, layers: readonly Layer[], reading: Reading): Machine {
  const laid = overlay(layers.map((layer, index) => withoutOutnamedSize(layer, layers.slice(index + 1))));
  for (const leaf of laid.leaves) {
    if (leaf.layer !== 'built-in') reading.inherit([...path, ...leaf.below], leaf.path);
  }
  const value = laid.value as { site: string; size: object; networks: unknown; services?: Machine['params'] };
  return {
    site: value.site,
    size: sizeSpec(value.size, path, reading),
    networks: attachmentSpecs(value.networks),
    params: value.services ?? {},
    origins: originsOf(name, laid, reading),
  };
}

const originsOf = (name: string, laid: Laid, reading: Reading): readonly Origin[] =>
  laid.leaves.map(({ layer, below, value, path }) => ({
    path: ['machines', name, ...below],
    value,
    layer,
    ...(layer !== 'built-in' && { range: reading.locate(path) }),
  }));

/** Naming a size says all of it: single values of earlier layers do not shine through. */
function withoutOutnamedSize(layer: Layer, later: readonly Layer[]): Layer {
  const named = later.some(({ value }) => (value as { size?: { name?: string } }).size?.name !== undefined);
  return named ? { ...layer, value: { ...(layer.value as object), size: undefined } } : layer;
}

interface Said {
  readonly site?: string | undefined;
  readonly size?: Size | undefined;
  readonly networks?: Parameters<typeof attachmentMaps>[0] | undefined;
}

const layerValue = ({ site, size, networks }: Said, services: unknown): object => ({
  site,
  size: typeof size === 'string' ? { name: size } : size,
  networks: attachmentMaps(networks),
  services,
});

const paramsOf = (services: readonly (readonly [string, ServiceEntry])[]): object =>
  Object.fromEntries(services.map(([name, entry]) => [name, ownParams(entry ?? {})]));

const ownParams = (entry: object): object =>
  Object.fromEntries(Object.entries(entry).filter(([key]) => !Object.hasOwn(serviceKeys.shape, key)));

const pick = (defaults: Defaults['services'] = {}, services: object = {}): object =>
  Object.fromEntries(
    Object.entries(defaults).filter(([name, params]) => params !== null && Object.hasOwn(services, name)),
  );

function sizeSpec(laid: object, path: SourcePath, reading: Reading): SizeSpec {
  const { name, cpus, memory, disk } = laid as { name: string; cpus?: number; memory?: number; disk?: number };
  const known = sizes.find((size) => size.name === name);
  if (!known) {
    reading.report(
      say.undefinedName(
        'size',
        name,
        sizes.map((size) => size.name),
      ),
      [...path, 'size', 'name'],
    );
  }
  const usual = known ?? { name, cpus: 1, memoryMiB: 512, diskGiB: 4 };
  return {
    name,
    cpus: cpus ?? usual.cpus,
    memoryMiB: memory ?? usual.memoryMiB,
    diskGiB: disk === undefined ? usual.diskGiB : disk / 1024,
  };
}
