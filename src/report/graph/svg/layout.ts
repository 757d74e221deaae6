import type { Lane, Link, Scene, Spot } from '../scene.ts';
import { cardWidth, grid, labelLines, labelWidth, measure, sidesOf, slotKey, type Card, type Side } from './cards.ts';

/** Pixels from the upper left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}
/** A card and its upper left corner. */
export interface PlacedCard extends Card, Point {}
/** A lane and where it lies. */
export interface PlacedLane extends Lane {
  readonly y: number;
  readonly height: number;
}
/** A link's lines, one for each place it comes from, and its label before the port it leads to. */
export interface PlacedLink {
  readonly link: Link;
  readonly lines: readonly (readonly Point[])[];
  readonly heads: readonly { readonly at: Point; readonly side: Side }[];
}
/** Where everything of a picture lies, pixels. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly lanes: readonly PlacedLane[];
  readonly cards: readonly PlacedCard[];
  readonly links: readonly PlacedLink[];
}

/** Room for a lane's name, pixels. */
export const laneLabelWidth = 168;
const titleHeight = 96;
const margin = 32;
const lanePadding = grid;
const laneGap = grid / 2;
const cardGap = grid * 2;
const trackWidth = 12;
const tunnelTrackWidth = 24;

/** A way through the gaps between columns, and below lanes where cards stand in between. */
interface Wire {
  readonly link: Link;
  readonly from: Spot & { readonly side: Side; readonly gap: number };
  readonly to: { readonly side: Side; readonly gap: number };
  /** The lane below which it crosses columns; absent where one gap is enough. */
  readonly corridor?: number;
}

/** Tracks of one gap between columns, or of one corridor below a lane: link id to distance from its start. */
interface Tracks {
  readonly places: ReadonlyMap<string, number>;
  readonly size: number;
}

/** Finds a place for everything: columns from left to right, networks from top to bottom, lines in the gaps between. */
export function layOut(scene: Scene): Layout {
  const cards = scene.nodes.map((node) => measure(node, scene));
  const columnCount = Math.max(1, ...scene.nodes.map(({ column }) => column + 1));
  const wires = scene.links.flatMap((link) => wiresOf(link, scene));
  const gaps = Array.from({ length: columnCount }, (_, gap) => gapTracks(wires, gap));
  const corridors = scene.lanes.map((_, lane) =>
    tracksFor(wires.filter(({ corridor }) => corridor === lane).map(({ link }) => link)),
  );
  const columns = columnPlaces(wires, gaps);
  const lanes = placeLanes(scene, cards, corridors);
  const placed = placeCards(cards, columns.left, lanes, corridors);
  const floor = lanes.at(-1);
  return {
    width: columns.width,
    height: (floor ? floor.y + floor.height : titleHeight) + margin,
    lanes,
    cards: placed,
    links: scene.links.map((link) =>
      placeLink(
        link,
        wires.filter((wire) => wire.link === link),
        placed,
        { tracks: columns.tracks, gaps, lanes, corridors },
      ),
    ),
  };
}

function wiresOf(link: Link, scene: Scene): readonly Wire[] {
  const columns = new Map(scene.nodes.map(({ id, column }) => [id, column] as const));
  const sides = sidesOf(link, columns);
  const laneOf = (id: string): number =>
    scene.lanes.findIndex(({ network }) => network === scene.nodes.find((node) => node.id === id)?.lane);
  const gapAt = (node: string, side: Side): number => (columns.get(node) ?? 0) - (side === 'left' ? 1 : 0);
  return link.from.map(({ node, row }) => {
    const { from, to } = sides.get(node) ?? { from: 'right', to: 'left' };
    const [start, end] = [gapAt(node, from), gapAt(link.to.node, to)];
    const wire = { link, from: { node, row, side: from, gap: start }, to: { side: to, gap: end } };
    return start === end ? wire : { ...wire, corridor: Math.min(laneOf(node), laneOf(link.to.node)) };
  });
}

const gapTracks = (wires: readonly Wire[], gap: number): Tracks =>
  tracksFor(wires.filter(({ from, to }) => from.gap === gap || to.gap === gap).map(({ link }) => link));

function tracksFor(links: readonly Link[]): Tracks {
  const places = new Map<string, number>();
  let size = 0;
  for (const link of new Set(links)) {
    const width = link.tunnel ? tunnelTrackWidth : trackWidth;
    places.set(link.id, size + width / 2);
    size += width;
  }
  return { places, size };
}

