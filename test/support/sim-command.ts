import { setImmediate } from 'node:timers/promises';
import { run } from '../../src/cli/run.ts';
import type { Bench } from '../../src/verbs/bench.ts';
import type { SimVerbResult } from '../../src/verbs/sim/results.ts';
import { scriptedConsole } from './scripted-console.ts';

/** `sim` with these words. By the roles' own figures: whoever runs this may have a lab that was calibrated. */
export const say = async (...words: readonly string[]) => {
  const console = scriptedConsole({ words: ['sim', ...words, '--uncalibrated'] });
  const code = await run(console);
  return { code, out: console.stdout(), error: console.stderr() };
};

/** What it foretells for half a minute. */
export const foretold = async (...words: readonly string[]): Promise<SimVerbResult> =>
  JSON.parse((await say(...words, '--for', '30s', '--json')).out) as SimVerbResult;

/** A place to foretell at, where Ctrl-C comes when the simulator has looked up so often from this step of its work. */
export const cutAfter = (looks: number, step: RegExp): Bench => {
  const controller = new AbortController();
  const look = async (): Promise<void> => {
    for (let turn = 0; turn < looks; turn += 1) await setImmediate();
    controller.abort();
  };
  const directory = process.cwd();
  return {
    ...{ project: directory, directory },
    stage: {
      emit: (event) => void (event.type === 'phase-started' && step.test(event.what.en) && look()),
      consent: () => Promise.resolve(false),
      signal: controller.signal,
    },
  };
};
