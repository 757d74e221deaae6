import * as text from '../../text/cli.ts';
import { runOnMachines } from '../on-machines.ts';
import { usageError } from '../usage.ts';
import { defineVerb } from '../verb.ts';

interface Options {
  readonly machine?: readonly string[];
  readonly all?: true;
}

export const exec = defineVerb<Options>({
  usage: '[lab] -- <command…>',
  words: { least: 0, most: 1 },
  flags: [
    { flags: '-m, --machine <machine>', about: text.flags.machine, repeatable: true },
    { flags: '-a, --all', about: text.flags.all },
  ],
  still: true,
  stream: true,
  examples: ['bancada exec survey --all -- uptime', 'bancada exec survey -m app1 -m app2 -- ip route'],
  async run(call) {
    const { words, command, options } = call;
    if (command.length === 0) throw usageError(text.commandMissing, text.commandAfterDashes);
    const machines = options.all ? [] : options.machine;
    if (machines === undefined) throw usageError(text.machinesMissing, text.machinesHint);
    return runOnMachines(call, { lab: words[0], machines, argv: command });
  },
});
