import { ssh as enter } from '../../verbs/ssh.ts';
import { attach } from '../attach.ts';
import { runOnMachines } from '../on-machines.ts';
import { defineVerb, labOf } from '../verb.ts';

export const ssh = defineVerb({
  usage: '[lab] <machine> [-- command…]',
  words: { least: 1, most: 2 },
  flags: [],
  still: true,
  examples: ['bancada ssh survey app1', 'bancada ssh survey app1 -- systemctl status', 'bancada ssh app1'],
  async run(call) {
    const { words, command, console, bench, options } = call;
    const [machine = '', lab] = words.toReversed();
    // Without a terminal on both ends there is nothing that a pseudo-terminal would be good for.
    const interactive = console.input.terminal && console.out.terminal && !options.json;
    if (command.length > 0 && !interactive) return runOnMachines(call, { lab, machines: [machine], argv: command });
    const { columns, rows } = console.out;
    return enter(
      {
        ...labOf(lab),
        machine,
        ...(command.length > 0 && { argv: command }),
        terminal: { columns, rows, term: console.environment['TERM'] ?? 'xterm' },
        attach: (terminal) => attach(terminal, console),
      },
      bench,
    );
  },
});
