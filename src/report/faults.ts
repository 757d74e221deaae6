import type { FaultAtWork, PossibleFault } from '../model/fault.ts';
import * as text from '../text/faults.ts';
import type { FaultsAtWork, Injected, PossibleFaults } from '../verbs/fault.ts';
import { bad, dim, doubt, good, name, say, strong, type Line, type Look } from './line.ts';

/** Every fault once, with where it can be done and what is to be expected. */
export const possibleLines = ({ lab, faults }: PossibleFaults, look: Look): readonly Line[] => {
  const names = [...new Set(faults.map((fault) => fault.name))];
  return [
    [strong(lab), dim(`  ${say(text.possibleCount(names.length), look)}`)],
    ...names.flatMap((one) =>
      faultLines(
        faults.filter((fault) => fault.name === one),
        look,
      ),
    ),
    [],
    [dim(say(text.howToInject, look))],
  ];
};

const faultLines = (places: readonly PossibleFault[], look: Look): readonly Line[] => {
  const [fault] = places;
  if (fault === undefined) return [];
  const targets = places.map(({ target }) => target).join(', ');
  return [
    [],
    [name(fault.name), `  ${say(fault.title, look)}`],
    ['  ', dim(say(fault.seen, look))],
    ['  ', say(text.targets(targets), look)],
  ];
};

const atWorkLine = ({ name: fault, target, title, since, until, whole }: FaultAtWork, look: Look): Line => [
  bad('⚡'),
  ` ${fault} `,
  name(target),
  `  ${say(title, look)}`,
  dim(`  ${say(text.since(timeOfDay(since)), look)}`),
  ...(until === undefined ? [] : [dim(`, ${say(text.until(timeOfDay(until)), look)}`)]),
  ...(whole ? [] : [doubt(`, ${say(text.cutOff, look)}`)]),
];

/** `10:12:05`, as the clocks here show it. */
const timeOfDay = (iso: string): string => new Date(iso).toTimeString().slice(0, 8);

/** What is at work. */
export const atWorkLines = (faults: readonly FaultAtWork[], look: Look): readonly Line[] =>
  faults.map((fault) => atWorkLine(fault, look));

/** What `fault status` says. */
export const faultStatusLines = ({ lab, faults }: FaultsAtWork, look: Look): readonly Line[] =>
  faults.length === 0
    ? [[good('✓'), ` ${say(text.noneAtWork(lab), look)}`]]
    : [...atWorkLines(faults, look), [dim(say(text.howToUndo(lab), look))]];

/** What `fault inject` says: what is broken now, and what is to be expected. */
export const injectedLines = ({ lab, faults, already }: Injected, look: Look): readonly Line[] => [
  ...faults.flatMap((fault) => [atWorkLine(fault, look), ['  ', dim(say(fault.seen, look))]]),
  ...already.map((fault): Line => [
    doubt('·'),
    ` ${fault.name} `,
    name(fault.target),
    `  ${say(text.alreadyAtWork(timeOfDay(fault.since)), look)}`,
  ]),
  ...(faults.some(({ until }) => until === undefined) ? [[dim(say(text.howToUndo(lab), look))]] : []),
];

/** What `fault undo` says. */
export const undoneLines = ({ lab, faults }: FaultsAtWork, look: Look): readonly Line[] =>
  faults.length === 0
    ? [[good('✓'), ` ${say(text.nothingToUndo(lab), look)}`]]
    : faults.map((fault): Line => [good('✓'), ` ${fault.name} `, name(fault.target), `  ${say(text.isUndone, look)}`]);
