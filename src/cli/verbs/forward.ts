import { jsonText } from '../../report/json.ts';
import { dim, say, strong } from '../../report/line.ts';
import * as text from '../../text/report.ts';
import { forward as forwardPort } from '../../verbs/forward.ts';
import { readPort } from '../usage.ts';
import { defineVerb, labOf } from '../verb.ts';

const isNumber = (word: string | undefined): word is string => word !== undefined && /^\d+$/.test(word);

/** `[lab] <target> [port]`: a number at the end is the port, what stands before the target is the lab. */
const taken = (words: readonly string[]): { lab: string | undefined; target: string; listen: number | undefined } => {
  const last = words.at(-1);
  const numbered = words.length > 1 && isNumber(last);
  const named = numbered ? words.slice(0, -1) : words;
  const [target = '', lab] = named.toReversed();
  return { lab, target, listen: numbered ? readPort(last, 'port') : undefined };
};

export const forward = defineVerb({
  usage: '[lab] <machine:port | service> [port]',
  words: { least: 1, most: 3 },
  flags: [],
  still: true,
  stream: true,
  endless: () => true,
  examples: ['bancada forward survey mariadb 3306', 'bancada forward survey lb:80 8081'],
  async run({ words, options, bench, look, console, print }) {
    const { lab, target, listen } = taken(words);
    const onListening = (port: number): void => {
      if (options.json) console.out.write(`${jsonText({ type: 'listening', port, target }, look.language)}\n`);
      else
        print([
          [
            strong(say(text.forwarding(`127.0.0.1:${port}`, target), look)),
            dim(`  ${say(text.untilInterrupted, look)}`),
          ],
        ]);
    };
    await forwardPort({ ...labOf(lab), target, ...(listen !== undefined && { listen }), onListening }, bench);
    return 0;
  },
});
