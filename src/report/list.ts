import * as text from '../text/report.ts';
import type { ListedLab } from '../verbs/results.ts';
import { bad, dim, doubt, good, name, say } from './line.ts';
import type { Line, Look, Span } from './line.ts';
import { table } from './table.ts';

const marks: Readonly<Record<ListedLab['state'], (text: string) => Span>> = {
  running: good,
  partly: doubt,
  stopped: dim,
  absent: dim,
  unknown: doubt,
};

const remarked = ({ title, file, project, why, mistakes }: ListedLab, look: Look): Line =>
  [
    title,
    ...(file === undefined
      ? [dim(say(project === undefined ? text.topologyGone : text.inProject(project), look))]
      : []),
    ...(mistakes === undefined ? [] : [bad(say(text.mistakes(mistakes), look))]),
    ...(why === undefined ? [] : [doubt(say(why, look))]),
  ]
    .filter((span) => span !== '')
    .flatMap((span, index) => (index === 0 ? [span] : ['  ', span]));

const row = (lab: ListedLab, look: Look): readonly Line[] => [
  [name(lab.name)],
  [marks[lab.state](say(text.labStates[lab.state], look))],
  [lab.target ?? ''],
  [String(lab.machines)],
  remarked(lab, look),
];

/** The labs, one a row. */
export const listLines = (labs: readonly ListedLab[], look: Look): readonly Line[] => {
  if (labs.length === 0) return [[say(text.noLabs, look)], [dim(say(text.noLabsHint, look))]];
  const { lab, state, target, machines, title } = text.columns;
  return table(
    [lab, state, target, machines, title].map((heading) => say(heading, look)),
    labs.map((one) => row(one, look)),
  );
};
