import type { Look } from '../report/line.ts';
import type * as text from '../text/tui.ts';
import { deedMenu, linkMenu, logsMenu, settingsMenu, steeringMenu } from './menus.ts';
import type { Order } from './orders.ts';
import { chosenMachine, panelIds, shownMachines, type Overlay, type UiState } from './state.ts';

/** What a key comes to: another state of the screen, and what is to be done beyond it. */
export interface Pressed {
  readonly state: UiState;
  readonly order?: Order;
}

/** A key as the terminal calls it: `q`, `C-c`, `up`, `S-tab`; and the character it stands for, if it does. */
export interface Stroke {
  readonly name: string;
  readonly character?: string;
}

/** A key of the table, from which help, help bar and documentation are drawn. */
export interface Key {
  readonly names: readonly string[];
  /** As it is written on the keyboard. */
  readonly shown: string;
  readonly what: keyof typeof text.keys;
  /** Whether it stands in the bar at the bottom, most useful first; the bar has room for some only. */
  readonly inBar: boolean;
  readonly press: (state: UiState, look: Look) => Pressed;
}

const order = (state: UiState, ordered: Order | undefined): Pressed => ({
  state,
  ...(ordered && { order: ordered }),
});

const open = (state: UiState, overlay: Overlay | undefined): Pressed => ({
  state: overlay === undefined ? state : { ...state, overlay },
});

const turn = (state: UiState, by: number): Pressed => {
  const at = panelIds.indexOf(state.panel) + by;
  return { state: { ...state, panel: panelIds[(at + panelIds.length) % panelIds.length] ?? state.panel } };
};

const move = (state: UiState, by: number): Pressed => {
  const last = shownMachines(state).length - 1;
  return { state: { ...state, cursor: Math.max(0, Math.min(last, Math.min(state.cursor, last) + by)) } };
};

/** Requests a second that `+` and `-` go through. */
const paces = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000] as const;

const pace = (state: UiState, by: number): Pressed => {
  const { perSecond, running } = state.visitors;
  const at = paces.findIndex((each) => each >= perSecond);
  const next = paces[Math.max(0, Math.min(paces.length - 1, at + by))] ?? perSecond;
  if (next === perSecond) return { state };
  return running
    ? order(state, { do: 'visitors', perSecond: next })
    : { state: { ...state, visitors: { ...state.visitors, perSecond: next } } };
};

const onMachine = (state: UiState, what: 'shell' | 'faults'): Order | undefined => {
  const machine = chosenMachine(state);
  return machine === undefined ? undefined : { do: what, machine };
};

/** All keys of the panels. Menus, help, journals and the filter have keys of their own. */
export const keyTable: readonly Key[] = [
  {
    names: ['v'],
    shown: 'v',
    what: 'visitors',
    inBar: true,
    press: ({ visitors, ...state }) =>
      order(
        { ...state, visitors },
        visitors.running ? { do: 'visitors' } : { do: 'visitors', perSecond: visitors.perSecond },
      ),
  },
  { names: ['+', '='], shown: '+', what: 'faster', inBar: true, press: (state) => pace(state, 1) },
  { names: ['-'], shown: '-', what: 'slower', inBar: false, press: (state) => pace(state, -1) },
  { names: ['c'], shown: 'c', what: 'check', inBar: true, press: (state) => order(state, { do: 'check' }) },
  { names: ['s'], shown: 's', what: 'shell', inBar: true, press: (state) => order(state, onMachine(state, 'shell')) },
  { names: ['l'], shown: 'l', what: 'logs', inBar: true, press: (state, look) => open(state, logsMenu(state, look)) },
  {
    names: ['b'],
    shown: 'b',
    what: 'settings',
    inBar: true,
    press: (state, look) => open(state, settingsMenu(state, look)),
  },
  { names: ['f'], shown: 'f', what: 'faults', inBar: true, press: (state) => order(state, onMachine(state, 'faults')) },
  { names: ['n'], shown: 'n', what: 'link', inBar: true, press: (state, look) => open(state, linkMenu(state, look)) },
  {
    names: ['p'],
    shown: 'p',
    what: 'scenario',
    inBar: true,
    press: (state, look) =>
      state.playing === undefined ? order(state, { do: 'scenarios' }) : open(state, steeringMenu(look)),
  },
  { names: ['t'], shown: 't', what: 'trace', inBar: true, press: (state) => order(state, { do: 'trace' }) },
  {
    names: ['x'],
    shown: 'x',
    what: 'stop',
    inBar: true,
    press: (state, look) => open(state, deedMenu('stop', state, look)),
  },
  {
    names: ['a'],
    shown: 'a',
    what: 'start',
    inBar: true,
    press: (state, look) => open(state, deedMenu('start', state, look)),
  },
  {
    names: ['r'],
    shown: 'r',
    what: 'restart',
    inBar: true,
    press: (state, look) => open(state, deedMenu('restart', state, look)),
  },
  { names: ['u'], shown: 'u', what: 'undo', inBar: true, press: (state) => order(state, { do: 'undo' }) },
  { names: ['tab'], shown: 'Tab', what: 'next', inBar: true, press: (state) => turn(state, 1) },
  { names: ['S-tab'], shown: 'Shift-Tab', what: 'previous', inBar: false, press: (state) => turn(state, -1) },
  {
    names: ['z', 'enter'],
    shown: 'z',
    what: 'zoom',
    inBar: true,
    press: (state) => ({ state: { ...state, zoomed: !state.zoomed } }),
  },
  { names: ['up', 'k'], shown: '↑', what: 'up', inBar: false, press: (state) => move(state, -1) },
  { names: ['down', 'j'], shown: '↓', what: 'down', inBar: false, press: (state) => move(state, 1) },
  {
    names: ['/'],
    shown: '/',
    what: 'filter',
    inBar: true,
    press: (state) => ({ state: { ...state, filtering: true } }),
  },
  {
    names: ['?', 'h'],
    shown: '?',
    what: 'help',
    inBar: true,
    press: (state) => open(state, { kind: 'help', scroll: 0 }),
  },
  { names: ['q', 'C-c'], shown: 'q', what: 'quit', inBar: true, press: (state) => order(state, { do: 'quit' }) },
];
