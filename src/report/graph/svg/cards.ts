import type { Link, Row, Scene, SceneNode } from '../scene.ts';
import { monoWidth } from './text.ts';

/** Which side of a card a line touches. */
export type Side = 'left' | 'right';

/** Where one link touches one card. */
export interface Slot {
  readonly link: string;
  readonly row: string;
  readonly side: Side;
  /** Lines of text at the place where the link ends; nothing where it starts. */
  readonly height: number;
}

/** A node with its measures; places come later. */
export interface Card {
  readonly node: SceneNode;
  readonly width: number;
  readonly height: number;
  readonly header: number;
  readonly rows: readonly MeasuredRow[];
}
/** A row of a card, in its place. */
export interface MeasuredRow {
  readonly row: Row;
  /** From the card's top. */
  readonly top: number;
  readonly height: number;
  /** The middle of each link's slot, from the card's top. */
  readonly slots: ReadonlyMap<string, number>;
}

/** All measures are multiples of this, so that lines to the left and to the right of a gap never run in one another. */
export const grid = 16;
/** Slots on left sides lie this far below a grid line, those on right sides this far. */
const offsets: Readonly<Record<Side, number>> = { left: 12, right: 4 };

const titleHeight = 64;
const addressHeight = 16;
/** Pixels. */
export const cardWidth = 240;

/** A link enters on the side that faces where it comes from. */
export function sidesOf(
  link: Link,
  columns: ReadonlyMap<string, number>,
): ReadonlyMap<string, { from: Side; to: Side }> {
  const target = columns.get(link.to.node) ?? 0;
  return new Map(
    link.from.map(({ node }) => {
      const source = columns.get(node) ?? 0;
      const from: Side = source <= target ? 'right' : 'left';
      return [node, { from, to: source < target ? 'left' : 'right' }] as const;
    }),
  );
}

/** Measures a node's card: its title, its addresses, and rows tall enough for all links that touch them. */
export function measure(node: SceneNode, scene: Scene): Card {
  const columns = new Map(scene.nodes.map(({ id, column }) => [id, column] as const));
  const isOutside = node.kind === 'visitors' || node.kind === 'world';
  const header = isOutside ? 0 : titleHeight + addressHeight * Math.max(0, node.addresses.length - 1);
  const rows: MeasuredRow[] = [];
  let top = Math.ceil(header / grid) * grid;
  for (const row of node.rows) {
    const slots = slotsOf(node, row, scene.links, columns);
    const measured = measureRow(row, top, slots, isOutside ? 3 * grid : 2 * grid);
    rows.push(measured);
    top += measured.height;
  }
  return { node, width: cardWidth, height: isOutside ? top : top + grid / 2, header, rows };
}

function measureRow(row: Row, top: number, slots: readonly Slot[], minimum: number): MeasuredRow {
  const room = (side: Side): number =>
    slots.reduce((sum, slot) => sum + (slot.side === side ? slot.height * grid : 0), 0);
  const height = Math.max(minimum, room('left') + grid, room('right') + grid);
  const centred = (side: Side): number => Math.floor((height - room(side)) / 2 / grid) * grid;
  const used = { left: centred('left'), right: centred('right') };
  const places = new Map<string, number>();
  for (const { link, side, height: lines } of slots) {
    places.set(slotKey(link, side), top + used[side] + offsets[side] + Math.floor((lines - 1) / 2) * grid);
    used[side] += lines * grid;
  }
  return { row, top, height, slots: places };
}

/** Which slot of a row is meant: a link's, at one side. */
export const slotKey = (link: string, side: Side): string => `${link} ${side}`;

function slotsOf(
  node: SceneNode,
  row: Row,
  links: readonly Link[],
  columns: ReadonlyMap<string, number>,
): readonly Slot[] {
  const slots = new Map<string, Slot>();
  for (const link of links) {
    const sides = sidesOf(link, columns);
    const add = (side: Side, height: number): void => {
      slots.set(slotKey(link.id, side), { link: link.id, row: row.id, side, height });
    };
    for (const spot of link.from)
      if (spot.node === node.id && spot.row === row.id) add(sides.get(node.id)?.from ?? 'right', 1);
    if (link.to.node === node.id && link.to.row === row.id)
      for (const { to } of sides.values()) add(to, labelLines(link).length);
  }
  return [...slots.values()];
}

/** What stands at the end of a link. */
export const labelLines = ({ label, tunnel }: Link): readonly string[] =>
  tunnel ? [label, ...tunnel.carries.slice(0, 3)] : [label];

/** Height of the letters of labels, pixels. */
export const labelSize = 11;
/** Pixels that the widest of these labels takes, with its margins. */
export const labelWidth = (lines: readonly string[]): number =>
  Math.max(0, ...lines.map((line) => monoWidth(line, labelSize))) + 20;
