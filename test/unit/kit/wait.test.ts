import { expect, test } from 'vitest';
import { all, holds, until } from '../../../src/kit/wait.ts';
import type { Sentence } from '../../../src/model/sentence.ts';

const said = (text: string): Sentence => ({ en: text, pt: text });

/** A clock on which sleeping is all that takes time. */
const clockAt = () => {
  let now = 0;
  return { elapsed: () => now, sleep: (milliseconds: number) => ((now += milliseconds), Promise.resolve()) };
};
const signal = new AbortController().signal;

test('ends as soon as everything holds at once', async () => {
  const clock = clockAt();
  const after = (time: number) =>
    until(said(`after ${String(time)}`), () => Promise.resolve(clock.elapsed() >= time ? undefined : 'too early'));
  const told: string[] = [];
  const onUnmet = (unmet: readonly { what: Sentence }[]) => told.push(unmet.map(({ what }) => what.en).join());
  await holds(all(after(100), after(250)), { deadlineMs: 1000, signal, clock, everyMs: 100, onUnmet });
  expect(clock.elapsed()).toBe(300);
  expect(told).toEqual(['after 100,after 250', 'after 250', 'after 250']);
});

test('says after the deadline what is not true, for how long, and what the last look showed', async () => {
  let looks = 0;
  const open = until(said('the door is open'), () => Promise.resolve(`look ${String((looks += 1))}`));
  const waiting = holds(open, { deadlineMs: 5000, signal, clock: clockAt(), everyMs: 1000 });
  await expect(waiting).rejects.toMatchObject({
    code: 'not-ready',
    message: 'not true after 5 s: the door is open (look 6)',
    cause: 'look 6',
  });
});

test('what a probe throws is no reason to wait', async () => {
  const broken = until(said('x'), () => Promise.reject(new Error('connection lost')));
  await expect(holds(broken, { deadlineMs: 5000, signal, clock: clockAt() })).rejects.toThrow('connection lost');
});

test('stops when told to', async () => {
  const stop = AbortSignal.abort();
  const never = until(said('x'), () => Promise.resolve('no'));
  await expect(holds(never, { deadlineMs: 5000, signal: stop, clock: clockAt() })).rejects.toThrow('aborted');
});
