import { systemClock } from '../ports/clock.ts';
import type { Console } from '../ports/console.ts';
import type { Look } from '../report/line.ts';
import type { Bench, LabRequest } from '../verbs/bench.ts';
import { beginWatch } from '../verbs/status.ts';
import { createConductor, type Means } from './conductor.ts';
import { frameOf } from './frame.ts';
import { advance, type Occurrence } from './occurrences.ts';
import { press } from './press.ts';
import { firstState, type UiState } from './state.ts';
import { openTerminal } from './terminal.ts';

/** From one look at the lab to the next, milliseconds. */
const everyMs = 1000;

/** What happens within this time, milliseconds, is drawn together. */
const togetherMs = 40;

/** What the interface needs of the command line. */
export interface UiHouse {
  readonly console: Console;
  readonly bench: Bench;
  readonly look: Look;
  readonly colour: boolean;
  /** Joins the user's terminal to a machine's until that ends. */
  readonly attach: Means['shell']['attach'];
}

/** Shows a lab alive until the user leaves. The terminal is given back whatever happens. @throws LabError `lab-not-up` */
export const runUi = async (request: LabRequest, house: UiHouse): Promise<void> => {
  const { console, look } = house;
  const left = new AbortController();
  const signal = AbortSignal.any([house.bench.stage.signal, left.signal]);
  const bench: Bench = { ...house.bench, stage: { ...house.bench.stage, signal } };
  const { blueprint, target, looks } = await beginWatch({ ...request, everyMs }, bench);

  let state = firstState(blueprint, target, systemClock.elapsed());
  let waiting = false;
  const draw = (): void => {
    waiting = false;
    const size = terminal.size();
    terminal.show(frameOf(state, size, { ...look, width: size.columns }));
  };
  const become = (next: UiState): void => {
    state = next;
    if (waiting) return;
    waiting = true;
    setTimeout(draw, togetherMs);
  };
  const tell = (occurrence: Occurrence): void => {
    const moment = { now: systemClock.elapsed(), time: systemClock.now().toTimeString().slice(0, 8) };
    become(advance(state, occurrence, moment, look));
  };
  const terminal = openTerminal(console, house.colour, {
    onKey: (stroke) => {
      const pressed = press(state, stroke, look);
      become(pressed.state);
      if (pressed.order !== undefined) conductor.carryOut(pressed.order);
    },
    onResize: draw,
  });
  const conductor = createConductor({
    request,
    bench: house.bench,
    look,
    state: () => state,
    tell,
    quit: () => left.abort(),
    lend: (work) => terminal.lend(work),
    shell: {
      size: () => ({ ...terminal.size(), term: console.environment['TERM'] ?? 'xterm' }),
      attach: house.attach,
    },
  });
  // Before what was thrown is printed.
  const releaseStray = console.onStray(() => terminal.close());
  try {
    draw();
    for await (const status of looks) tell({ type: 'seen', status });
  } finally {
    terminal.close();
    releaseStray();
    await conductor.end();
  }
};
