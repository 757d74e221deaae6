import type { PublishedUrl } from '../verbs/results.ts';
import { dim, strong } from './line.ts';
import type { Line } from './line.ts';

/** Where on this computer to click, after an empty line; nothing where nothing is published. */
export const urlLines = (published: readonly PublishedUrl[]): readonly Line[] =>
  published.length === 0
    ? []
    : [[], ...published.map(({ url, visitors }): Line => ['  ', strong(url), dim(`  ${visitors}`)])];
