import { isNarrow, letters, widthOf } from '../report/cells.ts';

/**
 * Text of strangers with every character one cell wide, and as many as it would take: what terminals and blessed do
 * not agree on, such as emoji, would break the borders. Nothing in it moves the cursor or runs backwards.
 */
export const harmless = (text: string): string => {
  const tabs = text.replaceAll('\t', '  ');
  if (isNarrow(tabs)) return tabs;
  return letters(tabs.normalize('NFC'))
    .map((letter) => (isNarrow(letter) ? letter : '·'.repeat(Math.max(1, widthOf([letter])))))
    .join('');
};
