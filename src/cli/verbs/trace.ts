import { isRequestId } from '../../kit/trail.ts';
import { traceLines } from '../../report/trace.ts';
import * as text from '../../text/trace.ts';
import { trace as follow } from '../../verbs/trace.ts';
import { badUse, usageError } from '../usage.ts';
import { defineVerb, labOf } from '../verb.ts';

interface Options {
  readonly request?: string;
  readonly visitors?: string;
}

const readId = (value: string, flag: string): string => {
  if (!isRequestId(value)) throw badUse(value, flag, text.badId);
  return value;
};

/** A page begins with a slash; so may a topology's path, but that ends otherwise. */
const isPage = (word: string | undefined): boolean => word !== undefined && /^\/(?!.*\.yaml$)/.test(word);

export const trace = defineVerb<Options>({
  usage: '[lab] [page]',
  words: { least: 0, most: 2 },
  flags: [
    { flags: '--request <id>', about: text.flags.request, read: readId },
    { flags: '--visitors <name>', about: text.flags.visitors },
  ],
  still: true,
  examples: [
    'bancada trace survey',
    'bancada trace survey /resultados',
    'bancada trace survey --request 8f2c41d09be37a56c1f0e2d47b9a6035',
  ],
  async run({ words, options, look, bench, answer }) {
    const [last] = words.slice(-1);
    const page = words.length === 2 || isPage(last) ? last : undefined;
    const lab = words.find((word) => word !== page);
    const { request, visitors } = options;
    if (page !== undefined && !isPage(page)) throw usageError(text.badPage(page));
    if (page !== undefined && request !== undefined) throw usageError(text.pathOrRequest);
    const asked = {
      ...(page !== undefined && { path: page }),
      ...(request !== undefined && { request }),
      ...(visitors !== undefined && { visitors }),
    };
    const result = await follow({ ...labOf(lab), ...asked }, bench);
    answer(result, () => traceLines(result, look));
    return 0;
  },
});
