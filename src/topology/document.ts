import { LineCounter, parseDocument } from 'yaml';
import type { Diagnostic, Position, SourceRange } from '../model/diagnostic.ts';
import type { SourcePath } from '../model/topology.ts';
import * as say from '../text/document.ts';
import type { Wording } from '../text/wording.ts';
import { excess, limits } from './excess.ts';
import { placeOf, PlaceReader, Unfolded, type Place, type Stretch } from './nodes.ts';

/** A topology's text. */
export interface TopologySource {
  readonly text: string;
  /** As the user knows it; stands in every diagnostic. */
  readonly file: string;
}

/** Which part of an entry is meant: `unknown key` underlines the key, `bad address` the value. */
export type Part = 'key' | 'value';

/** The file as plain values, with the place of each. */
export interface SourceDocument {
  /** Maps, lists and scalars, without what was refused. `undefined` if the file could not be read at all. */
  readonly value: unknown;
  readonly diagnostics: readonly Diagnostic[];
  /** A map or list is shown by its key; a path that does not occur by its nearest ancestor. */
  readonly locate: (path: SourcePath, part?: Part) => SourceRange;
}

/** Reads YAML within `limits`. Never throws. */
export function readDocument({ text, file }: TopologySource): SourceDocument {
  const rangeOf = ranges(file, text);
  const refused = (wording: Wording, offset = 0): SourceDocument => {
    const range = rangeOf([offset, offset + 1]);
    return { value: undefined, diagnostics: [{ severity: 'error', ...wording, range }], locate: () => range };
  };
  const tooMuch = excess(text);
  if (tooMuch) return refused(tooMuch.wording, tooMuch.offset);
  try {
    const document = parseDocument(text, { uniqueKeys: false, prettyErrors: false, logLevel: 'silent' });
    const reader = new PlaceReader();
    const root = reader.read(document.contents);
    const complaints = [...document.errors, ...document.warnings].map(({ code, message, pos }): Diagnostic => ({
      severity: 'error',
      ...say.badYaml(code, message),
      range: rangeOf(pos),
    }));
    const flaws = reader.flaws.map(({ wording, at, firstUsedAt }): Diagnostic => ({
      severity: 'error',
      ...wording,
      range: rangeOf(at),
      ...(firstUsedAt && { related: [{ message: say.firstUsedHere, range: rangeOf(firstUsedAt) }] }),
    }));
    return {
      value: document.errors.length > 0 ? undefined : root.value,
      diagnostics: [...complaints, ...flaws],
      locate: (path, part = 'value') => rangeOf(stretchFor(root, path, part)),
    };
  } catch (error) {
    if (error instanceof Unfolded) return refused(error.wording);
    // The parser is recursive, so nesting that the tokens do not show ends as a stack overflow.
    if (error instanceof RangeError) return refused(say.tooDeep(limits.depth));
    throw error;
  }
}

function stretchFor(root: Place, path: SourcePath, part: Part): Stretch {
  const { value, at, key } = placeOf(root, path);
  const isScalar = value !== null && typeof value !== 'object';
  return key && !(isScalar && part === 'value') ? key : at;
}

/** Offsets to lines and columns. A stretch ends on the line where it began, so that it can be underlined. */
function ranges(file: string, text: string): (stretch: Stretch) => SourceRange {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let index = text.indexOf('\n'); index >= 0; index = text.indexOf('\n', index + 1)) lines.addNewLine(index + 1);
  const position = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  return ([from, to]) => {
    const start = Math.min(from, text.length);
    const newline = text.indexOf('\n', start);
    const end = Math.min(Math.max(to, start), newline < 0 ? text.length : newline);
    return { file, start: position(start), end: position(Math.max(start, end)) };
  };
}
