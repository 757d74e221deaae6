import type { Blueprint } from '../model/blueprint.ts';
import type { Consent, LabEvent } from '../model/event.ts';
import type { PossibleFault } from '../model/fault.ts';
import type { Trace } from '../model/trace.ts';
import type { Line, Look } from '../report/line.ts';
import { plainLines } from '../report/progress-lines.ts';
import { advance as advanceProgress } from '../report/progress.ts';
import type { StatusResult } from '../verbs/results.ts';
import { remember } from './history.ts';
import { faultsMenu, questionMenu, scenariosMenu } from './menus.ts';
import type { Deed } from './orders.ts';
import { labShown, type Checks, type Entry, type Overlay, type UiState, type Visitors } from './state.ts';

/** What happens to the lab and to us, apart from keys. */
export type Occurrence =
  | { readonly type: 'watching'; readonly blueprint: Blueprint; readonly target: string }
  | { readonly type: 'passed' }
  | { readonly type: 'seen'; readonly status: StatusResult }
  | { readonly type: 'event'; readonly event: LabEvent }
  | { readonly type: 'said'; readonly lines: readonly Line[] }
  /** The checks were broken off. */
  | { readonly type: 'unchecked' }
  | { readonly type: 'visitors'; readonly running: boolean; readonly perSecond?: number }
  | { readonly type: 'log'; readonly line: Line }
  | { readonly type: 'can-undo'; readonly undo: Deed }
  | { readonly type: 'undone' }
  | { readonly type: 'faults'; readonly faults: readonly PossibleFault[] }
  | { readonly type: 'scenarios'; readonly names: readonly string[] }
  /** A scenario; without a name: it has ended. */
  | { readonly type: 'playing'; readonly name?: string }
  | { readonly type: 'traced'; readonly trace: Trace }
  | { readonly type: 'asked'; readonly question: Consent };

/** When it happened. */
export interface Moment {
  /** Milliseconds of a clock that never jumps. */
  readonly now: number;
  /** Of the wall's clock: `10:42:07`. */
  readonly time: string;
}

const entriesKept = 500;
const logLinesKept = 2000;
const undosKept = 20;

/** The state after something happened. Pure. */
export const advance = (before: UiState, occurrence: Occurrence, moment: Moment, look: Look): UiState => {
  const state: UiState = { ...before, now: moment.now };
  switch (occurrence.type) {
    case 'watching':
      return { ...state, ...labShown({ blueprint: occurrence.blueprint, roles: state.roles }, occurrence.target) };
    case 'passed':
      return state;
    case 'seen': {
      const { status } = occurrence;
      return { ...state, status, seenAt: moment.now, history: remember(state.history, status) };
    }
    case 'event':
      return afterEvent(state, occurrence.event, moment, look);
    case 'said':
      return noted(state, occurrence.lines, moment.time);
    case 'unchecked':
      return { ...state, checks: { ...state.checks, running: false } };
    case 'visitors':
      return { ...state, visitors: visitorsAfter(state.visitors, occurrence) };
    case 'log':
      return logged(state, occurrence.line);
    case 'can-undo':
      return { ...state, undos: [...state.undos, occurrence.undo].slice(-undosKept) };
    case 'undone':
      return { ...state, undos: state.undos.slice(0, -1) };
    case 'faults':
      return offered(state, faultsMenu(occurrence.faults, look));
    case 'scenarios':
      return offered(state, scenariosMenu(occurrence.names, look));
    case 'playing':
      return played(state, occurrence.name);
    case 'traced':
      return offered(state, { kind: 'trace', trace: occurrence.trace, scroll: 0 });
    case 'asked':
      return { ...state, overlay: questionMenu(occurrence.question, look) };
  }
};

/** What comes late takes the place neither of a question, which waits for its answer, nor of a journal. */
const offered = (state: UiState, late: Overlay): UiState => {
  const { overlay } = state;
  const stays = overlay?.kind === 'logs' || (overlay?.kind === 'menu' && overlay.otherwise !== undefined);
  return stays ? state : { ...state, overlay: late };
};

const played = ({ playing: _, ...state }: UiState, name: string | undefined): UiState => ({
  ...state,
  ...(name !== undefined && { playing: name }),
});

const visitorsAfter = (
  { perSecond }: Visitors,
  now: { readonly running: boolean; readonly perSecond?: number },
): Visitors => ({ perSecond: now.perSecond ?? perSecond, running: now.running });

const noted = (state: UiState, lines: readonly Line[], time: string): UiState => {
  const entries = lines.map((line): Entry => ({ time, line }));
  return entries.length === 0 ? state : { ...state, entries: [...state.entries, ...entries].slice(-entriesKept) };
};

const afterEvent = (state: UiState, event: LabEvent, { now, time }: Moment, look: Look): UiState => {
  const progress = advanceProgress(state.progress, event, now);
  if (event.type === 'load-second')
    return { ...state, progress, visitors: { ...state.visitors, second: event.second } };
  const checks = checksAfter(state.checks, event, now);
  const lines = isLoad(event) ? [] : plainLines(event, state.progress, look);
  return noted({ ...state, progress, checks }, lines.map(trimmed), time);
};

const checksAfter = (checks: Checks, event: LabEvent, now: number): Checks => {
  if (event.type === 'check-finished') return { ...checks, results: [...checks.results, event.result] };
  if (event.type === 'phase-started' && event.phase === 'check') return { running: true, results: [] };
  if (event.type === 'phase-finished' && event.phase === 'check') return { ...checks, running: false, endedAt: now };
  return checks;
};

/** Visitors have a place of their own on the screen. */
const isLoad = (event: LabEvent): boolean =>
  (event.type === 'phase-started' || event.type === 'phase-finished') && event.phase === 'load';

/** Without the indentation that shows in a list what belongs to what. */
const trimmed = (line: Line): Line => (line[0] === '  ' ? line.slice(1) : line);

const logged = (state: UiState, line: Line): UiState => {
  const { overlay } = state;
  if (overlay?.kind !== 'logs') return state;
  const lines = [...overlay.lines, line].slice(-logLinesKept);
  // Who has scrolled back goes on seeing the same lines.
  const scroll = overlay.scroll === 0 ? 0 : Math.min(overlay.scroll + 1, lines.length);
  return { ...state, overlay: { ...overlay, lines, scroll } };
};
