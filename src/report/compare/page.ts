import * as text from '../../text/compare.ts';
import type { CompareResult, Pair } from '../../verbs/compare/results.ts';
import { escapeXml } from '../graph/svg/text.ts';
import { say, type Look } from '../line.ts';
import { style } from '../load/style.ts';
import { paper, plotFigure, type Series } from '../plot/plot.ts';
import { linear, nines, upTo } from '../plot/scale.ts';
import { cellsOf, pairsSentence, settingOf } from './compare.ts';

type Language = Pick<Look, 'language'>;

const left = paper.left;
const right = paper.width - paper.right;
const bottom = paper.height - paper.bottom;
const most = (values: readonly number[]): number => values.reduce((one, other) => Math.max(one, other), 0);

const sides = ['predicted', 'measured'] as const;
type Side = (typeof sides)[number];
const tones: Readonly<Record<Side, string>> = { predicted: 'a', measured: 'b' };

const valuesOf = (pairs: readonly Pair[], side: Side): readonly number[] => pairs.flatMap((pair) => pair[side] ?? []);

const distribution = ({ pairs: { requests } }: CompareResult, look: Language): string => {
  const count = Math.max(10, requests.length);
  const shares = [...Array.from({ length: 100 }, (_, at) => at / 100), 0.993, 0.995, 0.997, 0.999, 1 - 1 / count];
  const series = sides.map((side): Series => {
    const sorted = valuesOf(requests, side).toSorted((one, other) => one - other);
    const points = shares.flatMap((share) => {
      const value = sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
      return value === undefined || share > 1 - 1 / count ? [] : [[share, value] as const];
    });
    return { label: say(text.page[side], look), tone: tones[side], points };
  });
  return plotFigure({
    title: say(text.page.distribution, look),
    x: nines(1 / count, left, right),
    y: linear(most(series.flatMap(({ points }) => points.map(([, value]) => value))), bottom, paper.top, 5),
    xLabel: say(text.page.shareOfAnswers, look),
    yLabel: say(text.page.milliseconds, look),
    series,
  });
};

const timeline = ({ pairs: { requests }, seconds }: CompareResult, look: Language): string => {
  const series = sides.map((side): Series => {
    const points = Array.from({ length: Math.max(1, Math.ceil(seconds)) }, (_, second) => {
      const values = valuesOf(
        requests.filter(({ at }) => Math.floor(at / 1000) === second),
        side,
      );
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      return [second + 0.5, mean] as const;
    }).filter(([, mean]) => Number.isFinite(mean));
    return { label: say(text.page[side], look), tone: tones[side], points };
  });
  return plotFigure({
    title: say(text.page.timeline, look),
    x: upTo(seconds, left, right, 10),
    y: linear(most(series.flatMap(({ points }) => points.map(([, value]) => value))), bottom, paper.top, 5),
    xLabel: say(text.page.seconds, look),
    yLabel: say(text.page.milliseconds, look),
    series,
  });
};

const marks = { pass: '✓', fail: '✗', inconclusive: '?' } as const;

const figures = (result: CompareResult, look: Language): string => {
  const { predicted, measured, apart, limit } = text.columns;
  const head = [predicted, measured, apart, limit].map((each) => `<th scope="col">${escapeXml(say(each, look))}</th>`);
  const topics = [...new Set(result.figures.map(({ topic }) => topic))];
  const rows = topics.flatMap((topic) => [
    `<tr><th scope="rowgroup" colspan="6" class="what">${escapeXml(say(text.topics[topic], look))}</th></tr>`,
    ...result.figures
      .filter((figure) => figure.topic === topic)
      .map((figure) => {
        const [what = '', ...cells] = cellsOf(figure);
        const mark = `<td class="${figure.verdict === 'fail' ? 'bad' : ''}">${marks[figure.verdict]}</td>`;
        return `<tr><th scope="row">${escapeXml(what)}</th>${cells.map((cell) => `<td>${escapeXml(cell)}</td>`).join('')}${mark}</tr>`;
      }),
  ]);
  return `<div class="wide"><table><thead><tr><th></th>${head.join('')}<th></th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
};

/** A comparison as a page that needs nothing but itself: no script, no font, no picture from elsewhere. */
export const comparePage = (result: CompareResult, look: Language): string => {
  const { doubts, verdict } = result;
  const doubtful = [say(text.doubtful, look), ...doubts.map((each) => say(each, look))];
  return `<!doctype html>
<html lang="${look.language === 'pt' ? 'pt-BR' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeXml(result.lab)}</title>
<style>${style}</style>
</head>
<body>
<h1>${escapeXml(result.lab)}</h1>
<p class="what ${verdict === 'fail' ? 'bad' : ''}">${marks[verdict]} ${escapeXml(say(text.verdicts[verdict], look))}</p>
${settingOf(result, look)
  .map((sentence) => `<p>${escapeXml(sentence)}</p>`)
  .join('')}
${doubts.length === 0 ? '' : `<ul class="remarks">${doubtful.map((each) => `<li>${escapeXml(each)}</li>`).join('')}</ul>`}
${figures(result, look)}
<p>${escapeXml(pairsSentence(result, look))}</p>
${distribution(result, look)}
${timeline(result, look)}
</body>
</html>
`;
};
