import { run } from '../../src/cli/run.ts';
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
