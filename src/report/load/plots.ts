import type { LoadResult, LoadSecond } from '../../model/load.ts';
import type { Sentence } from '../../model/sentence.ts';
import * as text from '../../text/load.ts';
import { say } from '../line.ts';
import type { Look } from '../line.ts';
import { paper, plotFigure, type Plot, type Series } from '../plot/plot.ts';
import { linear, nines, upTo } from '../plot/scale.ts';

const left = paper.left;
const right = paper.width - paper.right;
const bottom = paper.height - paper.bottom;

/** Colours for machines; further ones begin again. */
const tones = ['a', 'b', 'c', 'd', 'e', 'f'] as const;

const most = (values: readonly number[]): number => values.reduce((one, other) => Math.max(one, other), 0);

/** A point in the middle of each second. */
const overTime = (timeline: readonly LoadSecond[], value: (second: LoadSecond) => number): Series['points'] =>
  timeline.map((second) => [second.second + 0.5, value(second)]);

/** A last second that was cut short would show a fall that was none. */
const whole = ({ timeline, seconds }: LoadResult): readonly LoadSecond[] => {
  const complete = timeline.filter(({ second }) => seconds - second > 0.9);
  return complete.length === 0 ? timeline : complete;
};

const timePlot = (
  result: LoadResult,
  about: { readonly title: Sentence; readonly yLabel: Sentence; readonly series: readonly Series[] },
  look: Look,
): string => {
  const plot: Plot = {
    title: say(about.title, look),
    x: upTo(result.seconds, left, right, 10),
    y: linear(most(about.series.flatMap(({ points }) => points.map(([, value]) => value))), bottom, paper.top, 5),
    xLabel: say(text.page.seconds, look),
    yLabel: say(about.yLabel, look),
    series: about.series,
  };
  return plotFigure(plot);
};

const ratePlot = (result: LoadResult, look: Look): string => {
  const timeline = whole(result);
  const names = result.machines.map(({ machine }) => machine);
  const sumBefore = (count: number) => (second: LoadSecond) =>
    names.slice(0, count).reduce((sum, machine) => sum + (second.machines[machine] ?? 0), 0);
  const stacked = names.map((machine, index): Series => ({
    label: machine,
    tone: tones[index % tones.length] ?? 'a',
    points: overTime(timeline, sumBefore(index + 1)),
    above: timeline.map(sumBefore(index)),
  }));
  const answered: Series = {
    label: say(text.page.answered, look),
    tone: 'a',
    points: overTime(timeline, (second) => second.answered),
  };
  const asked: Series = {
    label: say(text.page.asked, look),
    tone: 'asked',
    points: overTime(timeline, (second) => second.asked),
  };
  const failed: Series = {
    label: say(text.page.failed, look),
    tone: 'bad',
    points: overTime(timeline, (second) => second.failed),
  };
  const series = [...(stacked.length > 0 ? stacked : [answered]), asked, ...(result.failed > 0 ? [failed] : [])];
  return timePlot(result, { title: text.page.rates, yLabel: text.page.perSecond, series }, look);
};

const latencyPlot = (result: LoadResult, look: Look): string => {
  const timeline = whole(result).filter(({ answered }) => answered > 0);
  const series = (['p50', 'p95', 'p99'] as const).map((name, index): Series => ({
    label: name,
    tone: tones[index] ?? 'a',
    points: overTime(timeline, (second) => second[name]),
  }));
  return timePlot(result, { title: text.page.latencies, yLabel: text.page.milliseconds, series }, look);
};

const distributionPlot = ({ distribution, latency }: LoadResult, look: Look): string => {
  const finest = Math.max(0.0001, 1 / Math.max(10, latency.count));
  const points = distribution.map(({ share, ms }) => [share, ms] as const);
  const plot: Plot = {
    title: say(text.page.distribution, look),
    x: nines(finest, left, right),
    y: linear(latency.max, bottom, paper.top, 5),
    xLabel: say(text.page.shareOfAnswers, look),
    yLabel: say(text.page.milliseconds, look),
    series: [{ label: say(text.loaded.all, look), tone: 'a', points }],
  };
  return plotFigure(plot);
};

/** What a load looked like: how much, how fast, and how the times are spread. */
export const loadPlots = (result: LoadResult, look: Look): string =>
  result.latency.count === 0
    ? ratePlot(result, look)
    : [ratePlot(result, look), latencyPlot(result, look), distributionPlot(result, look)].join('\n');
