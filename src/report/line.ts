import { createColors } from 'picocolors';
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
/** What is as it should be. */
export const good = styled('good');
/** What has failed. */
export const bad = styled('bad');
/** What is not certain, or worth a second look. */
export const doubt = styled('doubt');
/** What stands beside the matter. */
export const dim = styled('dim');
/** What a report is about. */
export const strong = styled('strong');
/** A name that the user can type. */
export const name = styled('name');

/** A sentence in the reader's language. */
export const say = (sentence: Sentence, look: Pick<Look, 'language'>): string => sentence[look.language];

/** A span without its meaning. */
export const textOf = (span: Span): string => (typeof span === 'string' ? span : span.text);

/** The line without its meanings. */
export const plain = (line: Line): string => line.map(textOf).join('');

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
