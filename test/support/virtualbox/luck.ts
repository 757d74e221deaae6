import { execa } from 'execa';
import { expect } from 'vitest';
import { saidBy, startAt, type Said } from '../bancada.ts';
import { vagrantsOf, type VmProject } from './project.ts';
import type { Fate } from './state.ts';

interface Misfortune {
  readonly fate: Fate;
  /** What is sent meanwhile; SIGKILL to all who work on it, another one as a terminal does. */
  readonly signal?: 'SIGKILL' | 'SIGINT' | 'SIGTERM';
  /** Left out where the call only looks: it leaves the world as another one of these does. */
  readonly changing?: true;
}

/** What may become of a call that VBoxManage or Vagrant receives, in words that go on from the call's own. */
export const misfortunes = {
  fails: { fate: 'refuse' },
  'finds the disk full': { fate: 'full', changing: true },
  'is not begun, and all who ask for it are killed': { fate: 'halt', signal: 'SIGKILL', changing: true },
  'is done, and all who ask for it are killed': { fate: 'hold', signal: 'SIGKILL' },
  'is asked for as Ctrl-C is pressed': { fate: 'halt', signal: 'SIGINT' },
  'is asked for as the tool is told to end': { fate: 'halt', signal: 'SIGTERM', changing: true },
} as const satisfies Readonly<Record<string, Misfortune>>;

/** One of them. */
export type BadLuck = keyof typeof misfortunes;

/** Those that a call of this kind can meet. */
export const luckOf = (isReading: boolean): readonly BadLuck[] =>
  (Object.keys(misfortunes) as BadLuck[]).filter((what) => !isReading || !('changing' in misfortunes[what]));

/** A call that VBoxManage has received, Vagrant's beginning or Vagrant's end. */
export interface Call {
  readonly isReading: boolean;
  readonly words: string;
}

/** The calls since the last time that luck was ordered, in their order. */
const callsOf = async (project: VmProject): Promise<readonly Call[]> =>
  (await project.vboxManage('stand-in-calls'))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => ({ isReading: line.startsWith('reads '), words: line.replace(/^\w+ /, '') }));

/** Does something while nothing goes wrong. @returns the calls that it took */
export const callsDuring = async (project: VmProject, work: () => Promise<unknown>): Promise<readonly Call[]> => {
  await project.vboxManage('stand-in-luck', '0', 'none');
  await work();
  return callsOf(project);
};

/** Which call, of those that fit (a regular expression; all if not said), and what becomes of it. */
export interface Blow {
  readonly call: number;
  readonly of?: string;
  readonly what: BadLuck;
}

const killAll = async (project: VmProject, running: ReturnType<typeof startAt>): Promise<void> => {
  running.kill('SIGKILL');
  // Who has nobody to talk to any more may have ended meanwhile.
  for (const pid of await vagrantsOf(project.standing.directory))
    await execa('kill', ['-KILL', String(pid)], { reject: false });
};

/** Uses the command line while that happens, to its end. `struck`: whether there was such a call; who is killed ends with -1. */
export const struckAt = async (
  project: VmProject,
  { call, of = '', what }: Blow,
  ...words: readonly string[]
): Promise<{ readonly struck: boolean; readonly said: Said }> => {
  const { fate, signal }: Misfortune = misfortunes[what];
  await project.vboxManage('stand-in-luck', String(call), fate, of);
  const running = startAt(project.standing, ...words);
  const state = { isOver: false };
  void running.finally(() => (state.isOver = true)).catch(() => undefined);
  const isHeld = async (): Promise<boolean> => (await project.vboxManage('stand-in-held')) === 'held';
  await expect.poll(async () => state.isOver || (await isHeld()), { timeout: 150_000, interval: 100 }).toBe(true);
  if (signal === 'SIGKILL' && !state.isOver) await killAll(project, running);
  else if (signal !== undefined && !state.isOver) process.kill(-(running.pid ?? 0), signal);
  // What is not begun when all who asked for it are gone never is; what Ctrl-C finds under way goes on to its end.
  await project.vboxManage('stand-in-release', ...(signal === 'SIGKILL' ? ['undone'] : []));
  const said = saidBy(await running);
  return { struck: (await callsOf(project)).length >= call, said };
};
