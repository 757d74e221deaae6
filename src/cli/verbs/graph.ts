import { resolve } from 'node:path';
import { writeText } from '../../ports/files.ts';
import { graphFormats, renderGraph } from '../../report/graph/render.ts';
import type { GraphFormat } from '../../report/graph/render.ts';
import { good, say } from '../../report/line.ts';
import * as words from '../../text/cli.ts';
import * as text from '../../text/report.ts';
import { show } from '../../verbs/show.ts';
import { isColourful } from '../environment.ts';
import { defineVerb, labOf, onlyLab } from '../verb.ts';

interface Options {
  readonly format?: GraphFormat;
  readonly output?: string;
}

const endings: Readonly<Record<string, GraphFormat>> = { svg: 'svg', mmd: 'mermaid', md: 'mermaid' };

const formatOf = ({ format, output }: Options): GraphFormat =>
  format ?? endings[output?.split('.').at(-1) ?? ''] ?? 'ascii';

export const graph = defineVerb<Options>({
  ...onlyLab,
  still: true,
  flags: [
    { flags: '--format <format>', about: words.flags.format, choices: graphFormats },
    { flags: '-o, --output <file>', about: words.flags.output },
  ],
  examples: ['bancada graph survey', 'bancada graph survey --format mermaid', 'bancada graph survey -o survey.svg'],
  async run({ words: [lab], options, look, bench, console, answer }) {
    const { blueprint } = await show(labOf(lab), bench);
    const format = formatOf(options);
    const { output } = options;
    const colour = output === undefined && isColourful(console.out, console.environment);
    const drawing = renderGraph(blueprint, format, look, colour);
    if (output !== undefined) await writeText(resolve(bench.directory, output), drawing);
    if (options.json) answer({ format, ...(output === undefined ? { drawing } : { output }) }, () => []);
    else if (output === undefined) console.out.write(drawing);
    else if (!options.quiet) answer({}, () => [[good('✓'), ` ${say(text.written(output), look)}`]]);
    return 0;
  },
});
