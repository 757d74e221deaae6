import { LabError } from '../../errors/lab-error.ts';
import { newLines, newRoleLines } from '../../report/new.ts';
import { flags, labOrRole } from '../../text/roles.ts';
import { begin, beginRole } from '../../verbs/new.ts';
import { defineVerb } from '../verb.ts';

interface Options {
  readonly role?: string;
}

export const fresh = defineVerb<Options>({
  usage: '[lab]',
  words: { least: 0, most: 1 },
  still: true,
  flags: [{ flags: '--role <role>', about: flags.role }],
  examples: ['bancada new shop', 'bancada new ./elsewhere/shop.yaml', 'bancada new --role hello'],
  async run({ words: [place], options, look, bench, answer }) {
    const { role, quiet } = options;
    if ((place === undefined) === (role === undefined))
      throw new LabError({ code: 'usage', fault: 'usage', ...labOrRole });
    if (role === undefined) {
      const written = await begin(place ?? '', bench);
      answer(written, () => (quiet ? [] : newLines(written, look)));
    } else {
      const written = await beginRole(role, bench);
      answer(written, () => (quiet ? [] : newRoleLines(written, look)));
    }
    return 0;
  },
});
