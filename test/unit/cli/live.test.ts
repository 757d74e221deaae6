import { describe, expect, it } from 'vitest';
import stringWidth from 'string-width';
import { liveReporter } from '../../../src/cli/live.ts';
import { painter } from '../../../src/report/line.ts';
import { look } from '../../support/printed.ts';
import { createScreen } from '../../support/screen.ts';
import type { Screen } from '../../support/screen.ts';
import { upEvents } from '../../support/up-events.ts';
import { createTicker } from '../../support/ticker.ts';

const play = (screen: Screen, until: number) => {
  const ticker = createTicker();
  const reporter = liveReporter({ error: screen.output, now: ticker.now }, painter(true), look, ticker.every);
  for (const { at, event } of upEvents.filter((timed) => timed.at <= until)) {
    ticker.advanceTo(at);
    reporter.event(event);
  }
  ticker.advanceTo(until);
  return { reporter, ticker };
};

describe.each([
  [80, 24],
  [40, 10],
])('progress on a terminal of %i x %i', (columns, rows) => {
  it('shows one row a machine, with its phase, its step and its time, below what is finished', async () => {
    const screen = createScreen(columns, rows);
    play(screen, 2000);
    expect((await screen.history()).map((line) => line.trimEnd())).toMatchSnapshot();
  });

  it('never writes past the window', async () => {
    const screen = createScreen(columns, rows);
    play(screen, 2000);
    for (const line of await screen.history()) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
    expect((await screen.lines()).length).toBeLessThanOrEqual(rows);
  });

  it('takes the rows away at the end, keeps what is finished, and gives the cursor back', async () => {
    const screen = createScreen(columns, rows);
    const { reporter } = play(screen, 2000);
    expect(screen.cursorIsHidden()).toBe(true);
    reporter.close();
    expect(screen.cursorIsHidden()).toBe(false);
    expect(await screen.history()).toMatchSnapshot();
  });
});

describe('progress', () => {
  it('is drawn at most ten times a second, however much happens', () => {
    const screen = createScreen(80, 24);
    const { reporter, ticker } = play(screen, 500);
    const before = frames(screen);
    for (let n = 0; n < 500; n++)
      reporter.event({ type: 'waiting', machine: 'lb', what: { en: `try ${n}`, pt: '' }, milliseconds: n });
    ticker.advanceTo(1500);
    expect(frames(screen) - before).toBeLessThanOrEqual(10);
  });

  it('leaves no torn rows behind when the window gets narrower', async () => {
    const screen = createScreen(80, 24);
    const { ticker } = play(screen, 2000);
    await screen.resize(40, 24);
    ticker.advanceTo(2200);
    const lines = await screen.history();
    expect(lines.filter((line) => line.includes('gunicorn'))).toHaveLength(1);
    expect(lines.filter((line) => line.includes(' db '))).toHaveLength(1);
  });

  it('keeps still while a question is asked', async () => {
    const screen = createScreen(80, 24);
    const { reporter, ticker } = play(screen, 2000);
    await reporter.pause(async () => {
      const before = screen.written().length;
      ticker.advanceTo(5000);
      expect(screen.written().length).toBe(before);
      expect(screen.cursorIsHidden()).toBe(false);
    });
    ticker.advanceTo(5200);
    expect((await screen.lines()).some((line) => line.includes('gunicorn'))).toBe(true);
  });

  it('does not let text of a machine move the cursor', async () => {
    const screen = createScreen(80, 24);
    const { reporter, ticker } = play(screen, 2000);
    reporter.event({ type: 'waiting', machine: 'db', what: { en: 'a\x1b[5Ab\nc', pt: '' }, milliseconds: 0 });
    ticker.advanceTo(2200);
    expect((await screen.history()).some((line) => line.includes('a·[5Ab·c'))).toBe(true);
  });
});

const frames = (screen: Screen): number => screen.written().split('\x1b[?2026h').length - 1;
