import type { LabEvent } from '../model/event.ts';
import type { CheckResult } from '../model/verdict.ts';
import type { Line, Look } from '../report/line.ts';
import { plainLines } from '../report/progress-lines.ts';
import { advance as advanceProgress } from '../report/progress.ts';
import type { StatusResult } from '../verbs/results.ts';
import { remember } from './history.ts';
import type { Entry, UiState, Undo, Visitors } from './state.ts';

/** What happens to the lab and to us, apart from keys. */
export type Occurrence =
  | { readonly type: 'seen'; readonly status: StatusResult }
  | { readonly type: 'event'; readonly event: LabEvent }
  | { readonly type: 'said'; readonly lines: readonly Line[] }
  | { readonly type: 'checking' }
  | { readonly type: 'checked'; readonly results?: readonly CheckResult[] }
  | { readonly type: 'visitors'; readonly visitors: Visitors }
  | { readonly type: 'log'; readonly line: Line }
  | { readonly type: 'can-undo'; readonly undo: Undo }
  | { readonly type: 'undone' }
  | { readonly type: 'passed' };

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
    case 'seen': {
      const { status } = occurrence;
      return { ...state, status, seenAt: moment.now, history: remember(state.history, status) };
    }
    case 'event':
      return afterEvent(state, occurrence.event, moment, look);
    case 'said':
      return noted(state, occurrence.lines, moment.time);
    case 'checking':
      return { ...state, checks: { running: true, results: [] } };
    case 'checked':
      return {
        ...state,
        checks: { running: false, results: occurrence.results ?? state.checks.results, endedAt: moment.now },
      };
    case 'visitors':
      return { ...state, visitors: occurrence.visitors };
    case 'log':
      return logged(state, occurrence.line);
    case 'can-undo':
      return { ...state, undos: [...state.undos, occurrence.undo].slice(-undosKept) };
    case 'undone':
      return { ...state, undos: state.undos.slice(0, -1) };
    case 'passed':
      return state;
  }
};

const noted = (state: UiState, lines: readonly Line[], time: string): UiState => {
  const entries = lines.map((line): Entry => ({ time, line }));
  return entries.length === 0 ? state : { ...state, entries: [...state.entries, ...entries].slice(-entriesKept) };
};

const afterEvent = (state: UiState, event: LabEvent, { now, time }: Moment, look: Look): UiState => {
  const progress = advanceProgress(state.progress, event, now);
  if (event.type === 'load-second')
    return { ...state, progress, visitors: { ...state.visitors, second: event.second } };
  if (event.type === 'check-finished' && state.checks.running) {
    const checks = { ...state.checks, results: [...state.checks.results, event.result] };
    return noted({ ...state, progress, checks }, plainLines(event, state.progress, look), time);
  }
  const lines = isLoad(event) ? [] : plainLines(event, state.progress, look);
  return noted({ ...state, progress }, lines.map(trimmed), time);
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
