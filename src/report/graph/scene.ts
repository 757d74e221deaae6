import type { Blueprint, Port } from '../../model/blueprint.ts';
import { castOf } from './cast.ts';
import { edgesBetweenGroups, linksOf } from './links.ts';
import { rank } from './rank.ts';

/** What the pictures show of a lab, before any of them decides on places. */
export interface Scene {
  readonly name: string;
  readonly title: string;
  /** Networks in which something stands. */
  readonly lanes: readonly Lane[];
  readonly nodes: readonly SceneNode[];
  readonly links: readonly Link[];
}

/** A network as the strip in which its machines are drawn. */
export interface Lane {
  readonly network: string;
  readonly kind: 'lan' | 'internet';
  readonly subnet: string;
}

/** A machine, several that are alike, a managed service, or somebody who looks in from outside. */
export interface SceneNode {
  readonly id: string;
  readonly kind: 'machine' | 'managed' | 'visitors' | 'world';
  /** What shares a column: a group's machines. */
  readonly group: string;
  /** Machine names, first and last where there are many. */
  readonly names: readonly string[];
  readonly count: number;
  readonly site: string;
  readonly addresses: readonly { readonly network: string; readonly first: string; readonly last: string }[];
  readonly rows: readonly Row[];
  /** The network in which it is drawn. */
  readonly lane: string;
  /** From left to right: users stand before what they use. */
  readonly column: number;
}

/** A service with one of its ports, or an end of a tunnel. */
export interface Row {
  readonly id: string;
  readonly service: string;
  readonly role: string;
  readonly port?: Port;
  readonly tunnel: boolean;
}

/** Where an arrow begins or ends: a row of a node. */
export interface Spot {
  readonly node: string;
  readonly row: string;
}

/** Everybody who goes to one port over one network, or a whole tunnel. */
export interface Link {
  readonly id: string;
  readonly network: string;
  readonly from: readonly Spot[];
  readonly to: Spot;
  /** What is spoken: `mysql tcp/3306`. */
  readonly label: string;
  /** Of a tunnel: what it runs over and what it carries. */
  readonly tunnel?: { readonly over: string; readonly carries: readonly string[] };
}

/** What is to be drawn of a lab, with each node in its column. */
export function sceneOf(blueprint: Blueprint): Scene {
  const cast = castOf(blueprint);
  const links = linksOf(blueprint, cast);
  const groups = new Set([...cast.nodes.values()].map(({ group }) => group));
  const columns = rank([...groups], [...edgesBetweenGroups(blueprint, cast)]);
  const nodes = [...cast.nodes.values()].map((node) => ({ ...node, column: columns.get(node.group) ?? 0 }));
  const lanes = blueprint.networks.flatMap(({ name, kind, subnet }) =>
    kind === 'openvpn' ? [] : [{ network: name, kind, subnet }],
  );
  const order = { internet: 0, lan: 1 };
  return {
    name: blueprint.name,
    title: blueprint.title,
    lanes: lanes.toSorted((a, b) => order[a.kind] - order[b.kind]),
    nodes,
    links,
  };
}
