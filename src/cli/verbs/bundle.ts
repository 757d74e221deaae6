import { relative, resolve } from 'node:path';
import { bundleLines } from '../../report/bundle.ts';
import * as text from '../../text/bundle.ts';
import { bundle as makeBundle } from '../../verbs/bundle/bundle.ts';
import { labNameOf } from '../../verbs/compiled.ts';
import { defineVerb, labOf, onlyLab } from '../verb.ts';
import { packageVersion } from '../version.ts';

export const bundle = defineVerb<{ readonly output?: string }>({
  ...onlyLab,
  flags: [{ flags: '-o, --output <file>', about: text.output }],
  examples: ['bancada bundle survey', 'bancada bundle survey -o for-maria.tar.gz'],
  async run({ words, options, bench, look, answer }) {
    const lab = await labNameOf(labOf(words[0]), bench);
    const output = resolve(bench.directory, options.output ?? `${lab}-bundle.tar.gz`);
    const bundled = await makeBundle({ lab, output, version: await packageVersion() }, bench);
    const file = relative(bench.directory, output);
    answer({ ...bundled, file }, () => (options.quiet ? [] : bundleLines(bundled, file, look)));
    return 0;
  },
});
