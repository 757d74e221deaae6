import type { LabEvent } from '../model/event.ts';
import type { Console } from '../ports/console.ts';
import { widthOf } from '../report/cells.ts';
import type { Line, Look } from '../report/line.ts';
import { activityRows, permanentLines } from '../report/progress-lines.ts';
import { advance, noProgress } from '../report/progress.ts';
import type { Reporter } from './reporter.ts';

const frameMs = 100;
const escape = {
  up: (lines: number) => (lines > 0 ? `\r\x1b[${lines}A` : '\r'),
  clearLine: '\x1b[K',
  clearBelow: '\x1b[J',
  hideCursor: '\x1b[?25l',
  showCursor: '\x1b[?25h',
  // Terminals that know these show a frame as a whole; the others ignore them.
  beginFrame: '\x1b[?2026h',
  endFrame: '\x1b[?2026l',
} as const;

/** Calls back at an interval, ms, until what it returns is called. */
export type Every = (milliseconds: number, act: () => void) => () => void;

const onInterval: Every = (milliseconds, act) => {
  const timer = setInterval(act, milliseconds);
  return () => clearInterval(timer);
};

/**
 * Rows that are redrawn in place at most ten times a second, below lines that stay.
 * The cursor rests on the line after the rows; `close` takes the rows away again.
 */
export const liveReporter = (
  console: Pick<Console, 'error' | 'now'>,
  paint: (line: Line) => string,
  look: Look,
  every: Every = onInterval,
): Reporter => {
  const output = console.error;
  let progress = noProgress;
  let pending: readonly Line[] = [];
  let drawn: readonly Line[] = [];
  let stop = (): void => {};

  // A window that got narrower has broken the rows that were drawn into several.
  const drawnHeight = (): number =>
    drawn.reduce((height, row) => height + Math.max(1, Math.ceil(widthOf(row) / output.columns)), 0);

  const draw = (rows: readonly Line[]): void => {
    if (pending.length + rows.length + drawn.length === 0) return;
    const lines = [...pending, ...rows].map((line) => `${paint(line)}${escape.clearLine}\n`);
    const frame = [escape.beginFrame, escape.hideCursor, escape.up(drawnHeight()), ...lines, escape.clearBelow];
    output.write([...frame, rows.length === 0 ? escape.showCursor : '', escape.endFrame].join(''));
    pending = [];
    drawn = rows;
  };
  const drawAll = (): void => {
    draw(activityRows(progress, console.now(), { ...look, width: output.columns, height: output.rows }));
  };
  const begin = (): void => void (stop = every(frameMs, drawAll));
  const end = (): void => {
    stop();
    draw([]);
  };

  begin();
  return {
    event(event: LabEvent) {
      pending = [...pending, ...permanentLines(event, progress, look)];
      progress = advance(progress, event, console.now());
    },
    say(lines) {
      pending = [...pending, ...lines];
    },
    async pause(work) {
      end();
      try {
        return await work();
      } finally {
        begin();
      }
    },
    close: end,
  };
};
