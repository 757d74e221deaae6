import type { PublishedUrl } from '../verbs/results.ts';
import { dim, strong } from './line.ts';
import type { Line } from './line.ts';

/** Where on this computer to click, after an empty line; nothing where nothing is published. */
export const urlLines = (published: readonly PublishedUrl[]): readonly Line[] =>
  published.length === 0
    ? []
    : [[], ...published.map((each): Line => ['  ', strong(each.url), dim(`  ${whoseAndWhere(each, published)}`)])];

/** Visitors of several instances find each at an address of its own. */
const whoseAndWhere = ({ visitors, address }: PublishedUrl, all: readonly PublishedUrl[]): string =>
  all.filter((each) => each.visitors === visitors).length === 1 ? visitors : `${visitors}, ${address}`;
