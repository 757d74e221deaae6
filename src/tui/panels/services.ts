import type { Gauge, ServiceStatus } from '../../model/status.ts';
import { dim, name, say, type Line, type Look } from '../../report/line.ts';
import { gaugeText } from '../../report/readings.ts';
import * as text from '../../text/tui.ts';
import type { Size } from '../areas.ts';
import { fit } from '../framed.ts';
import { largest, sparkline } from '../graphs.ts';
import { seriesOf } from '../history.ts';
import { shownMachines, type UiState } from '../state.ts';
import { serviceMark } from './machines.ts';

/** Cells of a column of services; the room is shared by as many as fit. */
const columnWidth = 26;
const gap = 2;

/** What services tell of themselves: a block each, in as many columns as have room. */
export const serviceRows = (state: UiState, { columns, rows }: Size, look: Look): readonly Line[] => {
  const shown = shownMachines(state);
  const services = (state.status?.machines ?? [])
    .filter(({ machine }) => shown.includes(machine.name))
    .flatMap(({ services }) => services.filter(({ gauges }) => gauges.length > 0));
  if (services.length === 0) return [[dim(say(state.status === undefined ? text.looking : text.noGauges, look))]];
  const count = Math.max(1, Math.min(services.length, Math.floor((columns + gap) / (columnWidth + gap))));
  const width = Math.floor((columns - gap * (count - 1)) / count);
  const blocks = inColumns(
    services.map((service) => block(state, service, width, look)),
    count,
  );
  return blocks.every((lines) => lines.length <= rows)
    ? sideBySide(blocks, width)
    : services.map((service) => inOneLine(service, services, look));
};

/** Each block goes to the column that is shortest so far. */
const inColumns = (blocks: readonly (readonly Line[])[], count: number): readonly (readonly Line[])[] => {
  const columns: (readonly Line[])[] = Array.from({ length: count }, () => []);
  for (const lines of blocks) {
    const heights = columns.map((column) => column.length);
    const shortest = heights.indexOf(Math.min(...heights));
    columns[shortest] = [...(columns[shortest] ?? []), ...lines];
  }
  return columns;
};

/** Where there is no room for blocks: as many values as the line has room for. */
const inOneLine = ({ id, state, gauges }: ServiceStatus, all: readonly ServiceStatus[], look: Look): Line => [
  serviceMark(state),
  ' ',
  ...fit([name(id)], Math.max(...all.map((each) => each.id.length))),
  ...gauges.flatMap((gauge): Line => [dim(`  ${say(gauge.label, look)} `), timeOfDay(gaugeText(gauge))]),
];

const sideBySide = (columns: readonly (readonly Line[])[], width: number): readonly Line[] => {
  const height = Math.max(...columns.map((column) => column.length));
  return Array.from({ length: height }, (_, row) =>
    columns.flatMap((column, index): Line => [
      ...(index === 0 ? [] : [' '.repeat(gap)]),
      ...fit(column[row] ?? [], width),
    ]),
  );
};

const block = (state: UiState, service: ServiceStatus, width: number, look: Look): readonly Line[] => [
  [serviceMark(service.state), ' ', name(service.id)],
  ...service.gauges.map((gauge) => gaugeRow(state, service.id, gauge, width, look)),
];

/** Of a moment, what there is room for: `2026-11-21T10:20:59`, which is told in UTC, as the wall's clock has it. */
const timeOfDay = (value: string): string =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(value) ? new Date(`${value}Z`).toTimeString().slice(0, 8) : value;

/** The value, and how it was before, where it is a rate. */
const gaugeRow = (state: UiState, service: string, gauge: Gauge, width: number, look: Look): Line => {
  const value = timeOfDay(gaugeText(gauge));
  const head: Line = ['  ', ...fit([dim(say(gauge.label, look))], 12), ' ', value];
  const room = width - 17 - value.length;
  if (gauge.unit !== 'per-second' || room < 4) return head;
  const past = state.history.get(seriesOf.gauge(service, gauge.name)) ?? [];
  return [...head, '  ', dim(sparkline(past, room, Math.max(1, largest(past.slice(-room)))))];
};
