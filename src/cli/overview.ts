import { dim, name, say, strong } from '../report/line.ts';
import type { Line, Look } from '../report/line.ts';
import * as text from '../text/cli.ts';
import { groups } from './registry.ts';

const indent = '  ';
const verbColumn = 12;

/** The page of `bancada --help`. */
export const overview = (look: Look): readonly Line[] => [
  [strong('bancada'), `: ${say(text.tagline, look)}`],
  [],
  [`bancada ${say(text.verbWord, look)} ${say(text.labWord, look)}`],
  ...groups.flatMap(({ title, verbs }): readonly Line[] => [
    [],
    [dim(say(text.groups[title], look))],
    ...verbs.map((verb): Line => [indent, name(verb.padEnd(verbColumn)), say(text.verbs[verb], look)]),
  ]),
  [],
  ...say(text.helpHint, look)
    .split('. ')
    .map((sentence): Line => [dim(sentence)]),
];
