import { join } from 'node:path';
import { nodeProgram } from '../../ports/computer.ts';
import { packageRoot } from '../../ports/files.ts';
import { say } from '../../report/line.ts';
import * as text from '../../text/cli.ts';
import { candidates } from '../complete/candidates.ts';
import { scripts } from '../complete/scripts.ts';
import { badUse } from '../usage.ts';
import { defineVerb } from '../verb.ts';

export const complete = defineVerb({
  usage: 'bash | zsh | fish',
  words: { least: 0, most: 1 },
  still: true,
  flags: [],
  examples: [
    'bancada complete bash >> ~/.bashrc',
    'bancada complete zsh > ~/.zfunc/_bancada',
    'bancada complete fish > ~/.config/fish/completions/bancada.fish',
  ],
  /** With a shell's name, what that shell has to be told; with words after `--`, what may stand at their end. */
  async run({ words: [shell], command, console, bench, look }) {
    if (shell === undefined) {
      for (const { value, about } of await candidates(command, bench))
        console.out.write(`${value}\t${about === undefined ? '' : say(about, look)}\n`);
      return 0;
    }
    const script = Object.hasOwn(scripts, shell) ? scripts[shell] : undefined;
    if (script === undefined) throw badUse(shell, 'complete', text.oneOf(Object.keys(scripts)));
    console.out.write(script([nodeProgram, join(packageRoot(), 'dist', 'bancada.js')]));
    return 0;
  },
});
