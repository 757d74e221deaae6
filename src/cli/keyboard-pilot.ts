import * as text from '../text/scenarios.ts';
import type { Bench } from '../verbs/bench.ts';
import { createHandPilot } from '../verbs/scenario/hand-pilot.ts';
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

const wishes: Readonly<Record<string, 'next' | 'back' | 'pause' | 'quit'>> = {
  ' ': 'pause',
  n: 'next',
  '\u001b[C': 'next',
  b: 'back',
  '\u001b[D': 'back',
  q: 'quit',
  '\u0003': 'quit',
};

/** Takes the keyboard. */
export const keyboardPilot = ({ console: { input }, bench }: Call): KeyboardPilot => {
  const quitting = new AbortController();
  const signal = AbortSignal.any([bench.stage.signal, quitting.signal]);
  const stage = { ...bench.stage, signal };
  const tell = (what: typeof text.keys): void => stage.emit({ type: 'notice', code: 'keys', what });
  const pilot = createHandPilot();
  const onKey = (key: string): void => {
    const meant = wishes[key];
    if (meant === 'quit') quitting.abort();
    else if (meant === 'pause') tell(pilot.pause() ? text.paused : text.resumed);
    else if (meant !== undefined) pilot.wish(meant);
  };
  input.raw(true);
  input.stream.setEncoding('utf8');
  input.stream.on('data', onKey);
  tell(text.keys);
  return {
    bench: { ...bench, stage },
    quit: quitting.signal,
    until: (moments, until) => pilot.until(moments, until),
    leave: () => {
      input.stream.off('data', onKey);
      input.stream.pause();
      input.raw(false);
    },
  };
};
