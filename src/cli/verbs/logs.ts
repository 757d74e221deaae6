import { jsonText } from '../../report/json.ts';
import * as text from '../../text/cli.ts';
import { logs as readLogs } from '../../verbs/logs.ts';
import { readCount } from '../usage.ts';
import { defineVerb, labOf } from '../verb.ts';

interface Options {
  readonly follow?: true;
  readonly service?: readonly string[];
  readonly since?: string;
  readonly lines?: number;
}

/** `10m` -> `-10m`, which journalctl takes for ten minutes ago. */
const sinceOf = (since: string): string => (/^\d+(s|m|h|d)$/.test(since) ? `-${since}` : since);

export const logs = defineVerb<Options>({
  usage: '[lab] [machine…]',
  words: { least: 0, most: Infinity },
  flags: [
    { flags: '-f, --follow', about: text.flags.follow },
    { flags: '-s, --service <service>', about: text.flags.service, repeatable: true },
    { flags: '--since <time>', about: text.flags.since },
    { flags: '-n, --lines <count>', about: text.flags.lines, read: readCount },
  ],
  still: true,
  stream: true,
  endless: ({ follow }) => follow === true,
  examples: ['bancada logs survey', 'bancada logs survey app1 -f', 'bancada logs survey --service web --since 10m'],
  async run({ words: [lab, ...machines], options, bench, console, look }) {
    const { follow, service = [], since, lines } = options;
    const show = (machine: string, line: string): void =>
      console.out.write(options.json ? `${jsonText({ type: 'line', machine, line }, look.language)}\n` : `${line}\n`);
    const collected: { readonly machine: string; readonly line: string }[] = [];
    await readLogs(
      {
        ...labOf(lab),
        names: [...machines, ...service],
        ...(follow && { follow }),
        ...(since !== undefined && { since: sinceOf(since) }),
        ...(lines !== undefined && { lines }),
        onLine: follow ? show : (machine, line) => void collected.push({ machine, line }),
      },
      bench,
    );
    // Each line begins with its time; the machines' journals are put together by it.
    const byTime = collected.toSorted((a, b) => timeOf(a.line).localeCompare(timeOf(b.line)));
    for (const { machine, line } of byTime) show(machine, line);
    return 0;
  },
});

const timeOf = (line: string): string => line.split(' ', 1)[0] ?? '';
