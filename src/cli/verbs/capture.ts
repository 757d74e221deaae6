import { resolve } from 'node:path';
import { fileSink, programSink, type Sink } from '../../ports/sink.ts';
import { say } from '../../report/line.ts';
import * as text from '../../text/capture.ts';
import { capture as listen } from '../../verbs/capture.ts';
import { conflictOf, readBetween } from '../usage.ts';
import { aCount } from '../../text/cli.ts';
import { defineVerb, labOf } from '../verb.ts';
import type { Call } from '../verb.ts';

interface Options {
  readonly output?: string;
  readonly wireshark?: true;
  readonly count?: number;
}

const sinkFor = ({ output, wireshark }: Options, directory: string): Sink | undefined => {
  if (output !== undefined && wireshark) throw conflictOf('--output', '--wireshark');
  if (wireshark) return programSink(['wireshark', '-k', '-i', '-'], text.wiresharkHint);
  return output === undefined ? undefined : fileSink(resolve(directory, output));
};

export const capture = defineVerb<Options>({
  usage: '[lab] <machine> <network> [-- filter…]',
  words: { least: 2, most: 3 },
  flags: [
    { flags: '-o, --output <file>', about: text.flags.output },
    { flags: '--wireshark', about: text.flags.wireshark },
    { flags: '-n, --count <number>', about: text.flags.count, read: readBetween(1, 1_000_000_000, aCount) },
  ],
  still: true,
  endless: () => true,
  examples: [
    'bancada capture survey lb lan',
    'bancada capture survey lb lan -o lan.pcap -- port 80',
    'bancada capture survey lb vpn --wireshark',
  ],
  async run(call) {
    const sink = sinkFor(call.options, call.bench.directory);
    try {
      await Promise.race([listenFor(call, sink), ...(sink === undefined ? [] : [sink.closed])]);
    } finally {
      await sink?.end();
    }
    return 0;
  },
});

const listenFor = (call: Call<Options>, sink: Sink | undefined): Promise<void> => {
  const { words, command, options, console, look, bench } = call;
  const [network = '', machine = '', lab] = words.toReversed();
  if (!options.quiet && !options.json) console.error.write(`${say(text.capturing(machine, network), look)}\n`);
  return listen(
    {
      ...labOf(lab),
      machine,
      network,
      filter: command,
      ...(options.count !== undefined && { count: options.count }),
      take:
        sink === undefined
          ? { onText: (chunk) => console.out.write(chunk) }
          : { onBytes: (chunk) => sink.write(chunk) },
    },
    bench,
  );
};
