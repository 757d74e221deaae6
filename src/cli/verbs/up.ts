import { upLines } from '../../report/up.ts';
import * as text from '../../text/cli.ts';
import { up as bringUp } from '../../verbs/up.ts';
import { readDuration } from '../usage.ts';
import { defineVerb, labOf, onlyLab } from '../verb.ts';
import { verdictCode } from '../verdict-code.ts';

interface Options {
  readonly setup?: true;
  readonly check: boolean;
  readonly yes?: true;
  readonly on?: string;
  readonly timeout?: number;
}

export const up = defineVerb<Options>({
  ...onlyLab,
  stream: true,
  flags: [
    { flags: '--setup', about: text.flags.setup },
    { flags: '--no-check', about: text.flags.noCheck },
    { flags: '-y, --yes', about: text.flags.yes },
    { flags: '--on <target>', about: text.flags.on },
    { flags: '--timeout <time>', about: text.flags.timeout, read: readDuration },
  ],
  examples: ['bancada up survey --setup', 'bancada up survey --no-check', 'bancada up survey --json | jq .type'],
  async run({ words, options, look, bench, answer }) {
    const { setup = false, check, on, timeout } = options;
    const request = { ...labOf(words[0], on), setup, check, ...(timeout !== undefined && { timeoutMs: timeout }) };
    const result = await bringUp(request, bench);
    answer(result, () => (options.quiet ? [] : upLines(result, look)));
    return verdictCode(result.checks);
  },
});
