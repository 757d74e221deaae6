import type { Language, Sentence } from '../../../model/sentence.ts';
import { anyone, managedWord, over, range, visitorsWord } from '../../../text/graph.ts';
import type { Scene, SceneNode } from '../scene.ts';
import { labelLines, labelSize, labelWidth, type MeasuredRow } from './cards.ts';
import {
  laneLabelWidth,
  layOut,
  type Layout,
  type PlacedCard,
  type PlacedLane,
  type PlacedLink,
  type Point,
} from './layout.ts';
import { coloursOf, ink, type Hue } from './palette.ts';
import { escapeXml, monoWidth, sansWidth } from './text.ts';

const sans = `font-family="Inter, 'Segoe UI', 'Helvetica Neue', Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"`;
const mono = `font-family="'JetBrains Mono', 'SF Mono', Consolas, 'Liberation Mono', 'DejaVu Sans Mono', monospace"`;

/** How the pieces are drawn: the reader's language, and every network's colour. */
interface Brush {
  readonly say: (sentence: Sentence) => string;
  readonly hue: (network: string) => Hue;
  /** Whether there is more than one site, so that it matters. */
  readonly showSites: boolean;
}

/** A picture for a slide: its own quiet background, no script, no outside font or file, text that can be selected. */
export function drawSvg(scene: Scene, language: Language): string {
  const layout = layOut(scene);
  const sites = new Set(scene.nodes.filter(({ kind }) => kind === 'machine').map(({ site }) => site));
  const brush: Brush = { say: (sentence) => sentence[language], hue: coloursOf(scene), showSites: sites.size > 1 };
  const { width, height } = layout;
  const title = escapeXml(scene.title);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${title}">`,
    `<title>${title}</title>`,
    `<rect width="${width}" height="${height}" rx="16" fill="${ink.paper}"/>`,
    heading(scene),
    ...layout.lanes.map((lane) => drawLane(lane, layout, brush)),
    ...byTunnelFirst(layout.links).map((placed) => drawLines(placed, brush)),
    ...layout.cards.map((card) => drawCard(card, brush)),
    ...layout.links.flatMap((placed) => placed.heads.map((head) => drawHead(placed, head, brush))),
    '</svg>',
    '',
  ].join('\n');
}

const byTunnelFirst = (links: readonly PlacedLink[]): readonly PlacedLink[] =>
  links.toSorted((a, b) => Number(b.link.tunnel !== undefined) - Number(a.link.tunnel !== undefined));

interface TextStyle {
  readonly size: number;
  readonly fill?: string;
  readonly weight?: number;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly font?: 'sans' | 'mono';
}

const text = (
  { x, y }: Point,
  content: string,
  { size, fill = ink.text, weight = 400, anchor = 'start', font = 'sans' }: TextStyle,
): string =>
  `<text x="${x}" y="${y}" font-size="${size}" font-weight="${weight}" fill="${fill}" text-anchor="${anchor}" ${font === 'mono' ? mono : sans}>${escapeXml(content)}</text>`;

/** The text if it fits, else as much of it as does. */
function fit(content: string, width: number, measure: (text: string) => number): string {
  if (measure(content) <= width) return content;
  let short = content;
  while (short.length > 1 && measure(`${short}…`) > width) short = short.slice(0, -1);
  return `${short}…`;
}

const heading = (scene: Scene): string =>
  [
    text({ x: 32, y: 46 }, scene.title, { size: 24, weight: 700 }),
    text({ x: 32, y: 70 }, scene.name, { size: 13, fill: ink.quiet, font: 'mono' }),
  ].join('');

function drawLane(lane: PlacedLane, layout: Layout, { hue }: Brush): string {
  const { strong, tint } = hue(lane.network);
  return [
    `<g><rect x="16" y="${lane.y}" width="${layout.width - 32}" height="${lane.height}" rx="12" fill="${tint}"/>`,
    `<rect x="16" y="${lane.y}" width="5" height="${lane.height}" rx="2.5" fill="${strong}"/>`,
    text(
      { x: 36, y: lane.y + 28 },
      fit(lane.network, laneLabelWidth - 20, (t) => sansWidth(t, 15)),
      { size: 15, weight: 700, fill: strong },
    ),
    text({ x: 36, y: lane.y + 46 }, lane.subnet, { size: 12, fill: ink.quiet, font: 'mono' }),
    '</g>',
  ].join('');
}

const corner = 7;

