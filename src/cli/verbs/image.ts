import { relative, resolve } from 'node:path';
import { exportedLines, imageLines, importedLines } from '../../report/images.ts';
import { verbHelp, wordTooMany } from '../../text/cli.ts';
import * as text from '../../text/images.ts';
import { exportImages, importImages, listImages } from '../../verbs/image.ts';
import { usageError } from '../usage.ts';
import { defineVerb, labOf } from '../verb.ts';

interface Options {
  readonly output?: string;
}

export const image = defineVerb<Options>({
  usage: 'list | export [lab] | import <file>',
  words: { least: 1, most: 2 },
  flags: [{ flags: '-o, --output <file>', about: text.output }],
  examples: ['bancada image list', 'bancada image export survey', 'bancada image import survey-images.tar'],
  async run({ words: [action = '', word], options, bench, look, answer }) {
    switch (action) {
      case 'list': {
        if (word !== undefined) throw usageError(wordTooMany(word), verbHelp('image'));
        const result = await listImages(bench);
        answer(result, () => imageLines(result, look));
        return 0;
      }
      case 'export': {
        const output = (lab: string): string => resolve(bench.directory, options.output ?? `${lab}-images.tar`);
        const result = await exportImages({ ...labOf(word), output }, bench);
        const shown = relative(bench.directory, result.output);
        answer(result, () => (options.quiet ? [] : exportedLines(result, shown, look)));
        return 0;
      }
      case 'import': {
        if (word === undefined) throw usageError(text.noFileNamed.message, text.noFileNamed.hint);
        const result = await importImages(resolve(bench.directory, word), bench);
        answer(result, () => (options.quiet ? [] : importedLines(result, look)));
        return 0;
      }
      default: {
        const { message, hint } = text.unknownAction(action);
        throw usageError(message, hint);
      }
    }
  },
});
