import { readdir, readFile, readlink } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { join } from 'node:path';
import type { LoadResult } from '../src/model/load.ts';
import { packageRoot } from '../src/ports/files.ts';
import { openWindow, type TmuxWindow } from '../test/support/tmux.ts';
import { interrupted } from './interrupts.ts';
import { timed } from './timed.ts';

/*
 * What watching a real lab costs: the processor time of the terminal interface while nothing happens, and the lab's latency
 * with it and without it, by turns. Needs tmux, and what a lab needs.
 */

const bancada = join(packageRoot(), 'bancada');

/** Kernel clock ticks a second, as Linux tells them to programs. */
const ticks = 100;

const wordsOf = async (pid: string): Promise<readonly string[]> =>
  (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0');

/** The process of the interface that was started in a folder. */
const interfaceIn = async (folder: string): Promise<string> => {
  for (const pid of await readdir('/proc')) {
    const [program = '', ...words] = await wordsOf(pid);
    if (!program.endsWith('node') || !words.includes('ui')) continue;
    if ((await readlink(`/proc/${pid}/cwd`).catch(() => '')) === folder) return pid;
  }
  throw new Error(`no interface runs in ${folder}`);
};

/** Of all its threads, seconds. */
const processorSeconds = async (pid: string): Promise<number> => {
  const numbers = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? [];
  return (Number(numbers[11]) + Number(numbers[12])) / ticks;
};

const openUi = async (folder: string, lab: string): Promise<TmuxWindow> => {
  const environment = { TERM: 'xterm-256color', BANCADA_LANG: 'en', PATH: process.env['PATH'] ?? '' };
  const window = await openWindow(
    `${bancada} ui ${lab}`,
    { columns: 120, rows: 40 },
    { directory: folder, environment },
  );
  await window.shows(/(\d+) of \1 machines running/, 60_000);
  return window;
};

/** The share of one core that the interface takes on a lab in which nothing happens. */
export const idleShare = async (folder: string, lab: string, seconds = 20): Promise<number> => {
  await using _ = await openUi(folder, lab);
  const pid = await interfaceIn(folder);
  await pause(5000, undefined, { signal: interrupted });
  const [before, began] = [await processorSeconds(pid), performance.now()];
  await pause(1000 * seconds, undefined, { signal: interrupted });
  return (1000 * ((await processorSeconds(pid)) - before)) / (performance.now() - began);
};

const latencyOf = async (folder: string, lab: string): Promise<number> => {
  const words = ['load', lab, '--rate', '50', '--even', '--for', '8s', '--json'];
  const { stdout } = await timed(folder, [bancada, ...words]);
  return (JSON.parse(stdout.split('\n').at(-1) ?? '') as LoadResult).latency.p50;
};

/** Medians of the latency, milliseconds, round by round: without the interface and with it. */
export const latencies = async (
  folder: string,
  lab: string,
  rounds: number,
): Promise<readonly { readonly without: number; readonly watched: number }[]> => {
  const pairs = [];
  for (let round = 0; round < rounds; round += 1) {
    const without = await latencyOf(folder, lab);
    await using _ = await openUi(folder, lab);
    pairs.push({ without, watched: await latencyOf(folder, lab) });
  }
  return pairs;
};
