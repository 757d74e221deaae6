import type { Scene, SceneNode } from '../../report/graph/scene.ts';
import { widthOf } from '../../report/cells.ts';
import { bad, dim, doubt, name, say, strong, type Line, type Look } from '../../report/line.ts';
import * as states from '../../text/report.ts';
import { serviceMark } from '../panels/machines.ts';
import type { Live } from './live.ts';

/** How much a node says. */
export interface Detail {
  readonly framed: boolean;
  readonly ports: boolean;
  /** What it uses of nodes to which no wire leads. */
  readonly uses: boolean;
}

/** A node as it is drawn: its lines, with the row at which each wire ends. */
export interface Drawn {
  readonly node: SceneNode;
  readonly lines: readonly Line[];
  readonly width: number;
  /** Rows by the scene's row ids, counted from the node's first line. */
  readonly rowOf: ReadonlyMap<string, number>;
}

/** Text of a node, without its frame. */
export const drawNode = (node: SceneNode, scene: Scene, live: Live, detail: Detail, look: Look): Drawn => {
  if (node.kind === 'visitors' || node.kind === 'world') return outsider(node);
  const rows = [...rowsIn(node, scene)];
  const lines: readonly Line[] = [
    titleOf(node, live, look),
    ...rows.map(({ service, tunnel, port }): Line => [
      tunnel ? dim('═') : serviceMark(worstOf(live.servicesOf(node, service).map((each) => each?.state))),
      tunnel ? dim(service) : service,
      ...(detail.ports && port !== undefined ? [dim(` :${String(port.port)}`)] : []),
      ...(detail.uses ? [dim(usesOf(node, service, scene))] : []),
    ]),
  ];
  // Several ports of one service are one row.
  const rowOf = new Map(
    node.rows.map(({ id, service }) => [id, 1 + rows.findIndex((each) => each.service === service)]),
  );
  return { node, lines, width: Math.max(...lines.map(widthOf)), rowOf };
};

const outsider = (node: SceneNode): Drawn => {
  const line = [name(node.names[0] ?? node.lane)];
  return { node, lines: [line], width: widthOf(line), rowOf: new Map([['', 0]]) };
};

/** Who is asked from the left stands above; tunnels, whose wires run below the picture, stand at the end. */
const rowsIn = (node: SceneNode, scene: Scene): SceneNode['rows'] => {
  const asks = (row: string): boolean =>
    scene.links.some(
      ({ from, to }) => to.node !== node.id && from.some((spot) => spot.node === node.id && spot.row === row),
    );
  const rank = (row: SceneNode['rows'][number]): number => (row.tunnel ? 2 : asks(row.id) ? 0 : 1);
  const once = node.rows.filter((row, index) => node.rows.findIndex((each) => each.service === row.service) === index);
  return once.toSorted((one, other) => rank(one) - rank(other));
};

const titleOf = (node: SceneNode, live: Live, look: Look): Line => {
  const machines = live.machinesOf(node);
  const [first, last] = node.names;
  const title = [strong(last === undefined ? (first ?? '') : `${first ?? ''}…${last}`)];
  if (node.kind !== 'machine') return title;
  const running = machines.filter((each) => each?.machine.state === 'running' && each.silentForMs === undefined).length;
  if (machines.every((each) => each === undefined)) return [...title, dim(' ?')];
  if (running === node.count) return node.count === 1 ? title : [...title, dim(` ×${String(node.count)}`)];
  if (node.count > 1) return [...title, bad(` ${String(running)}/${String(node.count)}`)];
  const state = machines[0]?.machine.state ?? 'unknown';
  return [...title, state === 'running' ? doubt(' ?') : bad(` ${say(states.machineStates[state], look)}`)];
};

type State = 'ready' | 'not-ready' | 'unknown';

const worstOf = (all: readonly (State | undefined)[]): State =>
  all.includes('not-ready') ? 'not-ready' : all.every((each) => each === 'ready') ? 'ready' : 'unknown';

/** ` → redis, vpn`: what stands in the same column or before it, and across the gutters of others. */
const usesOf = (node: SceneNode, service: string, { links, nodes }: Scene): string => {
  const columnOf = (id: string): number => nodes.find((each) => each.id === id)?.column ?? 0;
  const used = links
    .filter(({ tunnel, to }) => tunnel === undefined && columnOf(to.node) <= node.column)
    .filter(({ from }) => from.some((spot) => spot.node === node.id && spot.row.split(':')[0] === service))
    .map(({ to }) => to.row.split(':')[0] ?? to.node);
  return used.length === 0 ? '' : ` → ${[...new Set(used)].join(', ')}`;
};
