import type { Reference } from '../kit/role.ts';
import type { CheckSpec, NetworkSpec, SourcePath, Topology } from '../model/topology.ts';
import * as say from '../text/topology.ts';
import type { Thing } from '../text/topology.ts';
import type { Part } from './document.ts';
import type { Reading } from './reading.ts';
import type { KnownService } from './services.ts';

/** Everything in a file that can be referred to, also what has mistakes of its own. */
export interface Known {
  readonly network: ReadonlySet<string>;
  readonly machine: ReadonlySet<string>;
  readonly service: ReadonlySet<string>;
  readonly site: ReadonlySet<string>;
}

/** Reports what refers to nothing. */
export class NameCheck {
  readonly #known: Known;
  readonly #reading: Reading;

  constructor(known: Known, reading: Reading) {
    this.#known = known;
    this.#reading = reading;
  }

  /** Every name that one topology uses for something else in it. */
  topology(topology: Omit<Topology, 'locate' | 'origins'>, services: readonly KnownService[]): void {
    for (const network of topology.networks) this.#network(network);
    for (const group of topology.groups) this.#group(group, topology.networks);
    for (const managed of topology.managed) this.#attachments(managed, managed.path, topology.networks);
    for (const service of services) this.#needs(service);
    for (const visitors of topology.visitors) this.#visitors(visitors, topology.networks, services);
    for (const check of topology.checks) this.#check(check, topology.networks);
    for (const [target, sites] of Object.entries(topology.targets)) {
      for (const site of Object.keys(sites)) this.#expect('site', site, ['targets', target, site], 'key');
    }
  }

  #expect(thing: keyof Known & Thing, name: string, path: SourcePath, part?: Part): void {
    const known = this.#known[thing];
    if (!known.has(name)) this.#reading.report(say.undefinedName(thing, name, [...known]), path, { ...(part && { part }) });
  }

  #network(network: NetworkSpec): void {
    if (network.kind !== 'openvpn') return;
    const path = ['networks', network.name];
    this.#expect('network', network.over, [...path, 'over']);
    this.#expect('machine', network.server, [...path, 'server']);
    for (const [index, client] of network.clients.entries()) this.#expect('machine', client, [...path, 'clients', index]);
  }

  #group(group: Topology['groups'][number], networks: readonly NetworkSpec[]): void {
    const path = ['machines', group.name];
    this.#attachments(group, path, networks);
    for (const { name, networks: own } of group.members) {
      if (own) this.#attachments({ networks: own }, [...path, 'members', name], networks);
    }
  }

  #attachments(
    { networks: attached }: Pick<Topology['groups'][number], 'networks'>,
    path: SourcePath,
    networks: readonly NetworkSpec[],
  ): void {
    for (const { network } of attached) {
      const at = [...path, 'networks', network];
      this.#expect('network', network, at, 'key');
      if (kindOf(network, networks) === 'openvpn') this.#reading.report(say.attachedToTunnel(network), at, { part: 'key' });
    }
  }

  #needs({ spec, needs }: KnownService): void {
    for (const { name, of } of needs) this.#reference(of, [...spec.path, name]);
  }

  #reference({ service, machine, over }: Reference, path: SourcePath): void {
    this.#expect('service', service, [...path, 'of']);
    if (machine !== undefined) this.#expect('machine', machine, [...path, 'of']);
    if (over !== undefined) this.#expect('network', over, [...path, 'over']);
  }

  #visitors(visitors: Topology['visitors'][number], networks: readonly NetworkSpec[], services: readonly KnownService[]): void {
    const path = ['visitors', visitors.name];
    this.#expect('network', visitors.from, [...path, 'from']);
    this.#expect('service', visitors.to, [...path, 'to']);
    this.#vantage(visitors.from, [...path, 'from'], networks);
    const offers = services.find(({ spec }) => spec.name === visitors.to)?.offers.map(({ name }) => name);
    if (visitors.port === undefined || !offers || offers.includes(visitors.port)) return;
    this.#reading.report(say.undefinedName('port', visitors.port, offers), [...path, 'port']);
  }

  #vantage(network: string, path: SourcePath, networks: readonly NetworkSpec[]): void {
    if (kindOf(network, networks) === 'openvpn') this.#reading.report(say.notVisitable(network), path);
  }

  #check(check: CheckSpec, networks: readonly NetworkSpec[]): void {
    if ('from' in check) {
      if (!this.#known.network.has(check.from)) this.#expect('machine', check.from, [...check.path, 'from']);
      this.#vantage(check.from, [...check.path, 'from'], networks);
    }
    if ('to' in check) this.#expect('machine', check.to, [...check.path, 'to']);
    if ('on' in check) this.#expect('machine', check.on, [...check.path, 'on']);
    if ('service' in check) this.#expect('service', check.service, [...check.path, 'service']);
    if (check.kind === 'http') this.#url(check.url, check.path);
  }

  #url(url: string, path: SourcePath): void {
    const host = /^http:\/\/([^:/?#]*)/.exec(url)?.[1] ?? '';
    const { service, machine } = this.#known;
    if (/^[a-z][a-z0-9-]*$/.test(host) && !service.has(host) && !machine.has(host)) {
      this.#reading.report(say.undefinedName('service', host, [...service, ...machine]), [...path, 'url']);
    }
  }
}

const kindOf = (name: string, networks: readonly NetworkSpec[]): NetworkSpec['kind'] | undefined =>
  networks.find((network) => network.name === name)?.kind;
