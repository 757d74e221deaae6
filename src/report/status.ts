import type { MachineState } from '../providers/provider.ts';
import * as text from '../text/report.ts';
import type { MachineStatus, StatusResult } from '../verbs/results.ts';
import { bad, dim, doubt, good, name, say, strong } from './line.ts';
import type { Line, Look, Span } from './line.ts';
import { table } from './table.ts';
import { urlLines } from './urls.ts';

type ServiceStatus = MachineStatus['services'][number];

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

const stateCell = (machine: MachineState, look: Look): Line => [
  machineMarks[machine.state](say(text.machineStates[machine.state], look)),
];

const serviceCells = ({ id, ports, state, why }: ServiceStatus, look: Look): readonly Line[] => [
  [id.split('@')[0] ?? id],
  [ports.map(({ name: speaks, port }) => `${speaks} ${port}`).join(', ')],
  [
    serviceMarks[state](say(text.serviceStates[state], look)),
    ...(why === undefined ? [] : [dim(`  ${say(why, look)}`)]),
  ],
];

const machineRows = ({ machine, address, services }: MachineStatus, look: Look): readonly (readonly Line[])[] => {
  const cells: readonly Line[] = [[name(machine.name)], stateCell(machine, look), [address ?? '']];
  const [first, ...others] = services;
  if (first === undefined) return [cells];
  return [
    [...cells, ...serviceCells(first, look)],
    ...others.map((service) => [[], [], [], ...serviceCells(service, look)]),
  ];
};

const whyLines = ({ machine }: MachineStatus, look: Look): readonly Line[] =>
  'why' in machine ? [[name(machine.name), dim(`  ${say(machine.why, look)}`)]] : [];

/** One look at a lab: machines, what runs on them, and where to click. */
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
    ...urlLines(status.published),
  ];
};
