import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { keyboardPilot } from '../../../src/cli/keyboard-pilot.ts';
import type { Call } from '../../../src/cli/verb.ts';

/** A pilot with the keyboard in our hands. `raw`: whether it has taken it. */
const atKeyboard = () => {
  const stream = new PassThrough();
  const told: string[] = [];
  let raw = false;
  const call = {
    console: { input: { stream, terminal: true, raw: (on: boolean) => (raw = on) } },
    bench: {
      stage: {
        signal: new AbortController().signal,
        emit: (event: { readonly what?: { readonly en: string } }) => void told.push(event.what?.en ?? ''),
      },
    },
  } as unknown as Call;
  return { pilot: keyboardPilot(call), press: (key: string) => stream.write(key), told, isRaw: () => raw };
};

const { signal } = new AbortController();

test('a moment comes by itself, or as soon as somebody wants it', async () => {
  const { pilot, press } = atKeyboard();
  const started = performance.now();
  expect(await pilot.until({ next: 120, back: 0 }, signal)).toBe('due');
  expect(performance.now() - started).toBeGreaterThan(100);
  press('n');
  expect(await pilot.until({ next: 60_000, back: 120 }, signal)).toBe('next');
  // It goes on from the moment that was jumped to.
  expect(await pilot.until({ next: 60_050, back: 120 }, signal)).toBe('due');
  press('\u001b[D');
  expect(await pilot.until({ next: 90_000, back: 60_000 }, signal)).toBe('back');
  // And from the earlier one that it went back to: what comes after it is waited for again.
  const back = performance.now();
  expect(await pilot.until({ next: 60_150, back: 120 }, signal)).toBe('due');
  expect(performance.now() - back).toBeGreaterThan(100);
});

test('paused, no time passes', async () => {
  const { pilot, press, told } = atKeyboard();
  press(' ');
  let isDue = false;
  const waiting = pilot.until({ next: 100, back: 0 }, signal).then(() => (isDue = true));
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(isDue).toBe(false);
  press(' ');
  await waiting;
  expect(told.slice(-2)).toEqual(['paused', 'goes on']);
});

test.each(['q', '\u0003'])('who leaves (%j) ends what plays, and has the keyboard back', async (key) => {
  const { pilot, press, isRaw } = atKeyboard();
  expect(isRaw()).toBe(true);
  press(key);
  await expect(pilot.until({ next: 60_000, back: 0 }, pilot.bench.stage.signal)).rejects.toThrow();
  expect(pilot.quit.aborted).toBe(true);
  pilot.leave();
  expect(isRaw()).toBe(false);
});
