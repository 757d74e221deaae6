import type { Direction } from '../../model/links.ts';
import type { Sentence } from '../../model/sentence.ts';
import { linkLines } from '../../report/link.ts';
import * as text from '../../text/links.ts';
import { parseDuration, parseLoss, parseRate } from '../../topology/quantities.ts';
import { link as changeLink, type LinkRequest } from '../../verbs/link.ts';
import { badUse, conflictOf } from '../usage.ts';
import { defineVerb, labOf } from '../verb.ts';

interface Options {
  readonly down?: true;
  readonly up?: true;
  readonly rate?: number;
  readonly loss?: number;
  readonly delay?: number;
  readonly jitter?: number;
  readonly from?: true;
  readonly to?: true;
  readonly reset?: true;
}

/** Reads a quantity as the topology language has it, within a range. */
const readQuantity =
  (parse: (text: string) => number | undefined, fits: (value: number) => boolean, allowed: Sentence) =>
  (value: string, flag: string): number => {
    const parsed = parse(value);
    if (parsed === undefined || !fits(parsed)) throw badUse(value, flag, allowed);
    return parsed;
  };

const readRate = readQuantity(parseRate, (rate) => rate >= 1000 && rate <= 1e12, text.rateRange);
const readDelay = readQuantity(parseDuration, (delay) => delay <= 60_000, text.delayRange);
const readLoss = readQuantity(parseLoss, () => true, text.aQuantity('3%'));

const changeOf = ({ down, up, rate, loss, delay, jitter, reset }: Options): LinkRequest['change'] => {
  const change: Direction = {
    ...((down ?? up) && { down: down === true }),
    ...(rate !== undefined && { rateBps: rate }),
    ...(loss !== undefined && { loss }),
    ...(delay !== undefined && { delayMs: delay }),
    ...(jitter !== undefined && { jitterMs: jitter }),
  };
  const [given] = Object.keys(change);
  if (down && up) throw conflictOf('--down', '--up');
  if (reset && given !== undefined)
    throw conflictOf('--reset', given === 'down' ? '--down, --up' : '--rate, --loss, --delay, --jitter');
  if (reset) return 'reset';
  return given === undefined ? undefined : change;
};

export const link = defineVerb<Options>({
  usage: '[lab] <machine> <network>',
  words: { least: 2, most: 3 },
  flags: [
    { flags: '--down', about: text.flags.down },
    { flags: '--up', about: text.flags.up },
    { flags: '--rate <rate>', about: text.flags.rate, read: readRate },
    { flags: '--loss <share>', about: text.flags.loss, read: readLoss },
    { flags: '--delay <time>', about: text.flags.delay, read: readDelay },
    { flags: '--jitter <time>', about: text.flags.jitter, read: readDelay },
    { flags: '--from', about: text.flags.from },
    { flags: '--to', about: text.flags.to },
    { flags: '--reset', about: text.flags.reset },
  ],
  still: true,
  examples: [
    'bancada link survey lb lan --rate 5mbit --loss 3%',
    'bancada link survey lb internet --down --from',
    'bancada link survey lb lan --reset',
  ],
  async run({ words, options, look, bench, answer }) {
    const [network = '', machine = '', lab] = words.toReversed();
    const { from, to } = options;
    const change = changeOf(options);
    const direction = from && !to ? 'from' : to && !from ? 'to' : undefined;
    const result = await changeLink(
      { ...labOf(lab), machine, network, ...(direction && { direction }), ...(change && { change }) },
      bench,
    );
    answer(result, () => (options.quiet ? [] : linkLines(result, look)));
    return 0;
  },
});
