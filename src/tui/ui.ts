import { compileLab } from '../verbs/compiled.ts';
import type { Consent } from '../model/event.ts';
import { systemClock } from '../ports/clock.ts';
import type { Console } from '../ports/console.ts';
import type { Look } from '../report/line.ts';
import type { Bench, LabRequest } from '../verbs/bench.ts';
import type { LabOfRoles } from '../verbs/choices.ts';
import { beginWatch } from '../verbs/status.ts';
import { createConductor, type Conductor, type Means } from './conductor.ts';
import { followLab } from './follow.ts';
import { frameOf } from './frame.ts';
import { advance, type Occurrence } from './occurrences.ts';
import { press } from './press.ts';
import { letSudoAsk } from './root.ts';
import { firstState, type UiState } from './state.ts';
import { openTerminal } from './terminal.ts';

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

/** What is done first, on the screen, such as bringing the lab up. */
export interface Beginning<T> {
  readonly work: (bench: Bench) => Promise<T>;
  /** What the user has agreed to beforehand. */
  readonly agreed: readonly Consent['code'][];
}

/** Shows a lab alive until the user leaves. The terminal is given back whatever happens. @throws LabError `lab-not-up` */
export const watchUi = async (request: LabRequest, house: UiHouse): Promise<void> => {
  const show = stageFor(house);
  const first = await beginWatch({ ...request, everyMs: 1000 }, show.bench);
  await first.looks.return(undefined);
  await onScreen({ ...first, request, agreed: [] }, house, show, ({ tell }) =>
    followLab({ request, bench: show.bench, tell, isStale: () => false }),
  );
};

/**
 * Shows a lab that is only beginning, until the user leaves.
 * @returns what the beginning came to
 * @throws what it failed with; leaving breaks it off
 */
export const beginUi = async <T>(request: LabRequest, { work, agreed }: Beginning<T>, house: UiHouse): Promise<T> => {
  const show = stageFor(house);
  const { blueprint, roles } = await compileLab(request, show.bench);
  if ((request.on ?? 'local') === 'local') await letSudoAsk((ask) => ask());
  let outcome: { readonly value: T } | { readonly error: unknown } | undefined;
  const watched = { blueprint, roles, target: request.on ?? '', request, agreed };
  await onScreen(watched, house, show, async ({ tell, conductor }) => {
    conductor.run(async (bench) => {
      try {
        outcome = { value: await work(bench) };
      } catch (error) {
        outcome = { error };
        throw error;
      }
    });
    await followLab({ request, bench: show.bench, tell, isStale: () => outcome === undefined });
  });
  return resultOf(outcome);
};

const resultOf = <T>(outcome: { readonly value: T } | { readonly error: unknown } | undefined): T => {
  if (outcome !== undefined && 'value' in outcome) return outcome.value;
  throw outcome?.error;
};

interface Show {
  /** Until the user leaves. */
  readonly bench: Bench;
  readonly leave: () => void;
}

const stageFor = ({ bench }: UiHouse): Show => {
  const left = new AbortController();
  const signal = AbortSignal.any([bench.stage.signal, left.signal]);
  return { bench: { ...bench, stage: { ...bench.stage, signal } }, leave: () => left.abort() };
};

interface Shown {
  readonly tell: (occurrence: Occurrence) => void;
  readonly conductor: Conductor;
}

interface Watched extends LabOfRoles {
  readonly target: string;
  readonly request: LabRequest;
  readonly agreed: readonly Consent['code'][];
}

/** Takes the screen for as long as `work` goes on; keys are carried out meanwhile, and what they began ends with it. */
const onScreen = async (
  { blueprint, roles, target, request, agreed }: Watched,
  { console, look, colour, attach, bench }: UiHouse,
  { leave }: Show,
  work: (shown: Shown) => Promise<void>,
): Promise<void> => {
  let state = firstState({ blueprint, roles }, target, systemClock.elapsed());
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
  const terminal = openTerminal(console, colour, {
    onKey: (stroke) => {
      const pressed = press(state, stroke, look);
      become(pressed.state);
      if (pressed.order !== undefined) conductor.carryOut(pressed.order);
    },
    onResize: draw,
  });
  const term = console.environment['TERM'] ?? 'xterm';
  const conductor = createConductor({
    ...{ request, bench, look, agreed, tell },
    state: () => state,
    quit: leave,
    lend: (doing) => terminal.lend(doing),
    shell: { size: () => ({ ...terminal.size(), term }), attach },
  });
  // Before what was thrown is printed.
  const releaseStray = console.onStray(() => terminal.close());
  try {
    draw();
    await work({ tell, conductor });
  } finally {
    terminal.close();
    releaseStray();
    await conductor.end();
  }
};
