import { resolve } from 'node:path';
import { exitCodes } from '../../errors/lab-error.ts';
import { writeText } from '../../ports/files.ts';
import { dim, doubt, good, say, type Line } from '../../report/line.ts';
import { scenarioLines } from '../../report/scenario/lines.ts';
import { simLines } from '../../report/sim/sim.ts';
import * as words from '../../text/cli.ts';
import { flags as compareFlags } from '../../text/compare.ts';
import * as loadText from '../../text/load.ts';
import * as text from '../../text/report.ts';
import { foretold, interrupted, nothingForetold } from '../../text/sim-report.ts';
import type { SimRequest } from '../../verbs/sim/request.ts';
import { foretellScenario } from '../../verbs/sim/scenario.ts';
import { sim as simLab } from '../../verbs/sim/sim.ts';
import { conflictOf, readBetween, readCount, readDuration } from '../usage.ts';
import { defineVerb, labOf, onlyLab, type Call } from '../verb.ts';
import { verdictCode } from '../verdict-code.ts';

interface Options {
  readonly rate?: number;
  readonly closed?: number;
  readonly think?: number;
  readonly trace?: string;
  readonly uncalibrated?: true;
  readonly log?: true;
  readonly for?: number;
  readonly clients?: number;
  readonly ask?: readonly string[];
  readonly whatIf?: readonly string[];
  readonly sweep?: string;
  readonly fault?: readonly string[];
  readonly scenario?: string;
  readonly seed?: number;
  readonly output?: string;
}

/** Pairs of options that say how visitors come: only one way can be meant. */
const excluding = [
  ['rate', 'closed'],
  ['rate', 'trace'],
  ['closed', 'trace'],
  ['ask', 'trace'],
  ['clients', 'trace'],
  ['clients', 'closed'],
  ...(['rate', 'closed', 'trace', 'for', 'ask', 'whatIf', 'sweep', 'fault', 'log'] as const).map(
    (other) => ['scenario', other] as const,
  ),
] as const;

export const sim = defineVerb<Options>({
  ...onlyLab,
  flags: [
    { flags: '--rate <number>', about: words.flags.rate, read: readBetween(0.01, 1_000_000, words.aRate) },
    { flags: '--for <time>', about: words.flags.simFor, read: readDuration },
    { flags: '--closed <number>', about: loadText.flags.closed, read: readBetween(1, 4000, loadText.aCrowd) },
    { flags: '--think <time>', about: loadText.flags.think, read: readDuration },
    { flags: '--trace <file>', about: loadText.flags.trace },
    { flags: '--clients <number>', about: words.flags.clients, read: readCount },
    { flags: '--ask <kind>', about: words.flags.ask, repeatable: true },
    { flags: '--what-if <change>', about: words.flags.whatIf, repeatable: true },
    { flags: '--sweep <range>', about: words.flags.sweep },
    { flags: '--fault <fault>', about: words.flags.simFault, repeatable: true },
    { flags: '--scenario <scenario>', about: words.flags.simScenario },
    { flags: '--seed <number>', about: words.flags.seed, read: readCount },
    { flags: '--log', about: words.flags.simLog },
    { flags: '--uncalibrated', about: compareFlags.uncalibrated },
    { flags: '-o, --output <file>', about: words.flags.simOutput },
  ],
  examples: [
    'bancada sim survey --rate 80 --for 10m',
    'bancada sim survey --what-if app.count=3 --what-if web.balance=least_conn',
    'bancada sim survey --sweep rate=10..600',
    'bancada sim survey --fault app1:down@60s..90s',
    'bancada sim survey --scenario failover',
    'bancada sim survey --ask results -o survey.html',
    'bancada sim survey --closed 50 --think 2s',
  ],
  async run(call) {
    const { options, look, bench, answer } = call;
    const clash = excluding.find(([one, other]) => options[one] !== undefined && options[other] !== undefined);
    if (clash !== undefined) throw conflictOf(...(clash.map(flagOf) as [string, string]));
    const { result, lines, page, code } =
      options.scenario === undefined ? await simulated(call) : await foretell(call, options.scenario);
    const { output } = options;
    if (output !== undefined && page) await writeText(resolve(bench.directory, output), await page());
    answer(result, () => [
      ...lines(),
      ...(output === undefined || !page ? [] : [[], [good('✓'), ` ${say(text.written(output), look)}`]]),
    ]);
    return code;
  },
});

/** What came of it, for the terminal and as a page. */
interface Told {
  readonly result: object;
  readonly lines: () => readonly Line[];
  /** Absent where there is nothing to show. */
  readonly page?: () => Promise<string>;
  readonly code: number;
}

const simulated = async ({ words: [lab], options, look, bench }: Call<Options>): Promise<Told> => {
  const result = await simLab({ ...labOf(lab), ...requestOf(options) }, bench);
  return {
    result,
    lines: () => simLines(result, look),
    page: async () => (await import('../../report/sim/page.ts')).simPage(result, look),
    code: result.interrupted ? exitCodes.interrupted : 0,
  };
};

const flagOf = (option: string): string => `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

const foretell = async ({ words: [lab], options, look, bench }: Call<Options>, scenario: string): Promise<Told> => {
  const result = await foretellScenario({ ...labOf(lab), ...requestOf(options), scenario }, bench);
  if (result === undefined)
    return {
      result: { interrupted: true },
      lines: () => [[doubt(say(nothingForetold, look))]],
      code: exitCodes.interrupted,
    };
  return {
    result,
    lines: () => [
      ...scenarioLines(result, look),
      ...(result.interrupted ? [[doubt(say(interrupted, look))]] : []),
      [dim(say(foretold, look))],
    ],
    page: async () => (await import('../../report/scenario/page.ts')).scenarioPage(result, look),
    code: result.interrupted ? exitCodes.interrupted : verdictCode(result.expectations),
  };
};

const requestOf = (options: Options): Omit<SimRequest, 'lab'> => ({
  ...(options.rate !== undefined && { rate: options.rate }),
  ...(options.closed !== undefined && { closed: options.closed }),
  ...(options.think !== undefined && { thinkMs: options.think }),
  ...(options.trace !== undefined && { trace: options.trace }),
  ...(options.log && { log: true }),
  ...(options.uncalibrated && { uncalibrated: true }),
  ...(options.for !== undefined && { milliseconds: options.for }),
  ...(options.clients !== undefined && { clients: options.clients }),
  ...(options.ask && { ask: options.ask }),
  ...(options.whatIf && { whatIf: options.whatIf }),
  ...(options.sweep !== undefined && { sweep: options.sweep }),
  ...(options.fault && { faults: options.fault }),
  ...(options.seed !== undefined && { seed: options.seed }),
});
