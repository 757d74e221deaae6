import { resolve } from 'node:path';
import { exitCodes } from '../../errors/lab-error.ts';
import { writeText } from '../../ports/files.ts';
import { compareLines } from '../../report/compare/compare.ts';
import { good, say } from '../../report/line.ts';
import * as words from '../../text/cli.ts';
import * as text from '../../text/compare.ts';
import { written } from '../../text/report.ts';
import { compare as compareLab } from '../../verbs/compare/compare.ts';
import { readBetween, readCount, readDuration } from '../usage.ts';
import { defineVerb, labOf, onlyLab } from '../verb.ts';
import { verdictCodes } from '../verdict-code.ts';

interface Options {
  readonly rate?: number;
  readonly for?: number;
  readonly ask?: readonly string[];
  readonly fault?: readonly string[];
  readonly seed?: number;
  readonly uncalibrated?: true;
  readonly output?: string;
}

export const compare = defineVerb<Options>({
  ...onlyLab,
  flags: [
    { flags: '--rate <number>', about: text.flags.rate, read: readBetween(0.1, 5000, words.aRate) },
    { flags: '--for <time>', about: text.flags.for, read: readDuration },
    { flags: '--ask <kind>', about: words.flags.ask, repeatable: true },
    { flags: '--fault <fault>', about: text.flags.fault, repeatable: true },
    { flags: '--seed <number>', about: words.flags.seed, read: readCount },
    { flags: '--uncalibrated', about: text.flags.uncalibrated },
    { flags: '-o, --output <file>', about: text.flags.output },
  ],
  examples: [
    'bancada compare survey',
    'bancada compare survey --rate 60 --for 1m --ask demo -o compare.html',
    'bancada compare survey --fault survey@app1:down@10s..20s',
  ],
  async run({ words: [lab], options, look, bench, answer }) {
    const { rate, for: milliseconds, ask, fault: faults, seed, uncalibrated, output } = options;
    const result = await compareLab(
      {
        ...labOf(lab),
        ...(rate !== undefined && { rate }),
        ...(milliseconds !== undefined && { milliseconds }),
        ...(ask && { ask }),
        ...(faults && { faults }),
        ...(seed !== undefined && { seed }),
        ...(uncalibrated && { uncalibrated }),
      },
      bench,
    );
    if (output !== undefined) {
      const { comparePage } = await import('../../report/compare/page.ts');
      await writeText(resolve(bench.directory, output), comparePage(result, look));
    }
    answer(result, () => [
      ...compareLines(result, look),
      ...(output === undefined ? [] : [[], [good('✓'), ` ${say(written(output), look)}`]]),
    ]);
    return result.interrupted ? exitCodes.interrupted : verdictCodes[result.verdict];
  },
});
