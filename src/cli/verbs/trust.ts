import { good, say } from '../../report/line.ts';
import * as text from '../../text/roles.ts';
import { distrustRoles, trustRoles } from '../../verbs/trust.ts';
import { defineVerb } from '../verb.ts';

interface Options {
  readonly undo?: true;
}

export const trust = defineVerb<Options>({
  usage: '',
  words: { least: 0, most: 0 },
  still: true,
  flags: [{ flags: '--undo', about: text.flags.undo, said: true }],
  examples: ['bancada trust', 'bancada trust --undo'],
  async run({ options, look, bench, answer }) {
    const { trusted, roles } = options.undo ? await distrustRoles(bench) : await trustRoles(bench);
    const known = roles.length === 0 ? text.nothingToTrust : text.nowTrusted(roles.length);
    answer({ trusted, roles }, () => [
      ...(trusted ? roles.map((file) => [`  ${file}`]) : []),
      [good('✓'), ` ${say(options.undo ? text.distrusted : known, look)}`],
    ]);
    return 0;
  },
});
