import type { Sentence } from '../../model/sentence.ts';
import type { CheckResult } from '../../model/verdict.ts';
import * as text from '../../text/scenarios.ts';
import { interrupted } from '../../text/sim-report.ts';
import type { ScenarioResult } from '../../verbs/scenario/scenario.ts';
import { signs } from '../checks.ts';
import { escapeXml } from '../graph/svg/text.ts';
import { say, textOf, type Look } from '../line.ts';
import { style } from '../load/style.ts';
import { paper, plotFigure, type Series } from '../plot/plot.ts';
import { linear, upTo } from '../plot/scale.ts';
import { courseRows } from './lines.ts';

const tones = ['a', 'b', 'c', 'd', 'e', 'f'] as const;
const most = (values: readonly number[]): number => values.reduce((one, other) => Math.max(one, other), 0);

type Seconds = ScenarioResult['seconds'];

const plot = (
  result: ScenarioResult,
  about: { readonly title: Sentence; readonly unit: Sentence; readonly series: readonly Series[] },
  look: Look,
): string =>
  plotFigure({
    title: say(about.title, look),
    x: upTo(result.milliseconds / 1000, paper.left, paper.width - paper.right, 10),
    y: linear(
      most(about.series.flatMap(({ points }) => points.map(([, value]) => value))),
      paper.height - paper.bottom,
      paper.top,
      5,
    ),
    xLabel: say(text.page.seconds, look),
    yLabel: say(about.unit, look),
    series: about.series,
    marks: result.story.flatMap(({ at, step }) => (step === undefined ? [] : [{ at: at / 1000, label: step }])),
  });

/** What each machine answered, one on top of the other, and above all what failed. */
const trafficSeries = (seconds: Seconds, look: Look): readonly Series[] => {
  const names = [...new Set(seconds.flatMap(({ machines }) => Object.keys(machines)))].toSorted();
  const upToName = (count: number) => (second: Seconds[number]) =>
    names.slice(0, count).reduce((sum, machine) => sum + (second.machines[machine] ?? 0), 0);
  const area = (
    label: string,
    tone: string,
    below: (second: Seconds[number]) => number,
    height: typeof below,
  ): Series => ({
    ...{ label, tone },
    points: seconds.map((second) => [second.second + 0.5, below(second) + height(second)]),
    above: seconds.map(below),
  });
  return [
    ...names.map((machine, index) =>
      area(machine, tones[index % tones.length] ?? 'a', upToName(index), (second) => second.machines[machine] ?? 0),
    ),
    area(say(text.page.failed, look), 'bad', upToName(names.length), ({ failed }) => failed),
  ];
};

const latencySeries = (seconds: Seconds): readonly Series[] => [
  {
    label: 'p95',
    tone: 'a',
    points: seconds.flatMap(({ second, p95 }) => (p95 === undefined ? [] : [[second + 0.5, p95]])),
  },
];

const expectationRow = ({ title, verdict, expected, seen }: CheckResult, look: Look): string =>
  `<tr><th scope="row">${textOf(signs[verdict])} ${escapeXml(say(title, look))}</th><td>${escapeXml(say(expected, look))}</td><td>${escapeXml(say(seen, look))}</td></tr>`;

const storyItem = ({ at, say: words }: ScenarioResult['story'][number], look: Look): string =>
  words === undefined ? '' : `<li><time>${(at / 1000).toFixed(1)} s</time> ${escapeXml(say(words, look))}</li>`;

/** A scenario as a page that needs nothing but itself: its moments drawn over its traffic, and what was expected of it. */
export const scenarioPage = (result: ScenarioResult, look: Look): string => {
  const { lab, scenario, title, started, seconds, expectations, story } = result;
  const head = [text.page.expected, text.page.seen].map((each) => `<th scope="col">${escapeXml(say(each, look))}</th>`);
  const traffic = { title: text.page.answered, unit: text.page.perSecond, series: trafficSeries(seconds, look) };
  const latency = { title: text.page.latency, unit: text.page.milliseconds, series: latencySeries(seconds) };
  return `<!doctype html>
<html lang="${look.language === 'pt' ? 'pt-BR' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeXml(`${lab}: ${scenario}`)}</title>
<style>${style}</style>
</head>
<body>
<h1>${escapeXml(say(title, look))}</h1>
<p class="what">${escapeXml(`${lab} · ${scenario}`)} · <time>${escapeXml(started)}</time></p>
${result.interrupted ? `<p class="what">${escapeXml(say(interrupted, look))}</p>\n` : ''}${plot(result, traffic, look)}
${plot(result, latency, look)}
<div class="wide"><table><thead><tr><th></th>${head.join('')}</tr></thead><tbody>${expectations.map((each) => expectationRow(each, look)).join('')}</tbody></table></div>
${courseRows(result, look)
  .map((row) => `<p>${escapeXml(row)}</p>`)
  .join('')}
<p class="what">${escapeXml(say(text.page.story, look))}</p>
<ul>${story.map((each) => storyItem(each, look)).join('')}</ul>
</body>
</html>
`;
};
