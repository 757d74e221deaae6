import type { Blueprint, Flow, Machine, Network, Port, Service } from '../model/blueprint.ts';
import type { Sentence } from '../model/sentence.ts';
import type { Link, Origin } from '../model/topology.ts';
import { anyone, clientWord, managedWord, over, serverWord } from '../text/graph.ts';
import * as text from '../text/show.ts';
import { dim, name, strong, type Line, type Look, type Span } from './line.ts';
import { table } from './table.ts';

/** What is shown beside the tables that are always there. */
export interface ShowOptions {
  /** Where inherited values came from; adds a table of them. */
  readonly origins?: readonly Origin[];
}

/** Everything that the compiler worked out, as tables. Tables without rows are left out. */
export function renderShow(blueprint: Blueprint, look: Look, { origins = [] }: ShowOptions = {}): readonly Line[] {
  const say = (sentence: Sentence): string => sentence[look.language];
  return [
    [strong(blueprint.name), '  ', blueprint.title],
    ...[
      networks(blueprint),
      machines(blueprint),
      services(blueprint),
      visitors(blueprint),
      flows(blueprint),
      routes(blueprint),
      firewall(blueprint),
      originTable(origins),
    ].flatMap((section) => print(section, say)),
  ];
}

type Cell = Span | Sentence | readonly (string | Sentence)[];
interface Section {
  readonly heading: Sentence;
  readonly columns: readonly Sentence[];
  readonly rows: readonly (readonly Cell[])[];
}
type Say = (sentence: Sentence) => string;

function print({ heading, columns, rows }: Section, say: Say): readonly Line[] {
  if (rows.length === 0) return [];
  const cells = rows.map((row) => row.map((cell) => lineOf(cell, say)));
  return [[], [strong(say(heading))], ...table(columns.map(say), cells)];
}

function lineOf(cell: Cell, say: Say): Line {
  if (isList(cell)) return [cell.map((part) => (typeof part === 'string' ? part : say(part))).join(', ')];
  return [typeof cell === 'object' && 'en' in cell ? say(cell) : cell];
}

const isList = (cell: Cell): cell is readonly (string | Sentence)[] => Array.isArray(cell);

const { columns: column, headings } = text;

const networks = (blueprint: Blueprint): Section => ({
  heading: headings.networks,
  columns: [column.name, column.kind, column.subnet, column.details],
  rows: blueprint.networks.map((network) => [
    name(network.name),
    network.kind,
    network.subnet,
    networkDetails(network),
  ]),
});

function networkDetails(network: Network): readonly (string | Sentence)[] {
  const link = linkDetails(network.link);
  switch (network.kind) {
    case 'lan':
      return [network.site, text.visitorsFrom(network.vantage), ...link];
    case 'internet':
      return [text.visitorsFrom(network.vantage), ...link];
    case 'openvpn':
      return [`${network.server} ⇐ ${network.clients.join(' ')}`, `udp/${network.port}`, over(network.over), ...link];
  }
}

const linkDetails = ({ delayMs, jitterMs, rateBps, loss }: Link): readonly Sentence[] => [
  ...(delayMs === undefined ? [] : [text.delay(delayMs)]),
  ...(jitterMs === undefined ? [] : [text.jitter(jitterMs)]),
  ...(rateBps === undefined ? [] : [text.rate(rateBps)]),
  ...(loss === undefined ? [] : [text.loss(loss)]),
];

/** One row for each address; the machine stands in the first. */
const machines = (blueprint: Blueprint): Section => ({
  heading: headings.machines,
  columns: [column.name, column.site, column.size, column.network, column.address, column.hardware, column.link],
  rows: blueprint.machines.flatMap((machine) => {
    const { cpus, memoryMiB, name: size } = machine.size;
    const head: readonly Cell[] = [
      name(machine.name),
      machine.site,
      [size, text.processors(cpus), text.memory(memoryMiB)],
    ];
    if (machine.interfaces.length === 0) return [head];
    return machine.interfaces.map(({ network, address, prefix, mac, link }, index) => [
      ...(index === 0 ? head : ['', '', '']),
      network,
      `${address}/${prefix}`,
      mac === undefined ? tunnelEnd(machine, network, blueprint) : dim(mac),
      linkDetails(link),
    ]);
  }),
});

