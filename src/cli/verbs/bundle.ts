import { relative, resolve } from 'node:path';
import { bundleLines } from '../../report/bundle.ts';
import * as text from '../../text/bundle.ts';
import { bundle as makeBundle } from '../../verbs/bundle/bundle.ts';
import { defineVerb, labOf, onlyLab } from '../verb.ts';
import { packageVersion } from '../version.ts';

export const bundle = defineVerb<{ readonly output?: string }>({
  ...onlyLab,
  flags: [{ flags: '-o, --output <file>', about: text.output }],
  examples: ['bancada bundle survey', 'bancada bundle survey -o for-maria.tar.gz'],
  async run({ words, options, bench, look, answer }) {
    const output = (lab: string): string => resolve(bench.directory, options.output ?? `${lab}-bundle.tar.gz`);
    const bundled = await makeBundle({ ...labOf(words[0]), output, version: await packageVersion() }, bench);
    answer(bundled, () => (options.quiet ? [] : bundleLines(bundled, relative(bench.directory, bundled.output), look)));
    return 0;
  },
});
