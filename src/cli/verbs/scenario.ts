import { resolve } from 'node:path';
import { LabError } from '../../errors/lab-error.ts';
import { writeText } from '../../ports/files.ts';
import { good, name, say, strong, type Line } from '../../report/line.ts';
import { scenarioLines } from '../../report/scenario/lines.ts';
import * as common from '../../text/cli.ts';
import { written } from '../../text/report.ts';
import * as text from '../../text/scenarios.ts';
import { scenarioNames } from '../../verbs/scenario/read.ts';
import { scenario as play, type ScenarioResult } from '../../verbs/scenario/scenario.ts';
import { keyboardPilot } from '../keyboard-pilot.ts';
import { defineVerb, labOf, type Call } from '../verb.ts';
import { verdictCode } from '../verdict-code.ts';

interface Options {
  readonly junit?: string;
  readonly output?: string;
}

export const scenario = defineVerb<Options>({
  usage: '[lab] [scenario]',
  words: { least: 0, most: 2 },
  stream: true,
  flags: [
    { flags: '--junit <file>', about: common.flags.junit },
    { flags: '-o, --output <file>', about: text.flags.output },
  ],
  examples: [
    'bancada scenario',
    'bancada scenario survey failover',
    'bancada scenario survey vpn-cut -o report.html',
    'bancada scenario survey ./mine.yaml --junit results.xml',
  ],
  async run(call) {
    const { words, options, look, bench, answer } = call;
    const [wanted, lab] = words.toReversed();
    if (wanted === undefined) return listThem(call);
    const { console } = call;
    const pilot = console.input.terminal && console.error.terminal && !options.json ? keyboardPilot(call) : undefined;
    const result = await play({ ...labOf(lab), scenario: wanted }, pilot?.bench ?? bench, pilot)
      .catch(unlessQuit(pilot?.quit))
      .finally(() => pilot?.leave());
    await writeFiles(call, result);
    answer(result, () => [
      ...(options.quiet ? [] : scenarioLines(result, look)),
      ...(options.output === undefined ? [] : [[good('✓'), ` ${say(written(options.output), look)}`]]),
    ]);
    return verdictCode(result.expectations);
  },
});

/** Who leaves by the keyboard has interrupted it, as with Ctrl-C. */
const unlessQuit =
  (quit: AbortSignal | undefined) =>
  (error: unknown): never => {
    if (!quit?.aborted) throw error;
    throw new LabError({ code: 'interrupted', fault: 'interrupted', message: common.interrupted });
  };

const listThem = async ({ bench, look, answer }: Call): Promise<number> => {
  const names = await scenarioNames(bench);
  answer({ scenarios: names }, () => [
    [strong(say(text.there, look))],
    ...names.map((each): Line => ['  ', name(each)]),
  ]);
  return 0;
};

const writeFiles = async ({ options, look, bench }: Call<Options>, result: ScenarioResult): Promise<void> => {
  if (options.output !== undefined) {
    const { scenarioPage } = await import('../../report/scenario/page.ts');
    await writeText(resolve(bench.directory, options.output), scenarioPage(result, look));
  }
  if (options.junit !== undefined) {
    const { junit } = await import('../../report/junit.ts');
    await writeText(resolve(bench.directory, options.junit), junit(result.scenario, result.expectations, look));
  }
};
