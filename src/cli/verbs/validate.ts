import { exitCodes } from '../../errors/lab-error.ts';
import { good, say } from '../../report/line.ts';
import * as text from '../../text/report.ts';
import { validate as validateLab } from '../../verbs/validate.ts';
import { defineVerb, labOf, onlyLab } from '../verb.ts';

export const validate = defineVerb({
  ...onlyLab,
  still: true,
  flags: [],
  examples: ['bancada validate survey', 'bancada validate ./mine.yaml'],
  async run({ words, look, bench, options, answer }) {
    const { file, text: source, diagnostics } = await validateLab(labOf(words[0]), bench);
    const valid = diagnostics.every(({ severity }) => severity !== 'error');
    const report = diagnostics.length === 0 ? undefined : await import('../../report/diagnostics.ts');
    answer({ file, valid, diagnostics }, () => [
      ...(report?.diagnosticsReport(diagnostics, look, (asked) => (asked === file ? source : undefined)) ?? []),
      ...(valid && !options.quiet ? [[good('✓'), ` ${say(text.isValid(file), look)}`]] : []),
    ]);
    return valid ? 0 : exitCodes.topology;
  },
});
