import { exitCodes } from '../../errors/lab-error.ts';
import { doctorLines } from '../../report/doctor.ts';
import * as text from '../../text/cli.ts';
import { doctor as examine } from '../../verbs/doctor.ts';
import { defineVerb } from '../verb.ts';

interface Options {
  readonly setup?: true;
}

export const doctor = defineVerb<Options>({
  usage: '',
  words: { least: 0, most: 0 },
  flags: [{ flags: '--setup', about: text.flags.setup }],
  examples: ['bancada doctor', 'bancada doctor --setup'],
  async run({ options, look, bench, answer }) {
    const { findings } = await examine({ setup: options.setup === true }, bench);
    answer({ findings }, () => doctorLines(findings, look));
    return findings.some(({ status }) => status === 'missing') ? exitCodes.environment : 0;
  },
});
