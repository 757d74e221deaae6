import { plain, type Line } from '../../src/report/line.ts';

/** English, on a terminal of 80 columns. */
export const look = { language: 'en', width: 80, verbose: false } as const;

/** Lines as they are printed, but without colours; between line breaks, as an inline snapshot has them. */
export const printed = (lines: readonly Line[]): string => `\n${lines.map(plain).join('\n')}\n`;

/** A sentence that reads the same in every language. */
export const same = (words: string) => ({ en: words, pt: words });
