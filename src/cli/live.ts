import type { LabEvent } from '../model/event.ts';
import type { Console } from '../ports/console.ts';
import type { Line, Look } from '../report/line.ts';
import { activityRows, permanentLines } from '../report/progress-lines.ts';
import { advance, noProgress } from '../report/progress.ts';
import type { Reporter } from './reporter.ts';
import { rowsInPlace } from './rows.ts';

const frameMs = 100;
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
  const screen = rowsInPlace(output, paint);
  let pending: readonly Line[] = [];
  let stop = (): void => {};

  const draw = (rows: readonly Line[]): void => {
    screen.draw(rows, pending);
    pending = [];
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
