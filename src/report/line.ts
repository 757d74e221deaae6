import { createColors } from 'picocolors';
import stringWidth from 'string-width';
import type { Language, Sentence } from '../model/sentence.ts';

/** What a piece of text means; the colour follows from it. */
export type Style = 'good' | 'bad' | 'doubt' | 'dim' | 'strong' | 'name';

/** A piece of a line, with its meaning if it has one. */
export type Span = string | { readonly text: string; readonly style: Style };

/** One line of a report. Printers are pure and make lines; colours and width come last. */
export type Line = readonly Span[];

/** How the reader wants to see it. */
export interface Look {
  readonly language: Language;
  /** Cells. */
  readonly width: number;
  readonly verbose: boolean;
}

/** Marks text with a meaning: `bad('failed')`. */
const styled =
  (style: Style) =>
  (text: string): Span => ({ text, style });
export const good = styled('good');
export const bad = styled('bad');
export const doubt = styled('doubt');
export const dim = styled('dim');
export const strong = styled('strong');
export const name = styled('name');

/** A sentence in the reader's language. */
export const say = (sentence: Sentence, look: Pick<Look, 'language'>): string => sentence[look.language];

const textOf = (span: Span): string => (typeof span === 'string' ? span : span.text);
const withText = (span: Span, text: string): Span => (typeof span === 'string' ? text : { ...span, text });

/** The line without its meanings. */
export const plain = (line: Line): string => line.map(textOf).join('');

/** Cells that a line takes on a terminal. */
export const widthOf = (line: Line): number => stringWidth(plain(line));

const segmenter = new Intl.Segmenter();

const head = (text: string, width: number): string => {
  let taken = '';
  let used = 0;
  for (const { segment } of segmenter.segment(text)) {
    used += stringWidth(segment);
    if (used > width) break;
    taken += segment;
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
    left -= stringWidth(text);
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
    if (line !== '' && stringWidth(longer) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
};

/** Text from machines and files of strangers cannot move the cursor, change colours or run backwards. */
const harmless = (text: string): string =>
  text.replaceAll('\t', '  ').replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '·');

/** Turns lines into text for a terminal or a file. */
export const painter = (colour: boolean): ((line: Line) => string) => {
  const colours = createColors(colour);
  const paint: Readonly<Record<Style, (text: string) => string>> = {
    good: colours.green,
    bad: colours.red,
    doubt: colours.yellow,
    dim: colours.dim,
    strong: colours.bold,
    name: colours.cyan,
  };
  return (line) =>
    line.map((span) => (typeof span === 'string' ? harmless(span) : paint[span.style](harmless(span.text)))).join('');
};