function tunnelEnd(machine: Machine, name: string, { networks }: Blueprint): Cell {
  const network = networks.find((candidate) => candidate.name === name);
  return network?.kind === 'openvpn' && network.server === machine.name ? serverWord : clientWord;
}

const services = (blueprint: Blueprint): Section => ({
  heading: headings.services,
  columns: [column.service, column.role, column.ports, column.uses, column.details],
  rows: blueprint.services
    .filter(({ implied }) => !implied)
    .map((service) => [
      name(service.id),
      service.role,
      service.offers.flatMap(portCell),
      usesCell(service),
      remarks(service),
    ]),
});

const portCell = (port: Port): readonly (string | Sentence)[] => [
  `${port.name} ${port.protocol}/${port.port}`,
  ...(port.public ? [text.publicWord] : []),
];

const usesCell = ({ uses }: Service): readonly string[] => [
  ...new Set(uses.flatMap(({ targets }) => targets.map(({ service }) => service))),
];

const remarks = ({ managed, provisionable }: Service): readonly (string | Sentence)[] => [
  ...(managed
    ? [managedWord, managed.site, ...managed.addresses.map(({ network, address }) => `${network} ${address}`)]
    : []),
  ...(provisionable ? [] : [text.sketchOnly]),
];

const visitors = (blueprint: Blueprint): Section => ({
  heading: headings.visitors,
  columns: [column.name, column.from, column.to, column.port],
  rows: blueprint.visitors.map(({ name: kind, network, to, portName, port, listen }) => [
    name(kind),
    network,
    to,
    [`${portName} tcp/${port}`, ...(listen === undefined ? [] : [text.listensOn(listen)])],
  ]),
});

const flows = (blueprint: Blueprint): Section => ({
  heading: headings.flows,
  columns: [column.from, column.to, column.port, column.address, column.path],
  rows: blueprint.flows.map((flow) => [source(flow), flow.to.service, port(flow), flow.to.address, path(flow)]),
});

function source({ from }: Flow): Cell {
  switch (from.kind) {
    case 'service':
    case 'managed':
      return name(from.service);
    case 'visitors':
      return name(from.visitors);
    case 'world':
      return anyone;
  }
}

const port = ({ protocol, to }: Flow): string => `${to.portName} ${protocol}/${to.port}`;

const path = (flow: Flow): Cell =>
  flow.path.length === 0
    ? text.sameMachine
    : flow.path.map(({ network, via }) => (via === undefined ? network : `${network} → ${via}`)).join(' → ');

const routes = (blueprint: Blueprint): Section => ({
  heading: headings.routes,
  columns: [column.machine, column.destination, column.network, column.via],
  rows: blueprint.machines.flatMap((machine) =>
    machine.routes.map(({ destination, device, via }) => [
      name(machine.name),
      destination,
      device,
      via ?? text.byTunnel,
    ]),
  ),
});

const firewall = (blueprint: Blueprint): Section => ({
  heading: headings.firewall,
  columns: [column.machine, column.lets, column.by, column.from, column.to, column.port],
  rows: blueprint.machines.flatMap((machine) =>
    [...machine.firewall.input, ...machine.firewall.forward].map((rule) => [
      name(machine.name),
      rule.outDevice === undefined ? text.letsIn : text.letsThrough,
      [rule.inDevice ?? '*', ...(rule.outDevice === undefined ? [] : [rule.outDevice])].join(' → '),
      rule.from.length === 0 ? anyone : rule.from,
      rule.to ?? machine.name,
      `${rule.protocol}/${rule.port}`,
    ]),
  ),
});

const originTable = (origins: readonly Origin[]): Section => ({
  heading: headings.origins,
  columns: [column.name, column.value, column.origin, column.place],
  rows: origins.map(({ path: keys, value, layer, range }) => [
    keys.join('.'),
    typeof value === 'string' ? value : JSON.stringify(value),
    text.layers[layer],
    range ? `${range.file}:${range.start.line}:${range.start.column}` : '',
  ]),
});
