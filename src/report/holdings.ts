import type { Holding } from '../providers/provider.ts';
import * as text from '../text/holdings.ts';
import { dim, doubt, good, name, say } from './line.ts';
import type { Line, Look } from './line.ts';
import { table } from './table.ts';

const row = (
  { lab, id, owner, region, kind, name: thing, machine, state, ends, costs }: Holding,
  look: Look,
): readonly Line[] => [
  [name(lab)],
  [id],
  [owner],
  [region],
  [`${say(text.kinds[kind], look)} ${thing}${machine === undefined ? '' : ` (${machine})`}`],
  [state ?? ''],
  [ends === undefined ? '' : ends.slice(0, 16)],
  [costs ? doubt(say(text.costs, look)) : dim(say(text.free, look))],
];

/** What the cloud still holds, one thing a row, and how it is removed. */
export const holdingLines = (held: readonly Holding[], look: Look): readonly Line[] => {
  if (held.length === 0) return [[good('✓'), ` ${say(text.nothingHeld, look)}`]];
  const headings = text.headings.map((heading) => say(heading, look));
  return [
    ...table(
      headings,
      held.map((one) => row(one, look)),
    ),
    [dim(say(text.howToRemove, look))],
  ];
};
