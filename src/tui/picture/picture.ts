import type { Link, Scene, SceneNode, Spot } from '../../report/graph/scene.ts';
import { widthOf } from '../../report/cells.ts';
import { bad, dim, strong, type Line, type Look } from '../../report/line.ts';
import { bytesText, rateText } from '../../report/readings.ts';
import type { Size } from '../areas.ts';
import { createCanvas, type Canvas } from './canvas.ts';
import type { Flowing, Live } from './live.ts';
import { drawNode, type Detail, type Drawn } from './nodes.ts';

/** From most to least telling: the first that fits is drawn. */
const details: readonly Detail[] = [
  { framed: true, ports: true, uses: true },
  { framed: true, ports: true, uses: false },
  { framed: true, ports: false, uses: false },
  { framed: false, ports: true, uses: true },
  { framed: false, ports: true, uses: false },
  { framed: false, ports: false, uses: false },
];

/** Cells between two columns: at least for a short rate, at most for looks. */
const gutters = { least: 9, most: 16 } as const;

interface Placed extends Drawn {
  readonly x: number;
  readonly y: number;
  readonly height: number;
}

interface Plan {
  readonly detail: Detail;
  readonly nodes: ReadonlyMap<string, Placed>;
  /** First cell of the gutter to the right of each column, and how wide all are. */
  readonly gutterAt: readonly number[];
  readonly gutter: number;
  /** Links whose wires run below the nodes, a row each. */
  readonly long: readonly Link[];
  readonly height: number;
}

/** A lab as a picture with what flows on its wires, within a size; `undefined` where there is too little room. */
export const drawPicture = (scene: Scene, live: Live, size: Size, look: Look): readonly Line[] | undefined => {
  for (const detail of details) {
    const plan = planFor(scene, live, size, detail, look);
    if (plan !== undefined) return render(plan, scene, live, size);
  }
  return undefined;
};

/** Rows that the picture would like to have. */
export const wishedRows = (scene: Scene): number => {
  const tall = columnsOf(scene).map((nodes) =>
    nodes.reduce(
      (sum, node) => sum + (isOutside(node) ? 1 : new Set(node.rows.map(({ service }) => service)).size + 2),
      0,
    ),
  );
  return Math.max(4, ...tall) + longLinks(scene).length;
};

const isOutside = ({ kind }: SceneNode): boolean => kind === 'visitors' || kind === 'world';

const columnsOf = ({ nodes }: Scene): readonly (readonly SceneNode[])[] => {
  const columns = [...new Set(nodes.map(({ column }) => column))].toSorted((one, other) => one - other);
  return columns.map((column) => nodes.filter((node) => node.column === column));
};

/** Between columns that are not neighbours; those that lead back are told in words. */
const longLinks = (scene: Scene): readonly Link[] => {
  const at = columnIndex(scene);
  return scene.links.filter(({ from, to, tunnel }) =>
    from.some((spot) => (tunnel === undefined ? at(to.node) - at(spot.node) > 1 : spot.node !== to.node)),
  );
};

const columnIndex = (scene: Scene): ((node: string) => number) => {
  const columns = columnsOf(scene);
  const indices = new Map(columns.flatMap((nodes, index) => nodes.map(({ id }) => [id, index] as const)));
  return (node) => indices.get(node) ?? 0;
};

const planFor = (scene: Scene, live: Live, { columns, rows }: Size, detail: Detail, look: Look): Plan | undefined => {
  const groups = columnsOf(scene).map((nodes) => nodes.map((node) => drawNode(node, scene, live, detail, look)));
  const outer = (drawn: Drawn): number => drawn.width + (detail.framed && !isOutside(drawn.node) ? 4 : 0);
  const tall = (drawn: Drawn): number => drawn.lines.length + (detail.framed && !isOutside(drawn.node) ? 1 : 0);
  const widths = groups.map((group) => Math.max(...group.map(outer)));
  const used = widths.reduce((sum, width) => sum + width, 0);
  const count = Math.max(1, groups.length - 1);
  const gutter = Math.min(gutters.most, Math.floor((columns - used) / count));
  const long = longLinks(scene);
  const heights = groups.map((group) => group.reduce((sum, drawn) => sum + tall(drawn), 0));
  const inner = Math.max(0, ...heights);
  const height = inner + long.length;
  if (gutter < gutters.least || height > rows || groups.length === 0) return undefined;
  const start = Math.floor((columns - used - gutter * (groups.length - 1)) / 2);
  const lefts = widths.map(
    (_, index) => start + widths.slice(0, index).reduce((sum, width) => sum + width + gutter, 0),
  );
  const placed = groups.flatMap((group, index) => {
    let y = Math.floor((inner - (heights[index] ?? 0)) / 2);
    return group.map((drawn): readonly [string, Placed] => {
      const height = tall(drawn);
      const shift = isOutside(drawn.node) ? (widths[index] ?? 0) - drawn.width : 0;
      const at = {
        ...drawn,
        x: (lefts[index] ?? 0) + shift,
        y,
        height,
        width: isOutside(drawn.node) ? drawn.width : (widths[index] ?? 0),
      };
      y += height;
      return [drawn.node.id, at];
    });
  });
  const gutterAt = lefts.map((left, index) => left + (widths[index] ?? 0));
  return { detail, nodes: new Map(placed), gutterAt, gutter, long, height };
};

