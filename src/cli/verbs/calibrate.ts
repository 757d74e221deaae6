import { exitCodes } from '../../errors/lab-error.ts';
import { calibrateLines } from '../../report/compare/calibrate.ts';
import * as text from '../../text/compare.ts';
import { calibrate as calibrateLab } from '../../verbs/compare/calibrate.ts';
import { readDuration } from '../usage.ts';
import { defineVerb, labOf, onlyLab } from '../verb.ts';

interface Options {
  readonly for?: number;
}

export const calibrate = defineVerb<Options>({
  ...onlyLab,
  flags: [{ flags: '--for <time>', about: text.flags.each, read: readDuration }],
  examples: ['bancada calibrate survey', 'bancada calibrate survey --for 30s --json'],
  async run({ words: [lab], options, look, bench, answer }) {
    const { for: milliseconds } = options;
    const request = { ...labOf(lab), ...(milliseconds !== undefined && { milliseconds }) };
    const result = await calibrateLab(request, bench);
    answer(result, () => calibrateLines(result, look));
    if (result.interrupted) return exitCodes.interrupted;
    return result.doubts.length > 0 ? 3 : 0;
  },
});
