import { escapeXml } from '../graph/svg/text.ts';
import type { Scale } from './scale.ts';

/** Pixels. The plot itself stands between the margins. */
export const paper = { width: 860, height: 260, left: 64, right: 16, top: 24, bottom: 36 } as const;

/** A line of points, or what lies between two lines. Values, not places. */
export interface Series {
  readonly label: string;
  /** A class of the page's style, which gives the colour. */
  readonly tone: string;
  readonly points: readonly (readonly [number, number])[];
  /** Fills down to these values, point by point. */
  readonly above?: readonly number[];
}

/** A plot, before it is drawn. */
export interface Plot {
  /** For those who do not see it. */
  readonly title: string;
  readonly x: Scale;
  readonly y: Scale;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly series: readonly Series[];
  /** Moments on the x axis, with a word each. */
  readonly marks?: readonly { readonly at: number; readonly label: string }[];
}

const place = (value: number): string => value.toFixed(1);

const pathOf = ({ points, above }: Series, { x, y }: Plot): string => {
  const there = points.map(([at, value]) => `${place(x.at(at))},${place(y.at(value))}`);
  const back = (above ?? []).map((value, index) => `${place(x.at(points[index]?.[0] ?? 0))},${place(y.at(value))}`);
  const all = [...there, ...back.toReversed()];
  return `M${all.join('L')}${above === undefined ? '' : 'Z'}`;
};

const seriesSvg = (series: Series, plot: Plot): string =>
  series.points.length === 0
    ? ''
    : `<path class="${series.above === undefined ? 'line' : 'area'} ${series.tone}" d="${pathOf(series, plot)}"><title>${escapeXml(series.label)}</title></path>`;

const xTicks = ({ x }: Plot): string =>
  x.ticks
    .map(({ value, label }) => {
      const at = place(x.at(value));
      const bottom = paper.height - paper.bottom;
      return `<path class="grid" d="M${at},${String(paper.top)}V${String(bottom)}"/><text class="tick middle" x="${at}" y="${String(bottom + 16)}">${escapeXml(label)}</text>`;
    })
    .join('');

const yTicks = ({ y }: Plot): string =>
  y.ticks
    .map(({ value, label }) => {
      const at = y.at(value);
      return `<path class="grid" d="M${String(paper.left)},${place(at)}H${String(paper.width - paper.right)}"/><text class="tick end" x="${String(paper.left - 6)}" y="${place(at + 4)}">${escapeXml(label)}</text>`;
    })
    .join('');

/** Near the right margin a word stands before its line. */
const markSvg = ({ marks = [], x }: Plot): string =>
  marks
    .map(({ at, label }, index) => {
      const where = x.at(at);
      const isLate = where > paper.width - 100;
      const y = String(paper.top + 12 + 13 * (index % 4));
      const line = `M${place(where)},${String(paper.top)}V${String(paper.height - paper.bottom)}`;
      return `<path class="mark" d="${line}"/><text class="tick${isLate ? ' end' : ''}" x="${place(where)}" y="${y}" dx="${isLate ? '-3' : '3'}">${escapeXml(label)}</text>`;
    })
    .join('');

const legend = (series: readonly Series[]): string =>
  `<p class="legend">${series.map(({ label, tone }) => `<span><i class="${tone}"></i>${escapeXml(label)}</span>`).join('')}</p>`;

/** A plot as a figure for a page, its legend above it. */
export const plotFigure = (plot: Plot): string => {
  const { title, xLabel, yLabel, series } = plot;
  const bottom = String(paper.height - 4);
  return [
    `<figure><figcaption>${escapeXml(title)}</figcaption>${legend(series)}`,
    `<svg viewBox="0 0 ${String(paper.width)} ${String(paper.height)}" role="img" aria-label="${escapeXml(title)}">`,
    xTicks(plot),
    yTicks(plot),
    ...series.map((each) => seriesSvg(each, plot)),
    markSvg(plot),
    `<text class="tick end" x="${String(paper.width - paper.right)}" y="${bottom}">${escapeXml(xLabel)}</text>`,
    `<text class="tick" x="4" y="12">${escapeXml(yLabel)}</text>`,
    '</svg></figure>',
  ].join('');
};
