import { escapeXml } from '../graph/svg/text.ts';
import { number } from './figures.ts';

/** Colours of lines and bars, told apart by people who do not see red and green too (Okabe and Ito 2008). */
const colours = ['#0072b2', '#d55e00', '#009e73', '#cc79a7'] as const;
const colourOf = (index: number): string => colours[index % colours.length] ?? colours[0];

/** One bar: its name, how long it is of the longest, and what is written beside it. */
export interface Bar {
  readonly name: string;
  readonly share: number;
  readonly label: string;
  /** Which colour: bars of one design have the same. */
  readonly series: number;
}

const row = 26;
const left = 190;
const span = 360;

/** Horizontal bars, one under the other. */
export function barChart(title: string, bars: readonly Bar[]): string {
  const height = bars.length * row + 8;
  const drawn = bars.map(({ name, share, label, series }, at) => {
    const y = at * row + 4;
    const length = Math.max(1, Math.min(1, share) * span);
    return [
      `<text class="label" x="${left - 10}" y="${y + 15}" text-anchor="end">${escapeXml(name)}</text>`,
      `<rect x="${left}" y="${y + 3}" width="${number(length)}" height="${row - 10}" rx="3" fill="${colourOf(series)}"/>`,
      `<text class="value" x="${number(left + length + 8)}" y="${y + 15}">${escapeXml(label)}</text>`,
    ].join('');
  });
  return `<svg role="img" aria-label="${escapeXml(title)}" viewBox="0 0 720 ${height}">${drawn.join('')}</svg>`;
}

/** A line of a chart: its name, and a height for each place on the horizontal axis. */
export interface Series {
  readonly name: string;
  readonly values: readonly number[];
}

const frame = { left: 70, right: 700, top: 28, bottom: 250 } as const;

/** With more values than this some go without a number below them, or without a dot. */
const mostTicks = 13;
const mostDots = 40;
/** From the name of one line to that of the next, above them all. */
const between = 155;

/** Lines over a common horizontal axis. `unit` stands at the vertical one. */
export function lineChart(
  axis: { readonly name: string; readonly values: readonly number[]; readonly unit: string },
  lines: readonly Series[],
): string {
  const { values, name, unit } = axis;
  const finite = lines.flatMap((line) => line.values).filter(Number.isFinite);
  const top = niceTop(Math.max(...finite, 0));
  const [least = 0, most = 1] = [values[0], values.at(-1)];
  const x = (value: number) => frame.left + ((value - least) / (most - least || 1)) * (frame.right - frame.left);
  const y = (value: number) => frame.bottom - (value / top) * (frame.bottom - frame.top);
  const grid = [0, 0.25, 0.5, 0.75, 1].map((part) => {
    const height = number(y(part * top));
    return `<line class="grid" x1="${frame.left}" x2="${frame.right}" y1="${height}" y2="${height}"/><text class="value" x="${frame.left - 8}" y="${height}" dy="4" text-anchor="end">${number(part * top)}</text>`;
  });
  const every = Math.ceil(values.length / mostTicks);
  const ticks = values
    .filter((_, at) => at % every === 0)
    .map(
      (value) =>
        `<text class="value" x="${number(x(value))}" y="${frame.bottom + 18}" text-anchor="middle">${number(value)}</text>`,
    );
  const drawn = lines.map((line, at) => {
    const points = line.values.flatMap((value, index) =>
      Number.isFinite(value) ? [[x(values[index] ?? 0), y(value)] as const] : [],
    );
    const dots = (points.length > mostDots ? [] : points)
      .map(([cx, cy]) => `<circle cx="${exact(cx)}" cy="${exact(cy)}" r="3.5" fill="${colourOf(at)}"/>`)
      .join('');
    const path = points.map(([px, py]) => `${exact(px)},${exact(py)}`).join(' ');
    return `<polyline points="${path}" fill="none" stroke="${colourOf(at)}" stroke-width="2"/>${dots}<text class="label" x="${frame.left + at * between}" y="${frame.top - 14}" fill="${colourOf(at)}" style="fill:${colourOf(at)}">${escapeXml(line.name)}</text>`;
  });
  const names = `<text class="label" x="${frame.right}" y="${frame.bottom + 38}" text-anchor="end">${escapeXml(name)}</text><text class="value" x="${frame.left - 8}" y="${frame.top - 14}" text-anchor="end">${escapeXml(unit)}</text>`;
  return `<svg role="img" aria-label="${escapeXml(name)}" viewBox="0 0 720 300">${[...grid, ...ticks, ...drawn].join('')}${names}</svg>`;
}

const exact = (value: number): string => value.toFixed(1);

/** The next of 1, 2, 2.5, 5 times a power of ten. */
const niceTop = (value: number): number => {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 2.5, 5, 10].map((step) => step * power).find((step) => step >= value) ?? value;
};
