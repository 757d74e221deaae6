import { faultStatusLines, injectedLines, possibleLines, undoneLines } from '../../report/faults.ts';
import * as text from '../../text/faults.ts';
import {
  faultsAtWork,
  injectFault,
  injectForAWhile,
  listFaults,
  undoFaults,
  type InjectRequest,
} from '../../verbs/fault.ts';
import { readDuration, usageError } from '../usage.ts';
import { defineVerb, labOf, type Call } from '../verb.ts';

interface Options {
  readonly for?: number;
}

const actions = ['list', 'inject', 'undo', 'status'] as const;
type Action = (typeof actions)[number];
const isAction = (word: string | undefined): word is Action => actions.some((action) => action === word);

/** `[lab] <action> [name] [target]`: the lab stands before the action, or is left out. */
const taken = (words: readonly string[]) => {
  const [first, second] = words;
  if (isAction(second) && !isAction(first)) return { lab: first, action: second, rest: words.slice(2) };
  if (isAction(first)) return { lab: undefined, action: first, rest: words.slice(1) };
  const { message, hint } = text.unknownAction(second ?? first ?? '');
  throw usageError(message, hint);
};

const inject = async (call: Call<Options>, request: InjectRequest): Promise<number> => {
  const { options, bench, look, answer, print } = call;
  const shown = options.json || options.quiet ? () => undefined : print;
  if (options.for === undefined) {
    const injected = await injectFault(request, bench);
    answer(injected, () => (options.quiet ? [] : injectedLines(injected, look)));
    return 0;
  }
  const ended = await injectForAWhile({ ...request, forMs: options.for }, bench, (injected) =>
    shown(injectedLines(injected, look)),
  );
  answer(ended, () => (options.quiet ? [] : undoneLines({ lab: ended.lab, faults: ended.undone }, look)));
  return bench.stage.signal.aborted ? 130 : 0;
};

export const fault = defineVerb<Options>({
  usage: '[lab] list | inject <fault> [place] | undo [fault] [place] | status',
  words: { least: 1, most: 4 },
  flags: [{ flags: '--for <time>', about: text.flags.for, read: readDuration }],
  still: true,
  examples: [
    'bancada fault survey list',
    'bancada fault survey inject killed survey@app1 --for 20s',
    'bancada fault survey inject link-cut db:internet',
    'bancada fault survey undo',
  ],
  async run(call) {
    const { words, options, bench, look, answer } = call;
    const { lab, action, rest } = taken(words);
    const [name, target] = rest;
    if (options.for !== undefined && action !== 'inject') {
      const { message, hint } = text.notFor(action);
      throw usageError(message, hint);
    }
    const request = { ...labOf(lab), ...(name !== undefined && { name }), ...(target !== undefined && { target }) };
    switch (action) {
      case 'list': {
        const result = await listFaults(request, bench);
        answer(result, () => possibleLines(result, look));
        return 0;
      }
      case 'status': {
        const result = await faultsAtWork(request, bench);
        answer(result, () => faultStatusLines(result, look));
        return 0;
      }
      case 'undo': {
        const result = await undoFaults(request, bench);
        answer(result, () => (options.quiet ? [] : undoneLines(result, look)));
        return 0;
      }
      case 'inject':
        if (name === undefined) throw usageError(text.noName.message, text.noName.hint);
        return inject(call, { ...request, name });
    }
  },
});
