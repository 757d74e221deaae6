import * as text from '../text/report.ts';
import type { UpResult } from '../verbs/results.ts';
import { checkLines, signs, verdictOf } from './checks.ts';
import { duration } from './duration.ts';
import { pad, wrap } from './cells.ts';
import { dim, name, say, strong } from './line.ts';
import type { Line, Look } from './line.ts';
import { urlLines } from './urls.ts';

const commandColumn = 30;

const sum = ({ machines, changes }: UpResult, look: Look): string => {
  const changed = changes.length === 0 ? text.nothingChanged : text.changes(changes.length);
  return `${say(text.machines(machines.length), look)}, ${say(changed, look)}`;
};

const messageLines = (message: string | undefined, look: Look): readonly Line[] =>
  message === undefined
    ? []
    : [
        [],
        ...message
          .trimEnd()
          .split('\n')
          .flatMap((line) => wrap(line, look.width).map((part): Line => [part])),
      ];

const nextLines = ({ lab, machines }: UpResult, look: Look): readonly Line[] => {
  const nexts = [
    [`bancada status ${lab}`, text.nexts.status],
    [`bancada ssh ${lab} ${machines[0] ?? ''}`, text.nexts.ssh],
    [`bancada down ${lab}`, text.nexts.down],
    [`bancada destroy ${lab}`, text.nexts.destroy],
  ] as const;
  return [
    [],
    ...nexts.map(([command, about]): Line => [
      '  ',
      ...pad([name(command)], commandColumn),
      ' ',
      dim(say(about, look)),
    ]),
  ];
};

/** How `up` ended: what was checked, where to click, the topology's own words, and what to do next. */
export const upLines = (result: UpResult, look: Look): readonly Line[] => [
  ...(result.checks.length === 0 ? [] : checkLines(result.checks, look)),
  [
    signs[verdictOf(result.checks)],
    ' ',
    strong(say(text.isUp(result.lab, duration(result.milliseconds)), look)),
    dim(`  ${sum(result, look)}`),
  ],
  ...urlLines(result.published),
  ...messageLines(result.message, look),
  ...nextLines(result, look),
];
