import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { crop, isNarrow, widthOf } from '../../../src/report/cells.ts';
import { plain } from '../../../src/report/line.ts';

test('what is taken for narrow takes one cell for each character', () => {
  const characters = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code)).filter(isNarrow);
  expect(characters.length).toBeGreaterThan(1000);
  expect(characters.filter((character) => stringWidth(character) !== 1)).toEqual([]);
  expect(['\u25fd', '\u200b', '\u0301', '\n', '漢', '🎉', '\u202e', '\u00ad'].filter(isNarrow)).toEqual([]);
});

test.each(['plain words', '└─ ✓ até 3 ms', '漢字 and é', '👩‍👩‍👧 family', 'e\u0301tude'])(
  '%s is cropped to the cells that there are',
  (text) => {
    expect(widthOf([text])).toBe(stringWidth(text));
    for (let width = 0; width < 14; width += 1) {
      const cropped = plain(crop([text.slice(0, 5), text.slice(5)], width));
      expect(stringWidth(cropped)).toBeLessThanOrEqual(width);
    }
    expect(plain(crop([text], 80))).toBe(text);
  },
);
