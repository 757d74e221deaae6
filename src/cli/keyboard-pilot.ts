import { systemClock } from '../ports/clock.ts';
import * as text from '../text/scenarios.ts';
import type { Bench } from '../verbs/bench.ts';
import type { Pilot } from '../verbs/scenario/scenario.ts';
import type { Call } from './verb.ts';

/** Somebody at the keyboard who pauses, goes on, or goes back. */
export interface KeyboardPilot extends Pilot {
  /** Whose signal the keyboard can abort too. */
  readonly bench: Bench;
  /** Aborted once somebody wants to leave. */
  readonly quit: AbortSignal;
  /** Gives the keyboard back. */
  leave(): void;
}

type Wish = 'next' | 'back';

const wishes: Readonly<Record<string, Wish | 'pause' | 'quit'>> = {
  ' ': 'pause',
  n: 'next',
  '\u001b[C': 'next',
  b: 'back',
  '\u001b[D': 'back',
  q: 'quit',
  '\u0003': 'quit',
};

/** How often it is looked whether a moment has come, ms. */
const lookMs = 50;

/** Takes the keyboard. The scenario's own time stands still while it is paused; what happens in the lab goes on. */
export const keyboardPilot = ({ console: { input }, bench }: Call): KeyboardPilot => {
  const quitting = new AbortController();
  const signal = AbortSignal.any([bench.stage.signal, quitting.signal]);
  const stage = { ...bench.stage, signal };
  const tell = (what: typeof text.keys): void => stage.emit({ type: 'notice', code: 'keys', what });
  let paused = false;
  let wish: Wish | undefined;
  let time = 0;
  let seen: number | undefined;
  const onKey = (key: string): void => {
    const meant = wishes[key];
    if (meant === 'quit') quitting.abort();
    else if (meant === 'pause') {
      paused = !paused;
      tell(paused ? text.paused : text.resumed);
    } else wish = meant ?? wish;
  };
  input.raw(true);
  input.stream.setEncoding('utf8');
  input.stream.on('data', onKey);
  tell(text.keys);
  const pass = (): void => {
    const now = systemClock.elapsed();
    // The story begins with the first question.
    if (!paused) time += now - (seen ?? now);
    seen = now;
  };
  return {
    bench: { ...bench, stage },
    quit: quitting.signal,
    until: async (atMs, until) => {
      for (;;) {
        pass();
        const asked = wish;
        wish = undefined;
        if (asked === undefined && time < atMs) {
          await systemClock.sleep(Math.min(lookMs, Math.max(1, atMs - time)), until);
          continue;
        }
        if (asked !== undefined) time = atMs;
        return asked ?? 'due';
      }
    },
    leave: () => {
      input.stream.off('data', onKey);
      input.stream.pause();
      input.raw(false);
    },
  };
};
