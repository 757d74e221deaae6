import { expect } from 'vitest';
import { saidBy, startAt, type Said, type Standing } from '../bancada.ts';
import type { Misfortune, StandIn } from './endpoint.ts';

/** What may become of a request that EC2 receives, in words that go on from the request's own. */
const misfortunes = {
  'is refused, and all after it': { times: 999, what: { code: 'ExpiredToken' } },
  'is done, and who asked for it is killed': { times: 999, what: 'no-answer' },
  'fails once': { times: 1, what: { code: 'InternalError', status: 500 } },
  'hangs as Ctrl-C is pressed': { times: 1, what: 'no-answer' },
} as const satisfies Readonly<Record<string, Pick<Misfortune, 'times' | 'what'>>>;

/** One of them. */
export type BadRequest = keyof typeof misfortunes;

/** All of them, in an order that stays. */
export const badRequests = Object.keys(misfortunes) as readonly BadRequest[];

/** Uses the command line while that happens to its `request`-th request, to its end. `struck`: whether it came to that request. */
export const struckAtRequest = async (
  { aws, standing }: { readonly aws: StandIn; readonly standing: Standing },
  { request, what }: { readonly request: number; readonly what: BadRequest },
  ...words: readonly string[]
): Promise<{ readonly struck: boolean; readonly said: Said }> => {
  const luck: Misfortune = { operation: '*', skips: request - 1, ...misfortunes[what] };
  aws.misfortunes.push(luck);
  const running = startAt(standing, ...words);
  const state = { isOver: false };
  void running.finally(() => (state.isOver = true)).catch(() => undefined);
  const isMet = (): boolean => luck.times !== misfortunes[what].times;
  if (luck.what === 'no-answer') {
    await expect.poll(() => state.isOver || isMet(), { timeout: 120_000, interval: 20 }).toBe(true);
    if (!state.isOver) process.kill(-(running.pid ?? 0), luck.times === 0 ? 'SIGINT' : 'SIGKILL');
  }
  const said = saidBy(await running);
  aws.misfortunes.length = 0;
  return { struck: isMet(), said };
};
