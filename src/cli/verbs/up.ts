import { upLines } from '../../report/up.ts';
import * as text from '../../text/cli.ts';
import { up as bringUp } from '../../verbs/up.ts';
import { readDuration } from '../usage.ts';
import { requestOf, targetFlags, type TargetWords } from '../target-flags.ts';
import { defineVerb, onlyLab } from '../verb.ts';
import { verdictCode } from '../verdict-code.ts';

interface Options extends TargetWords {
  readonly setup?: true;
  readonly check: boolean;
  readonly yes?: true;
  readonly public?: true;
  readonly timeout?: number;
}

export const up = defineVerb<Options>({
  ...onlyLab,
  stream: true,
  flags: [
    { flags: '--setup', about: text.flags.setup },
    { flags: '--no-check', about: text.flags.noCheck },
    { flags: '-y, --yes', about: text.flags.yes },
    ...targetFlags,
    { flags: '--public', about: text.flags.public, said: true },
    { flags: '--timeout <time>', about: text.flags.timeout, read: readDuration },
  ],
  examples: ['bancada up survey --setup', 'bancada up survey --no-check', 'bancada up survey --json | jq .type'],
  async run({ words, options, look, bench, answer }) {
    const { setup = false, check, timeout, public: isPublic = false } = options;
    const said = { setup, check, public: isPublic, ...(timeout !== undefined && { timeoutMs: timeout }) };
    const result = await bringUp({ ...requestOf(words[0], options, bench), ...said }, bench);
    answer(result, () => (options.quiet ? [] : upLines(result, look)));
    return verdictCode(result.checks);
  },
});
