import type { ServiceStatus } from '../model/status.ts';
import type { MachineState } from '../providers/provider.ts';
import * as text from '../text/report.ts';
import type { MachineStatus, StatusResult } from '../verbs/results.ts';
import { pad, widthOf } from './cells.ts';
import { duration } from './duration.ts';
import { atWorkLines } from './faults.ts';
import { bad, dim, doubt, good, name, say, strong } from './line.ts';
import type { Line, Look, Span } from './line.ts';
import { machineReadings, serviceReadings } from './readings.ts';
import { table } from './table.ts';
import { urlLines } from './urls.ts';

const machineMarks: Readonly<Record<MachineState['state'], (text: string) => Span>> = {
  running: good,
  stopped: dim,
  absent: dim,
  different: doubt,
  unknown: doubt,
};
const serviceMarks: Readonly<Record<ServiceStatus['state'], (text: string) => Span>> = {
  ready: good,
  'not-ready': bad,
  unknown: doubt,
};

const stateCell = ({ machine, silentForMs }: MachineStatus, look: Look): Line => [
  machineMarks[machine.state](say(text.machineStates[machine.state], look)),
  ...(silentForMs === undefined ? [] : [doubt(`, ${say(text.silentFor(duration(silentForMs)), look)}`)]),
];

const serviceCells = ({ id, ports, state, why }: ServiceStatus, look: Look): readonly Line[] => [
  [id.split('@')[0] ?? id],
  [ports.map(({ name: speaks, port }) => `${speaks} ${port}`).join(', ')],
  [
    serviceMarks[state](say(text.serviceStates[state], look)),
    ...(why === undefined ? [] : [dim(`  ${say(why, look)}`)]),
  ],
];

const machineRows = (status: MachineStatus, look: Look): readonly (readonly Line[])[] => {
  const { machine, address, services } = status;
  const cells: readonly Line[] = [[name(machine.name)], stateCell(status, look), [address ?? '']];
  const [first, ...others] = services;
  if (first === undefined) return [cells];
  return [
    [...cells, ...serviceCells(first, look)],
    ...others.map((service) => [[], [], [], ...serviceCells(service, look)]),
  ];
};

const whyLines = ({ machine }: MachineStatus, look: Look): readonly Line[] =>
  'why' in machine ? [[name(machine.name), dim(`  ${say(machine.why, look)}`)]] : [];

/** A row for each machine that could be asked, then one for each of its services that tells of itself. */
const readingLines = ({ machines }: StatusResult, look: Look): readonly Line[] => {
  const rows = machines.flatMap(({ machine, load, services }): readonly (readonly [Line, Line])[] => {
    if (load === undefined) return [];
    const own = services.map(({ id, gauges, traffic }): readonly [Line, Line] => [
      [`  ${id.split('@')[0] ?? id}`],
      serviceReadings(gauges, traffic, look),
    ]);
    return [[[name(machine.name)], machineReadings(load, look)], ...own.filter(([, readings]) => readings.length > 0)];
  });
  const width = Math.max(...rows.map(([head]) => widthOf(head)));
  return rows.length === 0 ? [] : [[], ...rows.map(([head, readings]) => [...pad(head, width), '   ', ...readings])];
};

const overrideLine = (value: string, look: Look): Line => [doubt('~'), ` ${value}  `, dim(say(text.setByHand, look))];

/** One look at a lab: machines, what runs on them, what they do, and where to click. */
export const statusLines = (status: StatusResult, look: Look): readonly Line[] => {
  const { machine, state, address, service, ports } = text.columns;
  const headings = [machine, state, address, service, ports, state].map((heading) => say(heading, look));
  return [
    [strong(status.lab), dim(`  ${status.title}`)],
    [],
    ...table(
      headings,
      status.machines.flatMap((one) => machineRows(one, look)),
    ),
    ...status.machines.flatMap((one) => whyLines(one, look)),
    ...readingLines(status, look),
    ...(status.faults.length === 0 ? [] : [[], ...atWorkLines(status.faults, look)]),
    ...(status.overrides.length === 0 ? [] : [[], ...status.overrides.map((value) => overrideLine(value, look))]),
    ...urlLines(status.published),
  ];
};
