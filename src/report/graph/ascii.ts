import type { Blueprint, Machine, Network, Service, Visitors } from '../../model/blueprint.ts';
import type { Sentence } from '../../model/sentence.ts';
import { clientWord, managedWord, over, serverWord, visitorsWord } from '../../text/graph.ts';
import { pad, widthOf } from '../cells.ts';
import { dim, name, strong, type Line, type Look, type Span } from '../line.ts';

/** Every network is a line from top to bottom; every machine is a box that hangs on its networks' lines. */
export function drawAscii(blueprint: Blueprint, look: Look): readonly Line[] {
  const say = (sentence: Sentence): string => sentence[look.language];
  const { networks } = blueprint;
  const free = rails(networks, networks.length);
  const boxes = [
    ...blueprint.machines.map((machine) => ({
      attached: machine.interfaces.map(({ network }) => network),
      lines: machineLines(machine, blueprint, say),
    })),
    ...blueprint.services.flatMap((service) =>
      service.managed
        ? [{ attached: service.managed.addresses.map(({ network }) => network), lines: managedLines(service, say) }]
        : [],
    ),
  ];
  const width = Math.max(0, ...boxes.flatMap(({ lines }) => lines.map(widthOf)));
  return [
    [strong(blueprint.name), '  ', blueprint.title],
    [],
    ...networks.map((network, index) => [...rails(networks, index), ...heading(network, say)]),
    ...blueprint.visitors.flatMap((visitors) => [free, visitorsLine(networks, visitors, say)]),
    ...boxes.flatMap(({ attached, lines }) => [free, ...box(networks, attached, lines, width)]),
  ];
}

function visitorsLine(networks: readonly Network[], visitors: Visitors, say: (sentence: Sentence) => string): Line {
  const { network, to, portName, port } = visitors;
  const goal = `${to.join(', ')} ${portName} tcp/${port}`;
  return [...taps(networks, [network], '── '), name(visitors.name), ` (${say(visitorsWord)}) → ${goal}`];
}

const marks: Readonly<
  Record<
    Network['kind'],
    { readonly line: string; readonly top: string; readonly tap: string; readonly crossed: string }
  >
> = {
  lan: { line: '┃', top: '┏', tap: '●', crossed: '╂' },
  internet: { line: '┋', top: '┌', tap: '●', crossed: '┼' },
  openvpn: { line: '║', top: '╔', tap: '◆', crossed: '╫' },
};
const step = '   ';

/** The lines of the first networks, as many as have begun. */
function rails(networks: readonly Network[], begun: number): Line {
  return networks.slice(0, begun).flatMap(({ kind }) => [` ${marks[kind].line}`, step]);
}

function heading(network: Network, say: (sentence: Sentence) => string): Line {
  const details =
    network.kind === 'openvpn'
      ? [`${network.server} ⇐ ${network.clients.join(', ')}`, `udp/${network.port}`, say(over(network.over))]
      : network.kind === 'lan'
        ? [network.site]
        : [];
  return [
    ` ${marks[network.kind].top} `,
    strong(network.name),
    ` ${network.subnet}  `,
    dim([...(network.kind === network.name ? [] : [network.kind]), ...details].join(' · ')),
  ];
}

/** All lines, with a branch from each network named to the right. */
function taps(networks: readonly Network[], attached: readonly string[], tail: string): Line {
  const first = networks.findIndex(({ name: network }) => attached.includes(network));
  if (first < 0) return [...rails(networks, networks.length), ' '.repeat(tail.length)];
  const cells = networks.map(({ kind, name: network }, index): string => {
    const { line, tap, crossed } = marks[kind];
    if (index < first) return ` ${line}${step}`;
    const lead = index === first ? ' ' : '─';
    return `${lead}${attached.includes(network) ? tap : crossed}───`;
  });
  return [cells.join(''), tail];
}

function box(
  networks: readonly Network[],
  attached: readonly string[],
  lines: readonly Line[],
  room: number,
): readonly Line[] {
  const width = room + 2;
  const [title = [], ...rest] = lines;
  const free = rails(networks, networks.length);
  const row = (line: Line, lead: Line, edge: string): Line => [...lead, edge, ' ', ...pad(line, width - 1), '│'];
  return [
    [...free, ' ┌', '─'.repeat(width), '┐'],
    row(title, taps(networks, attached, '─'), '┤'),
    ...rest.map((line) => row(line, [...free, ' '], '│')),
    [...free, ' └', '─'.repeat(width), '┘'],
  ];
}

function machineLines(machine: Machine, blueprint: Blueprint, say: (sentence: Sentence) => string): readonly Line[] {
  const own = blueprint.services.filter((service) => service.machine === machine.name && !service.implied);
  return [
    [strong(machine.name), '  ', dim(machine.site)],
    ...machine.interfaces.map(({ network, address }): Line => [
      dim(`${network} `),
      address,
      ...tunnelEnd(machine, network, blueprint, say),
    ]),
    ...own.map(serviceLine),
  ];
}

function tunnelEnd(
  machine: Machine,
  network: string,
  { networks }: Blueprint,
  say: (sentence: Sentence) => string,
): readonly Span[] {
  const tunnel = networks.find((candidate) => candidate.name === network);
  if (tunnel?.kind !== 'openvpn') return [];
  return [dim(` ${say(tunnel.server === machine.name ? serverWord : clientWord)}`)];
}

const managedLines = (service: Service, say: (sentence: Sentence) => string): readonly Line[] => [
  [strong(service.name), '  ', dim([say(managedWord), service.managed?.site].join(' · '))],
  ...(service.managed?.addresses ?? []).map(({ network, address }): Line => [dim(`${network} `), address]),
  serviceLine(service),
];

function serviceLine({ name: service, offers, uses }: Service): Line {
  const ports = offers.map((port) => `${port.name} ${port.protocol}/${port.port}${port.public ? '!' : ''}`).join(', ');
  const used = [...new Set(uses.flatMap(({ targets }) => targets.map((target) => target.service)))];
  return [name(service), ports === '' ? '' : ` ${ports}`, used.length > 0 ? dim(` → ${shortened(used)}`) : ''];
}

const shortened = (names: readonly string[]): string =>
  names.length > 4 ? `${names.slice(0, 3).join(', ')}, … ${names.at(-1)}` : names.join(', ');
