import type { MachineLoad, ServiceStatus } from '../../model/status.ts';
import type { MachineState } from '../../providers/provider.ts';

import { widthOf } from '../../report/cells.ts';
import { duration } from '../../report/duration.ts';
import { bad, dim, doubt, good, name, say, strong, type Line, type Look, type Span } from '../../report/line.ts';
import { bytesText } from '../../report/readings.ts';
import * as states from '../../text/report.ts';
import * as text from '../../text/tui.ts';
import type { MachineStatus } from '../../verbs/results.ts';
import type { Size } from '../areas.ts';
import { fit } from '../framed.ts';
import { bar, sparkline } from '../graphs.ts';
import { seriesOf, type History } from '../history.ts';
import { chosenMachine, shownMachines, type UiState } from '../state.ts';

const inks: Readonly<Record<MachineState['state'], (text: string) => Span>> = {
  running: good,
  stopped: bad,
  absent: bad,
  different: doubt,
  unknown: doubt,
};

const marks: Readonly<Record<ServiceStatus['state'], Span>> = {
  ready: good('✓'),
  'not-ready': bad('✗'),
  unknown: doubt('?'),
};

/** A mark that tells how a service is, without colour too. */
export const serviceMark = (state: ServiceStatus['state'] | undefined): Span => marks[state ?? 'unknown'];

const unknown = dim('?');

/** How a machine is, in a word; for how long it has been silent, if it is. */
const machineState = (status: MachineStatus | undefined, look: Look): Span => {
  if (status === undefined) return unknown;
  const { machine, silentForMs } = status;
  if (machine.state === 'running' && silentForMs !== undefined)
    return doubt(say(text.shortSilent(shortTime(silentForMs)), look));
  return inks[machine.state](say(states.machineStates[machine.state], look));
};

/** Whole seconds: tenths that change at each look are unrest. */
export const shortTime = (milliseconds: number): string =>
  duration(Math.round(milliseconds / 1000) * 1000).replace('.0', '');

interface Columns {
  readonly machine: number;
  readonly state: number;
  readonly spark: number;
  readonly memory: number;
  readonly services: number;
  readonly manner: Manner;
}

/** How figures are set: what a processor and the memory take of a row, and what stands between. */
interface Manner {
  readonly processor: number;
  readonly memory: number;
  readonly gap: number;
  /** Between what is used and what there is. */
  readonly of: string;
}
const loose: Manner = { processor: 10, memory: 12, gap: 2, of: ' / ' };
const tight: Manner = { processor: 8, memory: 8, gap: 1, of: '/' };

/** How the room is shared: what tells least goes first where there is little. */
const columnsFor = (names: readonly string[], states: readonly Span[], width: number): Columns => {
  const machine = Math.max(7, ...names.map((each) => each.length)) + 2;
  const state = Math.max(8, ...states.map((each) => widthOf([each])));
  const fits = ({ processor, memory, gap }: Manner): boolean => machine + state + processor + memory + 3 * gap <= width;
  const manner = !fits(loose) && fits(tight) ? tight : loose;
  const { processor, gap } = manner;
  let left = width - machine - state - processor - 2 * gap;
  const take = (cells: number): number => {
    if (left < cells) return 0;
    left -= cells;
    return cells;
  };
  const memory = take(manner.memory + gap);
  const spark = take(8 + 1) > 0 ? 8 : 0;
  const services = take(12 + gap) > 0 ? 12 : 0;
  const bars = memory > 0 && left >= 8 ? take(8) : 0;
  return {
    machine,
    state,
    spark,
    memory: memory === 0 ? 0 : manner.memory + bars,
    services: services === 0 ? 0 : services + left,
    manner,
  };
};

/** A heading, and a row for each machine; those around the cursor where not all have room. */
export const machineRows = (state: UiState, { columns: width, rows }: Size, look: Look): readonly Line[] => {
  const names = shownMachines(state);
  if (names.length === 0) return [[doubt(say(text.nothingShown, look))]];
  const states = names.map((each) => machineState(statusOf(state, each), look));
  const columns = columnsFor(names, states, width);
  const chosen = chosenMachine(state);
  const from = firstShown(names.indexOf(chosen ?? ''), names.length, rows - 1);
  const shown = names.slice(from, from + rows - 1);
  return [heading(columns, look), ...shown.map((each) => machineRow(state, each, each === chosen, columns, look))];
};

