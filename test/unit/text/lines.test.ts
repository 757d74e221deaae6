import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineByLine } from '../../../src/text/lines.ts';

const linesOf = (pieces: readonly string[]): readonly string[] => {
  const lines: string[] = [];
  const cutter = lineByLine((line) => lines.push(line));
  pieces.forEach((piece) => cutter.take(piece));
  cutter.end();
  return lines;
};

test('a line is told when it is whole, the last one at the end', () => {
  expect(linesOf(['a\nb', 'c\n\nd'])).toEqual(['a', 'bc', '', 'd']);
  expect(linesOf(['a\n'])).toEqual(['a']);
  expect(linesOf([])).toEqual([]);
});

test('the lines do not depend on where the pieces end', () => {
  const piece = fc.string({ unit: fc.constantFrom('a', 'b', '\n') });
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      expect(linesOf(pieces)).toEqual(linesOf([pieces.join('')]));
    }),
  );
});
