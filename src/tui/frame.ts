import { widthOf } from '../report/cells.ts';
import { bad, dim, doubt, good, name, say, strong, type Line, type Look, type Span } from '../report/line.ts';
import { rateText } from '../report/readings.ts';
import * as text from '../text/tui.ts';
import { arrange, smallest, type Area, type Size } from './areas.ts';
import { fill, fit, framed, inside, titled } from './framed.ts';
import { helpBar } from './help-bar.ts';
import { overlayPanel } from './overlays.ts';
import { balancerRows, balancersIn } from './panels/balancer.ts';
import { checkRows } from './panels/checks.ts';
import { eventRows } from './panels/events.ts';
import { machineRows, shortTime } from './panels/machines.ts';
import { serviceRows } from './panels/services.ts';
import { topologyRows } from './panels/topology.ts';
import { wishedRows } from './picture/picture.ts';
import { panelIds, shownMachines, type PanelId, type UiState } from './state.ts';

/** A place on the screen, with lines that fill it exactly. */
export interface Placed {
  readonly id: PanelId | 'header' | 'bar' | 'overlay' | 'notice';
  readonly area: Area;
  readonly lines: readonly Line[];
}

/** A whole screen, from back to front. */
export type Frame = readonly Placed[];

const panels: Readonly<Record<PanelId, (state: UiState, size: Size, look: Look) => readonly Line[]>> = {
  topology: topologyRows,
  machines: machineRows,
  balancer: balancerRows,
  services: serviceRows,
  checks: checkRows,
  events: eventRows,
};

/** The screen that a state makes on a window of that size. Pure. */
export const frameOf = (state: UiState, size: Size, look: Look): Frame => {
  const { columns, rows } = size;
  const arrangement = arrange(size, {
    panel: state.panel,
    zoomed: state.zoomed,
    machines: shownMachines(state).length,
    drawing: wishedRows(state.scene),
  });
  if (arrangement === undefined) return [tooSmall(state, size, look)];
  const alone = arrangement.length === 1;
  const row = (top: number): Area => ({ left: 0, top, width: columns, height: 1 });
  return [
    { id: 'header', area: row(0), lines: [fit(header(state, columns, look), columns)] },
    ...arrangement.map(({ id, area }) => ({ id, area, lines: panelLines(state, id, area, alone, look) })),
    { id: 'bar', area: row(rows - 1), lines: [fit(helpBar(state, columns, look), columns)] },
    ...overlayPanel(state, size, look),
  ];
};

const panelLines = (state: UiState, id: PanelId, area: Area, alone: boolean, look: Look): readonly Line[] => {
  const size: Size = { columns: area.width, rows: area.height };
  const place = alone ? [dim(`  ${String(panelIds.indexOf(id) + 1)}/${String(panelIds.length)}`)] : [];
  const title = titled(say(text.panels[id], look), ...about(state, id), ...place);
  return framed(title, panels[id](state, inside(size), look), size, id === state.panel);
};

/** What a title says besides its name. */
const about = (state: UiState, id: PanelId): readonly Span[] => {
  const balancers = id === 'balancer' ? balancersIn(state) : [];
  const [only, another] = balancers;
  if (only !== undefined && another === undefined) return ['  ', name(only.id), ...chosenFor(state, only.id)];
  if (id === 'machines' && state.filter !== '') return [doubt(`  /${state.filter}`)];
  return [];
};

/** How it was told to work, where that is a choice. */
const chosenFor = ({ settings }: UiState, service: string): readonly Span[] =>
  settings.filter((each) => each.service === service.split('@')[0]).map(({ value }) => dim(`  ${value}`));

/** A look that is older is worth a word, milliseconds. */
const oldMs = 3500;

const header = (state: UiState, columns: number, look: Look): Line => {
  const { blueprint, target, status, seenAt, now } = state;
  const running = (status?.machines ?? []).filter(({ machine }) => machine.state === 'running').length;
  const all = blueprint.machines.length;
  const ink = running === all ? good : doubt;
  const named: Line = [' ', strong(blueprint.name)];
  const left: Line = [...named, dim(`  ${blueprint.title}`)];
  const seen: Line =
    seenAt === undefined
      ? [doubt(say(text.looking, look))]
      : now - seenAt > oldMs
        ? [doubt(say(text.noReadings(shortTime(now - seenAt)), look))]
        : [ink(say(text.machinesRunning(running, all), look))];
  const right: Line = [...sending(state, look), ...faulty(state, look), ...seen, dim(`  ${target} `)];
  const room = columns - widthOf(right);
  if (room < widthOf(named) + 2) return fit(left, columns);
  // Of a title at least a word.
  return [...fit(room < widthOf(named) + 10 ? named : left, room), ...right];
};

const sending = ({ visitors, playing }: UiState, look: Look): Line => [
  ...(playing === undefined ? [] : [name(say(text.playing(playing), look)), '  ']),
  ...(visitors.running ? [name(say(text.sending(rateText(visitors.perSecond)), look)), '  '] : []),
];

const faulty = ({ status }: UiState, look: Look): Line => {
  const count = status?.faults.length ?? 0;
  return count === 0 ? [] : [bad(say(text.faultsAtWork(count), look)), '  '];
};

/** Says so, and still says the one thing that matters most. */
const tooSmall = ({ status, blueprint }: UiState, { columns, rows }: Size, look: Look): Placed => {
  const running = (status?.machines ?? []).filter(({ machine }) => machine.state === 'running').length;
  const lines: readonly Line[] = [
    [doubt(say(text.tooSmall(columns, rows), look))],
    [dim(say(text.atLeast(smallest.columns, smallest.rows), look))],
    [strong(blueprint.name), ` ${String(running)}/${String(blueprint.machines.length)}`],
    [name('q '), say(text.words.quit, look)],
  ];
  return {
    id: 'notice',
    area: { left: 0, top: 0, width: columns, height: rows },
    lines: fill(lines, { columns, rows }),
  };
};
