import { upLines } from '../../report/up.ts';
import * as text from '../../text/cli.ts';
import { up as bringUp } from '../../verbs/up.ts';
import { readDuration } from '../usage.ts';
import { requestOf, targetFlags, type TargetWords } from '../target-flags.ts';
import type { Bench, LabRequest } from '../../verbs/bench.ts';
import type { UpResult } from '../../verbs/results.ts';
import { defineVerb, onlyLab, type Call } from '../verb.ts';
import { coveredByYes } from '../stage.ts';
import { uiHouse } from '../ui-house.ts';
import { verdictCode } from '../verdict-code.ts';

interface Options extends TargetWords {
  readonly setup?: true;
  readonly check: boolean;
  readonly yes?: true;
  readonly public?: true;
  readonly timeout?: number;
  readonly ui?: true;
}

export const up = defineVerb<Options>({
  ...onlyLab,
  stream: true,
  still: ({ ui }) => ui === true,
  flags: [
    { flags: '--ui', about: text.flags.ui },
    { flags: '--setup', about: text.flags.setup },
    { flags: '--no-check', about: text.flags.noCheck },
    { flags: '-y, --yes', about: text.flags.yes },
    ...targetFlags,
    { flags: '--public', about: text.flags.public, said: true },
    { flags: '--timeout <time>', about: text.flags.timeout, read: readDuration },
  ],
  examples: ['bancada up survey --setup', 'bancada up survey --no-check', 'bancada up survey --json | jq .type'],
  async run(call) {
    const { options, look, bench, answer } = call;
    const { setup = false, check, timeout, public: isPublic = false } = options;
    const said = { setup, check, public: isPublic, ...(timeout !== undefined && { timeoutMs: timeout }) };
    const request = requestOf(call);
    const work = (own: Bench): Promise<UpResult> => bringUp({ ...request, ...said }, own);
    const result = options.ui ? await onScreen(call, request, work) : await work(bench);
    answer(result, () => (options.quiet ? [] : upLines(result, look)));
    return verdictCode(result.checks);
  },
});

const onScreen = async (call: Call<Options>, request: LabRequest, work: (bench: Bench) => Promise<UpResult>) => {
  const house = uiHouse(call);
  const { beginUi } = await import('../../tui/ui.ts');
  return beginUi(request, { work, agreed: call.options.yes ? coveredByYes : [] }, house);
};
