import { isNarrow, widthOf } from '../report/cells.ts';

const segmenter = new Intl.Segmenter();

/**
 * Text of strangers with every character one cell wide, and as many as it would take: what terminals and blessed do
 * not agree on, such as emoji, would break the borders. Nothing in it moves the cursor or runs backwards.
 */
export const harmless = (text: string): string => {
  const tabs = text.replaceAll('\t', '  ');
  if (isNarrow(tabs)) return tabs;
  return [...segmenter.segment(tabs.normalize('NFC'))]
    .map(({ segment }) => (isNarrow(segment) ? segment : '·'.repeat(Math.max(1, widthOf([segment])))))
    .join('');
};
