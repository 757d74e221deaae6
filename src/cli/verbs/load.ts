import { resolve } from 'node:path';
import { exitCodes } from '../../errors/lab-error.ts';
import type { LoadResult } from '../../model/load.ts';
import { writeText } from '../../ports/files.ts';
import { good, say, type Look } from '../../report/line.ts';
import { loadLines } from '../../report/load.ts';
import { written } from '../../text/report.ts';
import * as words from '../../text/load.ts';
import { load as sendVisitors, type LoadRequest } from '../../verbs/load.ts';
import { badUse, conflictOf, readBetween, readDuration } from '../usage.ts';
import { defineVerb, labOf, onlyLab } from '../verb.ts';
import { verdictCodes } from '../verdict-code.ts';

interface Options {
  readonly rate?: number;
  readonly for?: number;
  readonly closed?: number;
  readonly think?: number;
  readonly even?: true;
  readonly profile?: string;
  readonly path?: string;
  readonly visitors?: string;
  readonly trace?: string;
  readonly fresh?: true;
  readonly timeout?: number;
  readonly output?: string;
}

/** Milliseconds. */
const longest = 6 * 60 * 60 * 1000;

const readTime = (value: string, flag: string): number => {
  const milliseconds = readDuration(value, flag);
  if (milliseconds > longest) throw badUse(value, flag, words.aLoadTime);
  return milliseconds;
};

/** Pairs of options that say how visitors come: only one way can be meant. */
const excluding = [
  ['rate', 'closed'],
  ['rate', 'trace'],
  ['closed', 'trace'],
  ['for', 'trace'],
  ['profile', 'trace'],
  ['path', 'trace'],
  ['even', 'closed'],
  ['even', 'trace'],
] as const;

const checked = (options: Options): Options => {
  const clash = excluding.find(([one, other]) => options[one] !== undefined && options[other] !== undefined);
  if (clash !== undefined) throw conflictOf(`--${clash[0]}`, `--${clash[1]}`);
  return options;
};

const arrivalsOf = ({ rate, closed, think, even, trace }: Options): LoadRequest['arrivals'] => {
  if (trace !== undefined) return { kind: 'trace', file: trace };
  if (closed !== undefined) return { kind: 'closed', visitors: closed, thinkMs: think ?? 0 };
  return { kind: 'open', perSecond: rate ?? 10, spacing: even ? 'even' : 'random' };
};

const writePage = async (path: string, result: LoadResult, look: Look): Promise<void> => {
  const { loadPage } = await import('../../report/load/page.ts');
  await writeText(path, loadPage(result, look));
};

export const load = defineVerb<Options>({
  ...onlyLab,
  stream: true,
  flags: [
    { flags: '--rate <number>', about: words.flags.rate, read: readBetween(0.1, 50_000, words.aRate) },
    { flags: '--for <time>', about: words.flags.for, read: readTime },
    { flags: '--closed <number>', about: words.flags.closed, read: readBetween(1, 4000, words.aCrowd) },
    { flags: '--think <time>', about: words.flags.think, read: readDuration },
    { flags: '--even', about: words.flags.even },
    { flags: '--profile <name>', about: words.flags.profile },
    { flags: '--path <path>', about: words.flags.path },
    { flags: '--visitors <name>', about: words.flags.visitors },
    { flags: '--trace <file>', about: words.flags.trace },
    { flags: '--fresh', about: words.flags.fresh },
    { flags: '--timeout <time>', about: words.flags.timeout, read: readDuration },
    { flags: '-o, --output <file>', about: words.flags.output },
  ],
  examples: [
    'bancada load survey --rate 200 --for 30s',
    'bancada load survey --closed 50 --think 1s --profile visit -o report.html',
    'bancada load survey --trace monday.jsonl --json',
  ],
  async run({ words: [lab], options, look, bench, answer }) {
    const { for: milliseconds = 10_000, profile, path, visitors, fresh, timeout, output } = checked(options);
    const result = await sendVisitors(
      {
        ...labOf(lab),
        arrivals: arrivalsOf(options),
        milliseconds,
        ...(profile !== undefined && { profile }),
        ...(path !== undefined && { path }),
        ...(visitors !== undefined && { visitors }),
        ...(fresh && { fresh }),
        ...(timeout !== undefined && { timeoutMs: timeout }),
      },
      bench,
    );
    if (output !== undefined) await writePage(resolve(bench.directory, output), result, look);
    answer(result, () =>
      options.quiet
        ? []
        : [
            ...loadLines(result, look),
            ...(output === undefined ? [] : [[good('✓'), ` ${say(written(output), look)}`]]),
          ],
    );
    if (result.interrupted) return exitCodes.interrupted;
    return verdictCodes[result.pace.kept ? 'pass' : 'inconclusive'];
  },
});