/** A line through points, its corners rounded. */
function smooth(points: readonly Point[]): string {
  const [first, ...rest] = points.filter(
    (point, index) => index === 0 || point.x !== points[index - 1]?.x || point.y !== points[index - 1]?.y,
  );
  if (!first) return '';
  return rest.reduce((path, point, index) => {
    const before = index === 0 ? first : rest[index - 1]!;
    const after = rest[index + 1];
    if (!after) return `${path} L${point.x} ${point.y}`;
    const into = towards(point, before);
    const out = towards(point, after);
    return `${path} L${into.x} ${into.y} Q${point.x} ${point.y} ${out.x} ${out.y}`;
  }, `M${first.x} ${first.y}`);
}

function towards(from: Point, to: Point): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const step = Math.min(corner, length / 2) / (length || 1);
  return { x: from.x + (to.x - from.x) * step, y: from.y + (to.y - from.y) * step };
}

function drawLines({ link, lines }: PlacedLink, { hue }: Brush): string {
  const { strong, tint } = hue(link.network);
  const d = lines.map(smooth).join(' ');
  const stroke = (colour: string, width: number, rest = ''): string =>
    `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linejoin="round" ${rest}/>`;
  if (link.tunnel)
    return [
      stroke(strong, 13),
      stroke(tint, 10),
      stroke(strong, 1.6, 'stroke-dasharray="7 5"'),
      ...lines.map((line) => plug(line, strong)),
    ].join('');
  return [stroke(ink.paper, 5, 'stroke-opacity="0.85"'), stroke(strong, 1.8)].join('');
}

/** Where a tunnel begins: at the card's edge that its line leaves. */
function plug([start, next]: readonly Point[], colour: string): string {
  if (!start || !next) return '';
  return `<rect x="${next.x < start.x ? start.x - 13 : start.x - 1}" y="${start.y - 6.5}" width="14" height="13" fill="${colour}"/>`;
}

/** The arrow into the port, and the label before it. */
function drawHead({ link }: PlacedLink, { at, side }: PlacedLink['heads'][number], { hue, say }: Brush): string {
  const { strong } = hue(link.network);
  const lines = labelLines(link);
  const out = side === 'left' ? -1 : 1;
  const width = labelWidth(lines) - 6;
  const [height, y] = [lines.length * 15, at.y + (lines.length % 2 === 0 ? 8 : 0)];
  const start = side === 'left' ? at.x - 12 - width : at.x + 12;
  const arrow = link.tunnel
    ? `<rect x="${side === 'left' ? at.x - 13 : at.x - 1}" y="${at.y - 6.5}" width="14" height="13" fill="${strong}"/>`
    : `<path d="M${at.x} ${at.y} l${out * 10} -5 v10 z" fill="${strong}"/>`;
  const rows = lines.map((line, index) =>
    text({ x: start + width / 2, y: y - ((lines.length - 1) * 15) / 2 + index * 15 + 4 }, line, {
      size: labelSize,
      font: 'mono',
      anchor: 'middle',
      weight: link.tunnel && index === 0 ? 700 : 400,
      ...(index === 0 && { fill: strong }),
    }),
  );
  const hint = link.tunnel ? `<title>${escapeXml(say(over(link.tunnel.over)))}</title>` : '';
  return `<g>${hint}${arrow}<rect x="${start}" y="${y - height / 2}" width="${width}" height="${height}" rx="8" fill="${ink.card}" stroke="${strong}" stroke-width="1"/>${rows.join('')}</g>`;
}

function drawCard(card: PlacedCard, brush: Brush): string {
  const { node, x, y, width, height } = card;
  if (node.kind === 'visitors' || node.kind === 'world') return drawOutsider(card, brush);
  const frame = (dx: number): string =>
    `<rect x="${x + dx}" y="${y + dx}" width="${width}" height="${height}" rx="10" fill="${ink.card}" stroke="${ink.line}" stroke-width="1.2"${node.kind === 'managed' ? ' stroke-dasharray="5 4"' : ''}/>`;
  return [
    '<g>',
    ...(node.count > 1 ? [frame(8), frame(4)] : []),
    frame(0),
    cardTitle(card, brush),
    ...node.addresses.map((address, index) => drawAddress(card, address, index, brush)),
    ...card.rows.map((row, index) => drawRow(card, row, card.rows[index - 1], brush)),
    '</g>',
  ].join('');
}

