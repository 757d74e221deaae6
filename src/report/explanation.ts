import * as text from '../text/explain.ts';
import type { Explained } from '../verbs/explain.ts';
import { wrap } from './cells.ts';
import { bad, dim, good, name, say, strong } from './line.ts';
import type { Line, Look } from './line.ts';

const indent = '  ';

const paragraph = (words: string, look: Look): readonly Line[] =>
  wrap(words, Math.max(20, look.width - indent.length)).map((line): Line => [indent, line]);

/** Lines of a topology are a diff; other lines are commands. */
const exampleLine = (line: string): Line => {
  if (line.startsWith('-')) return [indent, bad(line)];
  if (line.startsWith('+')) return [indent, good(line)];
  return [indent, line];
};

/** What a code means, what to do, and an example. */
export const explanationLines = ({ code, what, remedy, example }: Explained, look: Look): readonly Line[] => [
  [strong(code)],
  ...paragraph(say(what, look), look),
  [],
  [dim(say(text.remedyWord, look))],
  ...paragraph(say(remedy, look), look),
  ...(example === undefined
    ? []
    : [[], [dim(say(text.exampleWord, look))], ...example.split('\n').map((line) => exampleLine(line))]),
];

/** Every code with the beginning of what it means. */
export const codeLines = (codes: readonly Explained[], look: Look): readonly Line[] =>
  codes.flatMap(({ code, what }): readonly Line[] => [[name(code)], ...paragraph(say(what, look), look)]);