/** The left edge of every column, and where the tracks of the gap behind it begin. */
function columnPlaces(wires: readonly Wire[], gaps: readonly Tracks[]) {
  const left: number[] = [];
  const tracks: number[] = [];
  let x = margin + laneLabelWidth;
  gaps.forEach((gap, index) => {
    left.push(x);
    const labels = (side: Side): number =>
      Math.max(
        grid,
        ...wires
          .filter(({ to }) => to.gap === index && to.side === side)
          .map(({ link }) => labelWidth(labelLines(link)) + grid),
      );
    const isLast = index === gaps.length - 1;
    tracks.push(x + cardWidth + labels('right'));
    x += cardWidth + labels('right') + gap.size + (isLast ? 0 : labels('left'));
  });
  const last = gaps.at(-1);
  return { left, tracks, width: Math.ceil(x + (last && last.size > 0 ? grid : 0) + margin) };
}

function placeLanes(scene: Scene, cards: readonly Card[], corridors: readonly Tracks[]): readonly PlacedLane[] {
  let y = titleHeight;
  return scene.lanes.map((lane, index) => {
    const tallest = Math.max(0, ...columnHeights(cards.filter(({ node }) => node.lane === lane.network)).values());
    const corridor = Math.ceil((corridors[index]?.size ?? 0) / grid) * grid;
    const height = Math.max(4 * grid, tallest + 2 * lanePadding + corridor + (corridor > 0 ? grid : 0));
    const placed = { ...lane, y, height };
    y += height + laneGap * 2;
    return placed;
  });
}

function columnHeights(cards: readonly Card[]): ReadonlyMap<number, number> {
  const heights = new Map<number, number>();
  for (const { node, height } of cards) {
    const above = heights.get(node.column);
    heights.set(node.column, (above === undefined ? 0 : above + cardGap) + roundUp(height));
  }
  return heights;
}

const roundUp = (pixels: number): number => Math.ceil(pixels / grid) * grid;

function placeCards(
  cards: readonly Card[],
  left: readonly number[],
  lanes: readonly PlacedLane[],
  corridors: readonly Tracks[],
): readonly PlacedCard[] {
  return lanes.flatMap((lane, index) => {
    const own = cards.filter(({ node }) => node.lane === lane.network);
    const heights = columnHeights(own);
    const corridor = roundUp(corridors[index]?.size ?? 0);
    const room = lane.height - corridor - (corridor > 0 ? grid : 0);
    const next = new Map(
      [...heights].map(([column, height]) => [column, lane.y + Math.floor((room - height) / 2 / grid) * grid]),
    );
    return own.map((card) => {
      const { column } = card.node;
      const y = next.get(column) ?? lane.y;
      next.set(column, y + roundUp(card.height) + cardGap);
      return { ...card, x: left[column] ?? 0, y };
    });
  });
}

interface Ground {
  readonly tracks: readonly number[];
  readonly gaps: readonly Tracks[];
  readonly lanes: readonly PlacedLane[];
  readonly corridors: readonly Tracks[];
}

function placeLink(link: Link, wires: readonly Wire[], cards: readonly PlacedCard[], ground: Ground): PlacedLink {
  const heads = new Map<Side, Point>();
  const lines = wires.map((wire) => {
    const start = slotPoint(cards, wire.from, link, wire.from.side);
    const end = slotPoint(cards, link.to, link, wire.to.side);
    heads.set(wire.to.side, end);
    return [start, ...bends(wire, start, end, ground), end];
  });
  return { link, lines, heads: [...heads].map(([side, at]) => ({ side, at })) };
}

function bends(wire: Wire, start: Point, end: Point, { tracks, gaps, lanes, corridors }: Ground): readonly Point[] {
  const { link, from, to, corridor } = wire;
  const track = (gap: number): number => (tracks[gap] ?? 0) + (gaps[gap]?.places.get(link.id) ?? 0);
  const [first, last] = [track(from.gap), track(to.gap)];
  if (corridor === undefined)
    return [
      { x: first, y: start.y },
      { x: first, y: end.y },
    ];
  const lane = lanes[corridor];
  const size = roundUp(corridors[corridor]?.size ?? 0);
  const y = (lane ? lane.y + lane.height - size - grid / 2 : 0) + (corridors[corridor]?.places.get(link.id) ?? 0);
  return [
    { x: first, y: start.y },
    { x: first, y },
    { x: last, y },
    { x: last, y: end.y },
  ];
}

function slotPoint(cards: readonly PlacedCard[], { node, row }: Spot, link: Link, side: Side): Point {
  const card = cards.find((candidate) => candidate.node.id === node);
  if (!card) return { x: 0, y: 0 };

  const slot =
    card.rows.find((measured) => measured.row.id === row)?.slots.get(slotKey(link.id, side)) ?? card.header / 2;
  return { x: side === 'left' ? card.x : card.x + card.width, y: card.y + slot };
}
