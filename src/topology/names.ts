import { parseInstance } from '../kit/reference.ts';
import type { Reference } from '../kit/role.ts';
import type { CheckSpec, GroupSpec, NetworkSpec, SourcePath, Topology, VisitorsSpec } from '../model/topology.ts';
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
    for (const group of topology.groups) this.#group(group);
    for (const managed of topology.managed) this.#attachments(managed, managed.path);
    for (const service of services) this.#needs(service);
    for (const visitors of topology.visitors) this.#visitors(visitors, services);
    for (const check of topology.checks) this.#check(check, topology.networks);
    for (const [target, sites] of Object.entries(topology.targets)) {
      for (const site of Object.keys(sites)) this.#expect('site', site, ['targets', target, site], 'key');
    }
  }

  #expect(thing: keyof Known & Thing, name: string, path: SourcePath, part?: Part): void {
    const known = this.#known[thing];
    if (!known.has(name))
      this.#reading.report(say.undefinedName(thing, name, [...known]), path, { ...(part && { part }) });
  }

  #network(network: NetworkSpec): void {
    if (network.kind !== 'openvpn') return;
    const path = ['networks', network.name];
    this.#expect('network', network.over, [...path, 'over']);
    this.#expect('machine', network.server, [...path, 'server']);
    for (const [index, client] of network.clients.entries())
      this.#expect('machine', client, [...path, 'clients', index]);
  }

  #group(group: GroupSpec): void {
    const path = ['machines', group.name];
    this.#attachments(group, path);
    for (const { name, networks = [] } of group.members) this.#attachments({ networks }, [...path, 'members', name]);
  }

  #attachments({ networks }: Pick<GroupSpec, 'networks'>, path: SourcePath): void {
    for (const { network } of networks) this.#expect('network', network, [...path, 'networks', network], 'key');
  }

  #needs({ spec, needs }: KnownService): void {
    for (const { name, of } of needs) this.#reference(of, [...spec.path, name]);
  }

  #reference({ service, machine, over }: Reference, path: SourcePath): void {
    this.#expect('service', service, [...path, 'of']);
    if (machine !== undefined) this.#expect('machine', machine, [...path, 'of']);
    if (over !== undefined) this.#expect('network', over, [...path, 'over']);
  }

  #instance(text: string, path: SourcePath): void {
    const instance = parseInstance(text);
    if (instance) this.#reference(instance, path);
  }

  #visitors(visitors: VisitorsSpec, services: readonly KnownService[]): void {
    const path = ['visitors', visitors.name];
    this.#expect('network', visitors.from, [...path, 'from']);
    this.#instance(visitors.to, [...path, 'to']);
    const service = parseInstance(visitors.to)?.service;
    const offers = services.find(({ spec }) => spec.name === service)?.offers.map(({ name }) => name);
    if (visitors.port === undefined || !offers || offers.includes(visitors.port)) return;
    this.#reading.report(say.undefinedName('port', visitors.port, offers), [...path, 'port']);
  }

  #check(check: CheckSpec, networks: readonly NetworkSpec[]): void {
    if ('from' in check) {
      if (!this.#known.network.has(check.from)) this.#expect('machine', check.from, [...check.path, 'from']);
      const tunnel = networks.some(({ name, kind }) => name === check.from && kind === 'openvpn');
      if (tunnel) this.#reading.report(say.checkFromTunnel(check.from), [...check.path, 'from']);
    }
    if ('to' in check) this.#expect('machine', check.to, [...check.path, 'to']);
    if ('on' in check) this.#expect('machine', check.on, [...check.path, 'on']);
    if ('service' in check) this.#instance(check.service, [...check.path, 'service']);
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