const statusOf = ({ status }: UiState, machine: string): MachineStatus | undefined =>
  status?.machines.find((each) => each.machine.name === machine);

/** The first of so many rows that are shown, so that the cursor's is among them. */
export const firstShown = (cursor: number, count: number, rows: number): number =>
  Math.max(0, Math.min(cursor - Math.floor(rows / 2), count - rows));

const cells = (parts: readonly (readonly [Line, number])[], gap: number): Line =>
  parts.flatMap(([line, width], index) =>
    width === 0 ? [] : [...(index === 0 ? [] : [' '.repeat(gap)]), ...fit(line, width)],
  );

const heading = ({ machine, state, spark, memory, services, manner }: Columns, look: Look): Line => {
  const word = (key: keyof typeof text.headings): Line => [dim(say(text.headings[key], look))];
  const parts: Parameters<typeof cells>[0] = [
    [['  ', ...word('machine')], machine],
    [word('state'), state],
    [word('processors'), manner.processor + (spark === 0 ? 0 : spark + 1)],
    [word('memory'), memory],
    [word('services'), services],
  ];
  return cells(parts, manner.gap);
};

const machineRow = (state: UiState, machine: string, chosen: boolean, columns: Columns, look: Look): Line => {
  const status = statusOf(state, machine);
  const { spark, manner } = columns;
  const past = spark === 0 ? [] : [...processorHistory(state.history, machine, status?.load, spark), ' '];
  const parts: Parameters<typeof cells>[0] = [
    [chosen ? [name('▸ '), strong(machine)] : ['  ', name(machine)], columns.machine],
    [[machineState(status, look)], columns.state],
    [[...past, ...processorText(status?.load, manner)], manner.processor + (spark === 0 ? 0 : spark + 1)],
    [memoryText(status?.load, columns), columns.memory],
    [serviceWords(status?.services ?? []), columns.services],
  ];
  return cells(parts, manner.gap);
};

const processorHistory = (history: History, machine: string, load: MachineLoad | undefined, width: number): Line => [
  dim(sparkline(history.get(seriesOf.processors(machine)) ?? [], width, load?.cpu.of ?? 1)),
];

const processorText = (load: MachineLoad | undefined, manner: Manner): Line => {
  if (load === undefined) return [unknown];
  const { used, of } = load.cpu;
  const size = `${manner.of}${String(of)}`;
  if (used === null) return [unknown, dim(size)];
  // As many digits as have room when all of it is used, so that their number does not change.
  const digits = [2, 1].find((each) => of.toFixed(each).length + size.length <= manner.processor) ?? 0;
  const figure = used.toFixed(digits);
  return [used > 0.9 * of ? bad(figure) : figure, dim(size)];
};

const memoryText = (load: MachineLoad | undefined, { memory: width, manner }: Columns): Line => {
  if (load === undefined) return [unknown];
  const { usedBytes, ofBytes } = load.memory;
  const share = usedBytes / ofBytes;
  const [used, of] = manner === tight ? inOneUnit(usedBytes, ofBytes) : [compact(usedBytes), compact(ofBytes)];
  const figures: Line = [used, dim(`${manner.of}${of}`)];
  const room = width - manner.memory;
  const graph = bar(share, Math.max(0, room - 1));
  return room === 0 ? figures : [share > 0.9 ? bad(graph) : graph, ' ', ...figures];
};

/** `61 MiB` in five cells: `61M`. */
const compact = (bytes: number): string =>
  bytesText(bytes).replace(/ ([KMGT])?i?B$/, (_, prefix: string | undefined) => prefix ?? 'B');

/** A part and its whole in the unit of the whole, eight cells with what stands between: `128/512M`, `0.1/1.5G`. */
const inOneUnit = (part: number, whole: number): readonly [string, string] => {
  const power = [0, 1, 2, 3].find((each) => whole / 2 ** (10 * each) < 999.5) ?? 4;
  const size = 2 ** (10 * power);
  const figure = (bytes: number): string => (bytes / size).toFixed(whole / size < 9.95 ? 1 : 0).replace('.0', '');
  return [figure(part), `${figure(whole)}${['B', 'K', 'M', 'G', 'T'][power] ?? ''}`];
};

const serviceWords = (services: readonly ServiceStatus[]): Line =>
  services
    .filter(({ ports, gauges }) => ports.length > 0 || gauges.length > 0)
    .flatMap(({ id, state }, index): Line => [index === 0 ? '' : ' ', serviceMark(state), id.split('@')[0] ?? id]);
