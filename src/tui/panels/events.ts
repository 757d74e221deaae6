import { dim, say, type Line, type Look } from '../../report/line.ts';
import * as text from '../../text/tui.ts';
import type { Size } from '../areas.ts';
import type { UiState } from '../state.ts';
import { activityRows } from '../../report/progress-lines.ts';

/** What happened last, the newest at the bottom, and what is going on below it. */
export const eventRows = (
  { entries, progress, now }: UiState,
  { columns, rows }: Size,
  look: Look,
): readonly Line[] => {
  const going = activityRows(progress, now, { ...look, width: columns + 1, height: Math.max(2, rows) });
  const room = Math.max(0, rows - going.length);
  const past = entries.slice(entries.length - Math.min(entries.length, room));
  if (past.length + going.length === 0) return [[dim(say(text.noEvents, look))]];
  return [...past.map(({ time, line }): Line => [dim(`${time} `), ...line]), ...going];
};
