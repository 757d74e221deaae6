import { resolve } from 'node:path';
import type { CheckResult } from '../../model/verdict.ts';
import { writeText } from '../../ports/files.ts';
import { checkLines } from '../../report/checks.ts';
import * as text from '../../text/cli.ts';
import { check as checkLab } from '../../verbs/check.ts';
import { readDuration } from '../usage.ts';
import { defineVerb, labOf, onlyLab } from '../verb.ts';
import type { Call } from '../verb.ts';
import { verdictCode } from '../verdict-code.ts';

interface Options {
  readonly junit?: string;
  readonly markdown?: true;
  readonly timeout?: number;
}

export const check = defineVerb<Options>({
  ...onlyLab,
  flags: [
    { flags: '--junit <file>', about: text.flags.junit },
    { flags: '--markdown', about: text.flags.markdown },
    { flags: '--timeout <time>', about: text.flags.timeout, read: readDuration },
  ],
  examples: ['bancada check survey', 'bancada check survey --junit results.xml', 'bancada check survey --markdown'],
  async run(call) {
    const { words, options, look, bench } = call;
    const timeout = options.timeout === undefined ? {} : { timeoutMs: options.timeout };
    const { lab, results } = await checkLab({ ...labOf(words[0]), ...timeout }, bench);
    if (options.junit !== undefined) await writeJunit(call, options.junit, lab, results);
    if (options.markdown) await printMarkdown(call, lab, results);
    else
      call.answer({ lab, results }, () =>
        options.quiet && verdictCode(results) === 0 ? [] : checkLines(results, look),
      );
    return verdictCode(results);
  },
});

const writeJunit = async (
  { bench, look }: Call,
  file: string,
  lab: string,
  results: readonly CheckResult[],
): Promise<void> => {
  const { junit } = await import('../../report/junit.ts');
  await writeText(resolve(bench.directory, file), junit(lab, results, look));
};

const printMarkdown = async ({ console, look }: Call, lab: string, results: readonly CheckResult[]): Promise<void> => {
  const { markdown } = await import('../../report/markdown.ts');
  console.out.write(markdown(lab, results, look));
};
