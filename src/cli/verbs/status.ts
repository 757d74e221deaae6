import { crop } from '../../report/cells.ts';
import { jsonText } from '../../report/json.ts';
import { statusLines } from '../../report/status.ts';
import * as text from '../../text/cli.ts';
import { status as look, watchStatus } from '../../verbs/status.ts';
import type { StatusResult } from '../../verbs/results.ts';
import { paintFor } from '../printer.ts';
import { rowsInPlace } from '../rows.ts';
import { readDuration } from '../usage.ts';
import { defineVerb, labOf, onlyLab, type Call } from '../verb.ts';

interface Options {
  readonly watch?: true;
  readonly every?: number;
}

export const status = defineVerb<Options>({
  ...onlyLab,
  flags: [
    { flags: '-w, --watch', about: text.flags.watch },
    { flags: '--every <time>', about: text.flags.every, read: readDuration },
  ],
  still: true,
  endless: ({ watch }) => watch === true,
  examples: ['bancada status survey', 'bancada status survey --watch', 'bancada status survey --json'],
  async run(call) {
    const { words, options, bench } = call;
    if (options.watch) return watch(call);
    const result = await look(labOf(words[0]), bench);
    call.answer(result, () => statusLines(result, call.look));
    return 0;
  },
});

const watch = async (call: Call<Options>): Promise<number> => {
  const { words, options, bench } = call;
  const show = options.json ? jsonLine(call) : call.console.out.terminal ? inPlace(call) : oneBelowTheOther(call);
  const everyMs = Math.max(200, options.every ?? 1000);
  for await (const result of watchStatus({ ...labOf(words[0]), everyMs }, bench)) show(result);
  return 0;
};

type Show = (result: StatusResult) => void;

const jsonLine =
  ({ console, look }: Call): Show =>
  (result) =>
    console.out.write(`${jsonText({ type: 'status', ...result }, look.language)}\n`);

const oneBelowTheOther =
  ({ print, look }: Call): Show =>
  (result) =>
    print([...statusLines(result, look), []]);

/** Rows that the window has no room for are left out at the end; a line that is too long, at its right. */
const inPlace = ({ console, look }: Call): Show => {
  const { out, environment } = console;
  const screen = rowsInPlace(out, paintFor(out, environment));
  return (result) => {
    const lines = statusLines(result, { ...look, width: out.columns });
    screen.draw(lines.slice(0, out.rows - 1).map((line) => crop(line, out.columns)));
  };
};
