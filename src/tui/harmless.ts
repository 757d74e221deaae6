import { widthOf } from '../report/cells.ts';

/** Latin letters, dashes, arrows, lines, blocks and our marks: one cell each, wherever. */
const known =
  /^[\x20-\x7e\u00a1-\u00ac\u00ae-\u024f\u2010-\u2027\u2190-\u21ff\u2500-\u25ff\u2800-\u28ff\u2713\u2717]*$/;

const segmenter = new Intl.Segmenter();

/**
 * Text of strangers with every character one cell wide, and as many as it would take: what terminals and blessed do
 * not agree on, such as emoji, would break the borders. Nothing in it moves the cursor or runs backwards.
 */
export const harmless = (text: string): string => {
  const tabs = text.replaceAll('\t', '  ');
  if (known.test(tabs)) return tabs;
  return [...segmenter.segment(tabs.normalize('NFC'))]
    .map(({ segment }) => (known.test(segment) ? segment : '·'.repeat(Math.max(1, widthOf([segment])))))
    .join('');
};
