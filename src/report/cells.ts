import stringWidth from 'string-width';
import { plain, textOf, type Line, type Span } from './line.ts';

const withText = (span: Span, text: string): Span => (typeof span === 'string' ? text : { ...span, text });

const narrow =
  /^[\x20-\x7e\u00a1-\u00ac\u00ae-\u024f\u2010-\u2027\u2190-\u21ff\u2500-\u25fc\u25ff\u2800-\u28ff\u2713\u2717]*$/;

/** Whether it is all Latin letters, dashes, arrows, lines, blocks and our marks: one cell each, wherever. */
export const isNarrow = (text: string): boolean => narrow.test(text);

// What we write ourselves is almost always narrow, and looking at each character takes a hundred times as long.
const cellsOf = (text: string): number => (isNarrow(text) ? text.length : stringWidth(text));

/** Cells that a line takes on a terminal. */
export const widthOf = (line: Line): number => cellsOf(plain(line));

/** Made when it is first asked: its tables take 10 ms to load. */
let segmenter: Intl.Segmenter | undefined;

/** A text's letters as a reader counts them, each of one code point or more. */
export const letters = (text: string): readonly string[] =>
  [...(segmenter ??= new Intl.Segmenter()).segment(text)].map(({ segment }) => segment);

const head = (text: string, width: number): string => {
  if (isNarrow(text)) return text.slice(0, width);
  let taken = '';
  let used = 0;
  for (const letter of letters(text)) {
    used += cellsOf(letter);
    if (used > width) break;
    taken += letter;
  }
  return taken;
};

/** Crops a line to a number of cells; an ellipsis says that something is missing. */
export const crop = (line: Line, width: number): Line => {
  if (widthOf(line) <= width) return line;
  const cropped: Span[] = [];
  let left = Math.max(0, width - 1);
  for (const span of line) {
    const text = head(textOf(span), left);
    cropped.push(withText(span, text));
    left -= cellsOf(text);
    if (text !== textOf(span)) break;
  }
  return width > 0 ? [...cropped, '…'] : [];
};

/** Fills a line with spaces up to a number of cells. */
export const pad = (line: Line, width: number): Line => [...line, ' '.repeat(Math.max(0, width - widthOf(line)))];

/** The lines of a long text, broken between words. */
export const wrap = (text: string, width: number): readonly string[] => {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/ +/)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && cellsOf(longer) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
};
