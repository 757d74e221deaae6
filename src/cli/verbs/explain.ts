import { codeLines, explanationLines } from '../../report/explanation.ts';
import { explain as explainCode, explainAll } from '../../verbs/explain.ts';
import { defineVerb } from '../verb.ts';

export const explain = defineVerb({
  usage: '[code]',
  words: { least: 0, most: 1 },
  still: true,
  flags: [],
  examples: ['bancada explain unknown-key', 'bancada explain'],
  async run({ words: [code], look, answer }) {
    if (code === undefined) {
      const codes = explainAll();
      answer({ codes }, () => codeLines(codes, look));
      return 0;
    }
    const explained = explainCode(code);
    answer(explained, () => explanationLines(explained, look));
    return 0;
  },
});
