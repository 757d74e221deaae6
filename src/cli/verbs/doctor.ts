import { exitCodes } from '../../errors/lab-error.ts';
import { doctorLines } from '../../report/doctor.ts';
import * as text from '../../text/cli.ts';
import { doctor as examine } from '../../verbs/doctor.ts';
import { defineVerb, labOf, onlyLab } from '../verb.ts';

interface Options {
  readonly setup?: true;
  readonly on?: string;
}

export const doctor = defineVerb<Options>({
  ...onlyLab,
  flags: [
    { flags: '--setup', about: text.flags.doctorSetup },
    { flags: '--on <target>', about: text.flags.on },
  ],
  examples: ['bancada doctor', 'bancada doctor --setup', 'bancada doctor survey --setup'],
  async run({ words, options, look, bench, answer }) {
    const { setup = false, on } = options;
    const { findings } = await examine({ ...labOf(words[0], on), setup }, bench);
    answer({ findings }, () => doctorLines(findings, look));
    return findings.some(({ status }) => status === 'missing') ? exitCodes.environment : 0;
  },
});
