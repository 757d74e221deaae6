import { resolve } from 'node:path';
import { writeText } from '../../ports/files.ts';
import { draw, formats } from '../../report/graph/draw.ts';
import type { Format } from '../../report/graph/draw.ts';
import { good, say } from '../../report/line.ts';
import * as words from '../../text/cli.ts';
import * as text from '../../text/report.ts';
import { show } from '../../verbs/show.ts';
import { readChoice } from '../usage.ts';
import { defineVerb, labOf, onlyLab } from '../verb.ts';

interface Options {
  readonly format?: Format;
  readonly output?: string;
}

const endings: Readonly<Record<string, Format>> = { svg: 'svg', mmd: 'mermaid', md: 'mermaid' };

const formatOf = ({ format, output }: Options): Format => format ?? endings[output?.split('.').at(-1) ?? ''] ?? 'ascii';

export const graph = defineVerb<Options>({
  ...onlyLab,
  flags: [
    { flags: '--format <format>', about: words.flags.format, read: readChoice(...formats) },
    { flags: '-o, --output <file>', about: words.flags.output },
  ],
  examples: ['bancada graph survey', 'bancada graph survey --format mermaid', 'bancada graph survey -o survey.svg'],
  async run({ words: [lab], options, look, bench, console, answer }) {
    const { blueprint } = await show(labOf(lab), bench);
    const format = formatOf(options);
    const drawing = draw(blueprint, format, look);
    const { output } = options;
    if (output !== undefined) await writeText(resolve(bench.directory, output), drawing);
    if (options.json) answer({ format, ...(output === undefined ? { drawing } : { output }) }, () => []);
    else if (output === undefined) console.out.write(drawing);
    else if (!options.quiet) answer({}, () => [[good('✓'), ` ${say(text.written(output), look)}`]]);
    return 0;
  },
});