function cardTitle({ node, x, y, width }: PlacedCard, { say, showSites }: Brush): string {
  const [first = '', last] = node.names;
  const name = last === undefined ? first : say(range(first, last));
  const tag =
    node.count > 1 ? `×${node.count}` : node.kind === 'managed' ? say(managedWord) : showSites ? node.site : '';
  return [
    text(
      { x: x + 14, y: y + 27 },
      fit(name, width - 40 - sansWidth(tag, 11), (t) => sansWidth(t, 16)),
      { size: 16, weight: 700 },
    ),
    text({ x: x + width - 14, y: y + 26 }, tag, { size: 11, fill: ink.quiet, anchor: 'end' }),
  ].join('');
}

function drawAddress(
  { x, y }: PlacedCard,
  { network, first, last }: SceneNode['addresses'][number],
  index: number,
  { hue }: Brush,
): string {
  const line = y + 48 + index * 16;
  const content = first === last ? first : `${first} – ${last.split('.').at(-1)}`;
  return [
    `<circle cx="${x + 19}" cy="${line - 4}" r="4" fill="${hue(network).strong}"/>`,
    text({ x: x + 30, y: line }, content, { size: 11.5, fill: ink.text, font: 'mono' }),
    text({ x: x + 226, y: line }, network, { size: 11, fill: hue(network).strong, anchor: 'end' }),
  ].join('');
}

function drawRow(
  { node, x, y, width }: PlacedCard,
  { row, top, height }: MeasuredRow,
  above: MeasuredRow | undefined,
  { hue, say }: Brush,
): string {
  const middle = y + top + height / 2 + 5;
  const isFirst = above?.row.service !== row.service;
  const line = isFirst
    ? `<path d="M${x + 1} ${y + top} H${x + width - 1}" stroke="${ink.line}" stroke-width="1"/>`
    : '';
  if (row.tunnel)
    return (
      line +
      text({ x: x + 14, y: middle }, `⇄ ${row.service}`, { size: 13, weight: 600, fill: hue(row.service).strong })
    );
  const port = row.port ? `${row.port.name} ${row.port.port}` : '';
  const room = width - 36 - monoWidth(port, 11.5);
  const label = node.kind === 'managed' ? row.role : row.service;
  const name = isFirst ? fit(label, room, (t) => sansWidth(t, 13)) : '';
  const left = room - sansWidth(name, 13) - 8;
  const role = isFirst && row.role !== label && sansWidth(row.role, 11) <= left ? row.role : '';
  const open = row.port?.public === true ? `<title>${escapeXml(say(anyone))}</title>` : '';
  return [
    line,
    `<g>${open}`,
    text({ x: x + 14, y: middle }, name, { size: 13, weight: 600 }),
    role === '' ? '' : text({ x: x + 22 + sansWidth(name, 13), y: middle }, role, { size: 11, fill: ink.quiet }),
    text({ x: x + width - 14, y: middle }, port, {
      size: 11.5,
      font: 'mono',
      anchor: 'end',
      weight: row.port?.public === true ? 700 : 400,
    }),
    '</g>',
  ].join('');
}

function drawOutsider({ node, x, y, width, height }: PlacedCard, { say, hue }: Brush): string {
  const { strong } = hue(node.lane);
  const [name = say(anyone)] = node.names;
  const [cx, cy] = [x + 30, y + height / 2];
  const icon =
    node.kind === 'visitors'
      ? `<circle cx="${cx}" cy="${cy - 7}" r="6"/><path d="M${cx - 11} ${cy + 12} a11 11 0 0 1 22 0 z"/>`
      : `<g fill="none" stroke="${strong}" stroke-width="1.6"><circle cx="${cx}" cy="${cy}" r="11"/><ellipse cx="${cx}" cy="${cy}" rx="5" ry="11"/><path d="M${cx - 11} ${cy} h22"/></g>`;
  const detail = node.kind === 'visitors' ? say(visitorsWord) : node.lane;
  return [
    `<g><rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${Math.min(28, height / 2)}" fill="${ink.card}" stroke="${strong}" stroke-width="1.2"/>`,
    `<g fill="${strong}">${icon}</g>`,
    text(
      { x: x + 54, y: cy - 1 },
      fit(name, width - 70, (t) => sansWidth(t, 15)),
      { size: 15, weight: 700 },
    ),
    text({ x: x + 54, y: cy + 16 }, detail, { size: 11.5, fill: ink.quiet }),
    '</g>',
  ].join('');
}
