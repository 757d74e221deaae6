import type { Direction } from '../model/links.ts';
import * as text from '../text/links.ts';
import { formatDuration, formatLoss, formatRate } from '../topology/quantities.ts';
import type { LinkResult } from '../verbs/results.ts';
import { bad, dim, doubt, good, name, say } from './line.ts';
import type { Line, Look, Span } from './line.ts';
import { pad } from './cells.ts';

const directionColumn = 14;

const propertiesOf = ({ down, rateBps, loss, delayMs, jitterMs }: Direction, look: Look): readonly Span[] => {
  if (down) return [bad(say(text.down, look))];
  const jitter = jitterMs ? formatDuration(jitterMs) : undefined;
  const parts = [
    ...(rateBps === undefined ? [] : [formatRate(rateBps)]),
    ...(loss ? [say(text.loss(formatLoss(loss)), look)] : []),
    ...(delayMs || jitter !== undefined ? [say(text.delay(formatDuration(delayMs ?? 0), jitter), look)] : []),
  ];
  return [parts.length === 0 ? dim(say(text.unlimited, look)) : parts.join(', ')];
};

/** How a machine's link to a network is now, each direction by itself. */
export const linkLines = ({ machine, network, from, to, changed }: LinkResult, look: Look): readonly Line[] => [
  [
    changed ? doubt('~') : good('✓'),
    ' ',
    name(machine),
    ` ${network}  `,
    dim(say(changed ? text.isChanged : text.asDeclared, look)),
  ],
  ...(
    [
      ['fromMachine', from],
      ['toMachine', to],
    ] as const
  ).map(([way, direction]): Line => [
    '  ',
    ...pad([say(text[way](machine), look)], directionColumn),
    ...propertiesOf(direction, look),
  ]),
];
