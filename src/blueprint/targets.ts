import type { ProviderName, Sites } from '../model/target.ts';
import type { SourcePath, Topology } from '../model/topology.ts';
import { standsHere } from '../text/blueprint.ts';
import { localJoinsNothing, siteNotServed } from '../text/targets.ts';
import type { End } from './ends.ts';
import type { Problems } from './problems.ts';

/** Targets that need no entry in the file: a provider for each site, or one for all. */
const builtIn: Readonly<Record<string, ProviderName | Sites>> = {
  local: 'local',
  vms: 'vagrant',
  real: { here: 'vagrant', cloud: 'ec2' },
  ssh: 'ssh',
};

type Targets = Pick<Topology, 'targets'>;

/** Names of all targets that a lab can be brought up on. The file's own may bear a built-in's name; then they win. */
export const targetNames = ({ targets }: Targets): readonly string[] => [
  ...new Set([...Object.keys(builtIn), ...Object.keys(targets)]),
];

/** Who serves each of these sites on a target; sites that nobody serves are left out. `undefined`: no such target. */
export function sitesOn(topology: Targets, target: string, sites: readonly string[]): Sites | undefined {
  const own = Object.hasOwn(topology.targets, target) ? (topology.targets[target] as Sites) : undefined;
  const served = own ?? (Object.hasOwn(builtIn, target) ? builtIn[target] : undefined);
  if (served === undefined) return undefined;
  const by = (site: string): ProviderName | undefined =>
    typeof served === 'string' ? served : Object.hasOwn(served, site) ? served[site] : undefined;
  return Object.fromEntries(
    sites.flatMap((site) => {
      const provider = by(site);
      return provider === undefined ? [] : [[site, provider] as const];
    }),
  );
}

/** Two sites that can't meet: machines of this computer live in networks that nothing outside can enter. */
export function apart(sites: Sites): { readonly local: string; readonly other: string } | undefined {
  const find = (isLocal: boolean): string | undefined =>
    Object.keys(sites).find((site) => (sites[site] === 'local') === isLocal);
  const [local, other] = [find(true), find(false)];
  return local === undefined || other === undefined ? undefined : { local, other };
}

/** The file's own targets: each must serve every site that has machines, by providers whose machines can meet. */
export function reportTargets(topology: Topology, ends: ReadonlyMap<string, End>, problems: Problems): void {
  const machines = [...ends.values()].filter(({ size }) => size !== undefined);
  const inhabited = [...new Set(machines.map(({ site }) => site))];
  for (const target of Object.keys(topology.targets)) {
    const sites = sitesOn(topology, target, inhabited) ?? {};
    const path: SourcePath = ['targets', target];
    const unserved = machines.find(({ site }) => sites[site] === undefined);
    if (unserved)
      problems.report(siteNotServed(target, unserved.site), path, [
        { message: standsHere(unserved.name), path: unserved.path },
      ]);
    const strangers = apart(sites);
    if (strangers)
      problems.report(localJoinsNothing(target, strangers.local, strangers.other), [...path, strangers.local]);
  }
}
