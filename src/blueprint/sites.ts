import type { Topology } from '../model/topology.ts';
import { standsHere } from '../text/blueprint.ts';
import { lanInTwoSites, sitesApart } from '../text/flows.ts';
import type { End } from './ends.ts';
import type { Problems } from './problems.ts';

/** The site that each lan lives in: where its machines stand. A lan in two sites is reported. */
export function siteLans(
  topology: Topology,
  ends: ReadonlyMap<string, End>,
  problems: Problems,
): ReadonlyMap<string, string> {
  const sites = new Map<string, End>();
  for (const end of ends.values()) {
    for (const { network, path } of end.wishes) {
      if (topology.networks.find(({ name }) => name === network)?.kind !== 'lan') continue;
      const first = sites.get(network) ?? end;
      sites.set(network, first);
      if (first.site === end.site) continue;
      problems.report(lanInTwoSites(network, first.name, first.site, end.name, end.site), path, [
        { message: standsHere(first.name), path: first.path },
      ]);
    }
  }
  return new Map([...sites].map(([network, { site }]) => [network, site]));
}

/** Only an internet network joins sites; a site with machines that none joins to the first one is reported. */
export function reportSitesApart(topology: Topology, ends: ReadonlyMap<string, End>, problems: Problems): void {
  const machines = [...ends.values()].filter(({ size }) => size !== undefined);
  const internets = topology.networks.filter(({ kind }) => kind === 'internet').map(({ name }) => name);
  const sitesOn = internets.map(
    (name) =>
      new Set(machines.filter(({ wishes }) => wishes.some(({ network }) => network === name)).map(({ site }) => site)),
  );
  const joined = new Set(machines.slice(0, 1).map(({ site }) => site));
  for (let size = 0; size !== joined.size;) {
    size = joined.size;
    for (const sites of sitesOn)
      if ([...sites].some((site) => joined.has(site))) for (const site of sites) joined.add(site);
  }
  for (const { site, path } of machines) {
    if (!joined.has(site)) problems.report(sitesApart(machines[0]?.site ?? '', site), [...path, 'site']);
  }
}
