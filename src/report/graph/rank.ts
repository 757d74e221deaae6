/**
 * Puts names into columns so that arrows go to the right: a name's column is the longest chain of edges that leads to it.
 * Edges that would close a circle, walking in the order given, do not count. Names without edges stand in the column of
 * those who start a chain, or in the second one if outsiders do.
 */
export function rank(
  names: readonly string[],
  edges: readonly (readonly [string, string])[],
): ReadonlyMap<string, number> {
  const forward = withoutCircles(names, edges);
  const columns = new Map(names.map((name) => [name, 0]));
  for (const name of topological(names, forward)) {
    for (const next of forward.get(name) ?? [])
      columns.set(next, Math.max(columns.get(next) ?? 0, (columns.get(name) ?? 0) + 1));
  }
  return columns;
}

type Graph = ReadonlyMap<string, ReadonlySet<string>>;

function withoutCircles(names: readonly string[], edges: readonly (readonly [string, string])[]): Graph {
  const graph = new Map<string, Set<string>>();
  const open = new Set<string>();
  const visit = (name: string): void => {
    const kept = new Set<string>();
    graph.set(name, kept);
    open.add(name);
    for (const [from, next] of edges) {
      if (from !== name || open.has(next)) continue;
      kept.add(next);
      if (!graph.has(next)) visit(next);
    }
    open.delete(name);
  };
  for (const name of names) if (!graph.has(name)) visit(name);
  return graph;
}

function topological(names: readonly string[], graph: Graph): readonly string[] {
  const order: string[] = [];
  const done = new Set<string>();
  const visit = (name: string): void => {
    if (done.has(name)) return;
    done.add(name);
    for (const next of graph.get(name) ?? []) visit(next);
    order.unshift(name);
  };
  for (const name of names.toReversed()) visit(name);
  return order;
}
