import type { Diagnostic, SourceRange } from '../model/diagnostic.ts';
import type { Sentence } from '../model/sentence.ts';
import * as words from '../text/diagnostics.ts';
import { widthOf } from './cells.ts';
import { bad, dim, doubt, say, strong, type Line, type Look, type Span } from './line.ts';

/** The text of a file that diagnostics point into; `undefined` leaves the source lines out. */
export type TextOf = (file: string) => string | undefined;

/** One mistake: place, message and code, the line with the place underlined, the hint, and the places that explain it. */
export function diagnosticLines(diagnostic: Diagnostic, look: Look, textOf: TextOf): readonly Line[] {
  const { code, severity, message, range, related = [], hint } = diagnostic;
  const mark = severity === 'error' ? bad : doubt;
  const gutter = Math.max(
    4,
    ...[range, ...related.map((place) => place.range)].map((at) => `${at?.start.line ?? 0}`.length + 1),
  );
  const place: readonly Span[] = range
    ? [strong(`${harmless(range.file)}:${range.start.line}:${range.start.column}:`), ' ']
    : [];
  return [
    [
      ...place,
      mark(`${words.severities[severity][look.language]}:`),
      ` ${sayHarmless(message, look)} `,
      dim(`[${code}]`),
    ],
    ...(range ? excerpt(range, '^', mark, undefined, gutter, look, textOf) : []),
    ...(hint ? [[' '.repeat(gutter), dim(' = '), sayHarmless(hint, look)]] : []),
    ...related.flatMap((other) => excerpt(other.range, '-', dim, other.message, gutter, look, textOf)),
  ];
}

/** All of them with an empty line between, and how many there are. */
export function diagnosticsReport(diagnostics: readonly Diagnostic[], look: Look, textOf: TextOf): readonly Line[] {
  const count = (severity: Diagnostic['severity']): number =>
    diagnostics.filter((one) => one.severity === severity).length;
  if (diagnostics.length === 0) return [];
  const total = words.total(count('error'), count('warning'));
  const [{ code } = { code: '' }] = diagnostics;
  return [
    ...diagnostics.flatMap((one) => [...diagnosticLines(one, look, textOf), []]),
    [strong(say(total, look)), dim(`  ${say(words.explained(code), look)}`)],
  ];
}

function excerpt(
  { file, start, end }: SourceRange,
  sign: '^' | '-',
  mark: (text: string) => Span,
  label: Sentence | undefined,
  gutter: number,
  look: Look,
  textOf: TextOf,
): readonly Line[] {
  const text = textOf(file);
  const note = label ? ` ${sayHarmless(label, look)}` : '';
  if (text === undefined)
    return label ? [[' '.repeat(gutter), dim(` = ${harmless(file)}:${start.line}:${start.column}:`), note]] : [];
  const source = text.split(/\r?\n/, start.line)[start.line - 1] ?? '';
  const from = start.column - 1;
  const to = end.line === start.line ? Math.max(end.column - 1, from + 1) : source.length;
  const { before, marked, after } = view(source, from, to, Math.max(20, look.width - gutter - 5));
  return [
    [dim(`${String(start.line).padStart(gutter)} | `), before, marked, after],
    [
      dim(`${' '.repeat(gutter)} | `),
      ' '.repeat(widthOf([before])),
      mark(sign.repeat(Math.max(1, widthOf([marked])))),
      note,
    ],
  ];
}

/** The part of a source line that fits, with the marked stretch in it. */
function view(
  source: string,
  from: number,
  to: number,
  width: number,
): { before: string; marked: string; after: string } {
  const wide = source.length > width;
  const first = wide ? Math.max(0, Math.min(from - Math.floor(width / 3), source.length - width)) : 0;
  const last = wide ? first + width : source.length;
  return {
    before: (first > 0 ? '…' : '') + harmless(source.slice(first, from)),
    marked: harmless(source.slice(from, Math.min(to, last))),
    after: harmless(source.slice(Math.min(to, last), last)) + (last < source.length ? '…' : ''),
  };
}

/** Text of a stranger's file cannot move the cursor, change colours or run backwards. */
const harmless = (text: string): string => text.replaceAll('\t', '  ').replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '·');

const sayHarmless = (sentence: Sentence, look: Look): string => harmless(say(sentence, look));
