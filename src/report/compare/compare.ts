import * as text from '../../text/compare.ts';
import * as simText from '../../text/sim-report.ts';
import type { CompareResult, Compared } from '../../verbs/compare/results.ts';
import { wrap } from '../cells.ts';
import { signs } from '../checks.ts';
import { duration } from '../duration.ts';
import { dim, doubt, name, say, strong, type Line, type Look } from '../line.ts';
import { number, percent, time } from '../sim/figures.ts';
import { table } from '../table.ts';

const wrapped = (words: string, { width }: Look): readonly string[] => wrap(words, Math.max(40, Math.min(width, 100)));

/** What was done, in sentences: how much was asked for, of what, and by which figures it was foretold. */
export const settingOf = (result: CompareResult, look: Pick<Look, 'language'>): readonly string[] => {
  const { requests, rate, seconds, seed, asked, calibrated, slowness, faults, lab, interrupted } = result;
  const shares = Object.entries(asked).map(([kind, share]) => `${kind} ${percent(share)}`);
  return [
    say(text.workload(requests, number(rate), duration(seconds * 1000), seed), look),
    ...(shares.length > 0 ? [`${say(simText.askedFor, look)}: ${shares.join(', ')}`] : []),
    ...(interrupted ? [say(simText.interrupted, look)] : []),
    ...(faults.length > 0 ? [`${say(text.brokenWord, look)}: ${faults.join(', ')}`] : []),
    say(calibrated === undefined ? text.notCalibrated(lab) : text.calibratedAt(calibrated), look),
    ...(slowness === undefined ? [] : [say(text.sinceThen(slowness.toFixed(2)), look)]),
  ];
};

/** A value in its unit. */
const valued = (value: number, unit: Compared['unit']): string => {
  if (unit === 'ms') return time(value);
  return unit === 'share' ? percent(value) : number(value);
};

/** How far apart: of times as a share of what was measured, of the rest as it is. */
const apartOf = ({ predicted, measured, unit }: Compared): string => {
  const apart = predicted - measured;
  const sign = apart > 0 ? '+' : apart < 0 ? '−' : '';
  if (unit === 'ms') return `${sign}${percent(Math.abs(apart) / measured)}`;
  return `${sign}${valued(Math.abs(apart), unit)}`;
};
const limitOf = ({ limit, measured, unit }: Compared): string =>
  unit === 'ms' ? percent(limit / measured) : valued(limit, unit);

/** The cells of one figure: what it is, foretold, measured, how far apart, how far it may be. */
export const cellsOf = (figure: Compared): readonly string[] => [
  figure.what,
  valued(figure.predicted, figure.unit),
  valued(figure.measured, figure.unit),
  apartOf(figure),
  limitOf(figure),
];

const figureLines = (result: CompareResult, look: Look): readonly Line[] => {
  const { predicted, measured, apart, limit } = text.columns;
  const headings = ['', ...[predicted, measured, apart, limit].map((heading) => say(heading, look))];
  const topics = [...new Set(result.figures.map(({ topic }) => topic))];
  const rows = topics.flatMap((topic): readonly (readonly Line[])[] => [
    [[strong(say(text.topics[topic], look))]],
    ...result.figures.filter((figure) => figure.topic === topic).map(figureRow),
  ]);
  return table(headings, rows);
};

const figureRow = (figure: Compared): readonly Line[] => {
  const [what = '', ...cells] = cellsOf(figure);
  return [['  ', signs[figure.verdict], ' ', name(what)], ...cells.map((cell): Line => [cell])];
};

/** What was found request by request, in a sentence. */
export const pairsSentence = ({ pairs }: CompareResult, look: Pick<Look, 'language'>): string => {
  const { count, medianDifference, correlation, sameMachine } = pairs;
  const same = sameMachine === undefined ? '' : `; ${say(text.sameMachine(percent(sameMachine)), look)}`;
  return say(text.pairs(count, time(medianDifference), number(correlation)), look) + same;
};

/** Prediction and measurement side by side, with a verdict. */
export const compareLines = (result: CompareResult, look: Look): readonly Line[] => {
  const isClose = result.figures.some(({ verdict }) => verdict === 'inconclusive');
  return [
    [strong(result.lab), `  ${result.title}`],
    ...settingOf(result, look).flatMap((sentence) => wrapped(sentence, look).map((line): Line => [dim(line)])),
    [],
    ...figureLines(result, look),
    [],
    ...wrapped(pairsSentence(result, look), look).map((line): Line => [line]),
    ...(isClose ? wrapped(say(text.closeAtHand, look), look).map((line): Line => [dim(line)]) : []),
    ...(result.doubts.length > 0 ? [[], [doubt(say(text.doubtful, look))] as Line] : []),
    ...result.doubts.flatMap((each) => wrapped(say(each, look), look).map((line): Line => ['  ', doubt(line)])),
    [],
    [signs[result.verdict], ' ', strong(say(text.verdicts[result.verdict], look))],
  ];
};
