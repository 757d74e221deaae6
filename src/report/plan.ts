import type { Change } from '../model/change.ts';
import { planned } from '../text/faults.ts';
import * as text from '../text/report.ts';
import type { PlanResult } from '../verbs/results.ts';
import { bad, dim, doubt, good, name, say, strong } from './line.ts';
import type { Line, Look, Span } from './line.ts';

const signs: Readonly<Record<Change['action'] | PlanResult['machines'][number]['action'], Span>> = {
  create: good('+'),
  start: good('+'),
  run: good('>'),
  update: doubt('~'),
  restart: doubt('~'),
  reload: doubt('~'),
  remove: bad('-'),
  keep: ' ',
};

const diffLine = (line: string): Line => {
  const paint = line.startsWith('+') ? good : line.startsWith('-') ? bad : dim;
  return ['      ', paint(line)];
};

// The names of the two files say nothing: they are the resource's.
const diffLines = (diff: string): readonly Line[] =>
  diff
    .trimEnd()
    .split('\n')
    .filter((line) => !/^(---|\+\+\+|===|Index:|\\ )/.test(line))
    .map(diffLine);

const changeLines = (change: Change, look: Look): readonly Line[] => [
  [
    '  ',
    signs[change.action],
    ` ${change.resource}  `,
    say(change.summary, look),
    dim(`  ${say(text.becauseOf(change.service), look)}`),
    ...(change.drift ? ['  ', doubt(say(text.drifted, look))] : []),
  ],
  ['      ', dim(say(change.reason, look))],
  ...(change.diff === undefined ? [] : diffLines(change.diff)),
];

const machineLines = ({ machines }: PlanResult, look: Look): readonly Line[] =>
  machines
    .filter(({ action }) => action !== 'keep')
    .map(({ name: machine, action, why, interrupts }) => [
      signs[action],
      ` ${say(text.machineWord, look)} `,
      name(machine),
      dim(`  ${say(why, look)}`),
      ...(interrupts.length === 0 ? [] : [doubt(`  ${say(text.interrupts(interrupts.join(', ')), look)}`)]),
    ]);

/** Whether `up` would find anything to do. */
export const hasChanges = ({ machines, changes, faults }: PlanResult): boolean =>
  changes.length > 0 || faults.length > 0 || machines.some(({ action }) => action !== 'keep');

const machineTotals = ({ machines }: PlanResult, look: Look): readonly string[] =>
  Object.entries(text.machinesTo).flatMap(([wanted, what]) => {
    const count = machines.filter(({ action }) => action === wanted).length;
    return count === 0 ? [] : [`${say(text.machines(count), look)} ${say(what, look)}`];
  });

const totals = (plan: PlanResult, look: Look): Line => {
  if (!hasChanges(plan)) return [good('✓'), ` ${say(text.nothingToChange, look)}`];
  const drifted = plan.changes.filter(({ drift }) => drift).length;
  const parts = [
    ...machineTotals(plan, look),
    ...(plan.changes.length > 0 ? [say(text.changes(plan.changes.length), look)] : []),
    ...(plan.faults.length > 0 ? [say(text.faults(plan.faults.length), look)] : []),
  ];
  return [strong(parts.join(', ')), ...(drifted > 0 ? [', ', doubt(say(text.driftCount(drifted), look))] : [])];
};

/** What would change: machines first, then what is different on each, with reasons and text diffs. */
export const planLines = (plan: PlanResult, look: Look): readonly Line[] => {
  const touched = [...new Set(plan.changes.map(({ machine }) => machine))];
  return [
    ...machineLines(plan, look),
    ...plan.faults.map((fault): Line => [bad('⚡'), ` ${say(planned(fault.name, fault.target), look)}`]),
    ...(plan.foresight ?? []).map((line): Line => ['  ', say(line, look)]),
    ...touched.flatMap((machine): readonly Line[] => [
      [name(machine)],
      ...plan.changes.filter((change) => change.machine === machine).flatMap((change) => changeLines(change, look)),
    ]),
    ...(plan.unread.length === 0 ? [] : [[dim(say(text.unreadMachines(plan.unread.join(', ')), look))]]),
    totals(plan, look),
  ];
};
