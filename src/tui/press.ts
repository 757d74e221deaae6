import type { Look } from '../report/line.ts';
import { keyTable, type Pressed, type Stroke } from './keys.ts';
import type { Order } from './orders.ts';
import type { Overlay, UiState } from './state.ts';

/** What a key comes to, wherever the user stands. Pure. An unknown key changes nothing. */
export const press = (state: UiState, stroke: Stroke, look: Look): Pressed => {
  if (stroke.name === 'C-c') return { state, order: { do: 'quit' } };
  if (state.filtering) return { state: typed(state, stroke) };
  if (state.overlay !== undefined) return inOverlay(state, state.overlay, stroke.name);
  if (stroke.name === 'escape') return { state: { ...state, zoomed: false, filter: '' } };
  const key = keyTable.find(({ names }) => names.includes(stroke.name));
  return key?.press(state, look) ?? { state };
};

const longestFilter = 30;

const typed = (state: UiState, { name, character }: Stroke): UiState => {
  const found = (filter: string): UiState => ({ ...state, filter, cursor: 0 });
  switch (name) {
    case 'enter':
      return { ...state, filtering: false };
    case 'escape':
      return { ...found(''), filtering: false };
    case 'backspace':
      return found(state.filter.slice(0, -1));
    default:
      return character !== undefined && /^[a-z0-9@-]$/i.test(character)
        ? found((state.filter + character.toLowerCase()).slice(0, longestFilter))
        : state;
  }
};

const steps: Readonly<Record<string, number>> = { up: -1, k: -1, down: 1, j: 1, pageup: -10, pagedown: 10 };
/** Lines that nobody scrolls past. */
const longestTrace = 100;
const leaving: readonly string[] = ['escape', 'q', 'left'];

const onLeaving = (overlay: Overlay): Order | undefined => {
  if (overlay.kind === 'logs') return { do: 'leave-logs' };
  return overlay.kind === 'menu' ? overlay.otherwise : undefined;
};

const withoutOverlay = ({ overlay: _, ...state }: UiState): UiState => state;

/** A journal has the screen as soon as it is asked for. */
const opened = (state: UiState, order: Order): UiState =>
  order.do === 'logs' ? { ...state, overlay: { kind: 'logs', name: order.name, lines: [], scroll: 0 } } : state;

const inOverlay = (state: UiState, overlay: Overlay, name: string): Pressed => {
  if (leaving.includes(name)) {
    const order = onLeaving(overlay);
    return { state: withoutOverlay(state), ...(order && { order }) };
  }
  const step = steps[name] ?? 0;
  const put = (changed: Overlay): Pressed => ({ state: { ...state, overlay: changed } });
  switch (overlay.kind) {
    case 'help':
      return put({ ...overlay, scroll: Math.max(0, Math.min(keyTable.length - 1, overlay.scroll + step)) });
    case 'trace':
      return put({ ...overlay, scroll: Math.max(0, Math.min(longestTrace, overlay.scroll + step)) });
    case 'logs':
      return put({ ...overlay, scroll: Math.max(0, Math.min(overlay.lines.length - 1, overlay.scroll - step)) });
    case 'menu': {
      const choice = overlay.choices[overlay.cursor];
      if (name === 'enter' && choice !== undefined)
        return { state: opened(withoutOverlay(state), choice.order), order: choice.order };
      const cursor = Math.max(0, Math.min(overlay.choices.length - 1, overlay.cursor + step));
      return put({ ...overlay, cursor });
    }
  }
};
