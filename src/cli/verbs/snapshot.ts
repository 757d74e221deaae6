import { deletedLines, restoredLines, savedLines, snapshotLines } from '../../report/snapshots.ts';
import { verbHelp, wordTooMany } from '../../text/cli.ts';
import * as text from '../../text/snapshots.ts';
import { deleteSnapshot, listSnapshots } from '../../verbs/snapshot/list.ts';
import { restoreSnapshot } from '../../verbs/snapshot/restore.ts';
import { saveSnapshot } from '../../verbs/snapshot/save.ts';
import { usageError } from '../usage.ts';
import { defineVerb, labOf } from '../verb.ts';

interface Options {
  readonly yes?: true;
}

const actions = ['save', 'restore', 'list', 'delete'] as const;
type Action = (typeof actions)[number];
const isAction = (word: string | undefined): word is Action => actions.some((action) => action === word);

/** `[lab] <action> [name]`: the lab stands before the action, or is left out. */
const taken = (words: readonly string[]) => {
  const [lab, action, name, ...rest] = isAction(words[0]) ? [undefined, ...words] : words;
  if (!isAction(action)) {
    const { message, hint } = text.unknownAction(action ?? lab ?? '');
    throw usageError(message, hint);
  }
  const extra = action === 'list' ? name : rest[0];
  if (extra !== undefined) throw usageError(wordTooMany(extra), verbHelp('snapshot'));
  return { lab, action, name };
};

const named = (name: string | undefined): string => {
  if (name === undefined) throw usageError(text.noName.message, text.noName.hint);
  return name;
};

export const snapshot = defineVerb<Options>({
  usage: '[lab] save <name> | restore <snapshot> | list | delete <snapshot>',
  words: { least: 1, most: 3 },
  flags: [{ flags: '-y, --yes', about: text.flags.yes }],
  examples: [
    'bancada snapshot survey save before-class',
    'bancada snapshot survey restore before-class',
    'bancada snapshot survey list',
  ],
  async run({ words, options, bench, look, answer }) {
    const { lab, action, name } = taken(words);
    const request = { ...labOf(lab), yes: options.yes === true };
    switch (action) {
      case 'list': {
        const result = await listSnapshots(request, bench);
        answer(result, () => snapshotLines(result, look));
        return 0;
      }
      case 'save': {
        const result = await saveSnapshot({ ...request, name: named(name) }, bench);
        answer(result, () => (options.quiet ? [] : savedLines(result, look)));
        return 0;
      }
      case 'restore': {
        const result = await restoreSnapshot({ ...request, name: named(name) }, bench);
        answer(result, () => (options.quiet ? [] : restoredLines(result, look)));
        return 0;
      }
      case 'delete': {
        const result = await deleteSnapshot({ ...request, name: named(name) }, bench);
        answer(result, () => (options.quiet ? [] : deletedLines(named(name), look)));
        return 0;
      }
    }
  },
});