const render = (plan: Plan, scene: Scene, live: Live, { columns }: Size): readonly Line[] => {
  const canvas = createCanvas(columns, plan.height);
  const at = columnIndex(scene);
  for (const [index, link] of plan.long.entries())
    for (const from of link.from)
      drawLong(canvas, plan, { link, from, row: plan.height - plan.long.length + index, at }, live);
  const near = scene.links.filter(({ tunnel }) => tunnel === undefined);
  const tracks = new Map<string, number>();
  for (const link of near)
    for (const from of link.from)
      if (at(link.to.node) - at(from.node) === 1) drawNear(canvas, plan, { link, from, at }, trackOf(tracks, from, at));
  for (const node of plan.nodes.values()) drawBox(canvas, node, plan.detail);
  for (const link of near) drawRate(canvas, plan, link, at, live);
  return canvas.lines();
};

interface Run {
  readonly link: Link;
  readonly from: Spot;
  readonly at: (node: string) => number;
}

/** Wires that leave a gutter's left side at different rows go down it in tracks of their own. */
const trackOf = (tracks: Map<string, number>, { node, row }: Spot, at: (node: string) => number): number => {
  const column = at(node);
  const key = `${String(column)} ${node} ${row}`;
  const known = tracks.get(key);
  if (known !== undefined) return known;
  const next = [...tracks.keys()].filter((each) => each.startsWith(`${String(column)} `)).length;
  tracks.set(key, Math.min(next, 2));
  return Math.min(next, 2);
};

/** The screen's row at which a spot's wires end. */
const rowAt = (plan: Plan, { node, row }: Spot): number => {
  const placed = plan.nodes.get(node);
  return (placed?.y ?? 0) + (placed?.rowOf.get(row) ?? 0);
};

/** Where a wire leaves a node to the right: at its frame, or at the end of what the row says. */
const rightOf = (plan: Plan, spot: Spot): number => {
  const placed = plan.nodes.get(spot.node);
  if (placed === undefined) return 0;
  const { node, x, y, width, lines } = placed;
  if (plan.detail.framed || isOutside(node)) return x + width;
  return x + widthOf(lines[rowAt(plan, spot) - y] ?? []) + 1;
};

const drawNear = (canvas: Canvas, plan: Plan, { link, from, at }: Run, track: number): void => {
  const start = plan.gutterAt[at(from.node)] ?? 0;
  const trunk = start + 2 + track;
  const [y1, y2] = [rowAt(plan, from), rowAt(plan, link.to)];
  canvas.wire([rightOf(plan, from) - (plan.detail.framed ? 1 : 0), y1], [trunk, y1]);
  canvas.wire([trunk, y1], [trunk, y2]);
  canvas.wire([trunk, y2], [start + plan.gutter - 1, y2]);
};

/** Down the gutter to the right, along below all nodes, and up the gutter to the left of the other end. */
const drawLong = (canvas: Canvas, plan: Plan, run: Run & { readonly row: number }, live: Live): void => {
  const { link, from, row, at } = run;
  const ink = link.tunnel === undefined ? 'single' : 'double';
  const first = (plan.gutterAt[at(from.node)] ?? 0) + 1;
  const last = (plan.nodes.get(link.to.node)?.x ?? 0) - 2;
  const [y1, y2] = [rowAt(plan, from), rowAt(plan, link.to)];
  canvas.wire([rightOf(plan, from), y1], [first, y1], ink);
  canvas.wire([first, y1], [first, row], ink);
  canvas.wire([first, row], [last, row], ink);
  canvas.wire([last, row], [last, y2], ink);
  canvas.wire([last, y2], [last + 1, y2], ink);
  const label: Line = [
    dim(' '),
    dim(link.tunnel === undefined ? link.label : link.network),
    ...rateLine(live.along(link, from)),
    ' ',
  ];
  const middle = Math.floor((first + last) / 2) - 8;
  canvas.text(Math.max(first + 2, middle), row, label);
};

const rateLine = (flowing: Flowing | undefined): Line => {
  if (flowing === undefined) return [];
  const { perSecond, failedPerSecond, unit } = flowing;
  const rate = unit === 'bytes' ? `${bytesText(perSecond)}/s` : rateText(perSecond);
  return [' ', strong(rate), ...(failedPerSecond > 0 ? [bad(` ✗${rateText(failedPerSecond)}`)] : [])];
};

const drawBox = (canvas: Canvas, { node, x, y, width, height, lines }: Placed, { framed }: Detail): void => {
  if (isOutside(node)) {
    canvas.text(x, y, lines[0] ?? []);
    return;
  }
  const boxed = framed ? 2 : 0;
  if (framed) canvas.box(x, y, width, height);
  for (const [row, line] of lines.entries())
    canvas.text(x + boxed, y + row, row === 0 && framed ? [...line, ' '] : line);
  if (framed) canvas.text(x + 1, y, [' ']);
};

/** On the last stretch before the arrow's head: what comes to one end of one link from all sides. */
const drawRate = (canvas: Canvas, plan: Plan, link: Link, at: (node: string) => number, live: Live): void => {
  const near = link.from.filter((from) => at(link.to.node) - at(from.node) === 1);
  const [first] = near;
  if (first === undefined) return;
  const end = (plan.gutterAt[at(first.node)] ?? 0) + plan.gutter - 1;
  const y = rowAt(plan, link.to);
  canvas.text(end, y, [dim('▶')]);
  const flows = near.flatMap((from) => live.along(link, from) ?? []);
  if (flows.length === 0) return;
  const sum = (of: 'perSecond' | 'failedPerSecond'): number => flows.reduce((total, each) => total + each[of], 0);
  const rate = rateText(sum('perSecond'));
  const failed = sum('failedPerSecond');
  const label: Line = [strong(rate), ...(failed > 0 ? [bad(`✗${rateText(failed)}`)] : [])];
  const cells = rate.length + (failed > 0 ? rateText(failed).length + 1 : 0);
  canvas.text(Math.max(end - plan.gutter + 4, end - 1 - cells), y, label);
};
