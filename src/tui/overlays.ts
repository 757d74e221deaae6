import { widthOf } from '../report/cells.ts';
import { dim, name, say, strong, type Line, type Look } from '../report/line.ts';
import { traceLines } from '../report/trace.ts';
import { following } from '../text/trace.ts';
import * as text from '../text/tui.ts';
import type { Area, Size } from './areas.ts';
import { fit, framed, inside } from './framed.ts';
import type { Placed } from './frame.ts';
import { keyTable } from './keys.ts';
import { firstShown } from './panels/machines.ts';
import type { Overlay, UiState } from './state.ts';

/** What lies over the panels, in the middle of the screen, as large as it needs to be; journals take all of it. */
export const overlayPanel = ({ overlay }: UiState, size: Size, look: Look): readonly Placed[] => {
  if (overlay === undefined) return [];
  const area = areaOf(overlay, size, look);
  const box: Size = { columns: area.width, rows: area.height };
  const lines = framed(titleOf(overlay, look), linesOf(overlay, inside(box), look), box, true);
  return [{ id: 'overlay', area, lines }];
};

const titleOf = (overlay: Overlay, look: Look): Line => {
  switch (overlay.kind) {
    case 'menu':
      return overlay.title;
    case 'help':
      return [strong(say(text.helpTitle, look))];
    case 'trace':
      return [strong(say(following, look))];
    case 'logs':
      return [strong(overlay.name === '' ? say(text.allMachines, look) : overlay.name)];
  }
};

const areaOf = (overlay: Overlay, { columns, rows }: Size, look: Look): Area => {
  const most: Area = { left: 0, top: 1, width: columns, height: rows - 2 };
  if (overlay.kind === 'logs' || overlay.kind === 'trace') return most;
  const lines =
    overlay.kind === 'menu'
      ? [...overlay.details, ...overlay.choices.map(({ line }) => ['  ', ...line])]
      : helpLines(look);
  const width = Math.min(columns, Math.max(...lines.map(widthOf), widthOf(titleOf(overlay, look)) + 2) + 4);
  const height = Math.min(rows - 2, lines.length + 2);
  return { left: Math.floor((columns - width) / 2), top: 1 + Math.floor((rows - 2 - height) / 2), width, height };
};

const linesOf = (overlay: Overlay, { columns, rows }: Size, look: Look): readonly Line[] => {
  switch (overlay.kind) {
    case 'menu': {
      const details = overlay.details.slice(0, Math.max(0, rows - overlay.choices.length));
      const room = rows - details.length;
      const from = firstShown(overlay.cursor, overlay.choices.length, room);
      const choices = overlay.choices
        .map(({ line }, index): Line => [index === overlay.cursor ? name('▸ ') : '  ', ...line])
        .slice(from, from + room);
      return [...details, ...choices];
    }
    case 'help':
      return linesFrom(helpLines(look), overlay.scroll, rows);
    case 'trace':
      return linesFrom(traceLines(overlay.trace, { ...look, width: columns }), overlay.scroll, rows);
    case 'logs': {
      const end = Math.max(Math.min(rows, overlay.lines.length), overlay.lines.length - overlay.scroll);
      return overlay.lines.slice(Math.max(0, end - rows), end).map((line) => fit(line, columns));
    }
  }
};

/** So many lines from one on, or the last ones. */
const linesFrom = (lines: readonly Line[], first: number, rows: number): readonly Line[] => {
  const from = Math.max(0, Math.min(first, lines.length - rows));
  return lines.slice(from, from + rows);
};

const helpLines = (look: Look): readonly Line[] =>
  keyTable.map(({ shown, what }): Line => [...fit([name(shown)], 10), dim(' '), say(text.keys[what], look)]);
