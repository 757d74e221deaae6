import { dirname } from 'node:path';
import { systemOf } from '../../vms/systems.ts';
import { apart, sitesOn, targetNames } from '../blueprint/targets.ts';
import { LabError } from '../errors/lab-error.ts';
import type { Blueprint } from '../model/blueprint.ts';
import type { ProviderName, TargetOptions } from '../model/target.ts';
import type { Topology } from '../model/topology.ts';
import { joined } from '../providers/joined.ts';
import type { Provider } from '../providers/provider.ts';
import { providers } from '../providers/registry.ts';
import type { Lab } from '../state/lab.ts';
import { otherSystem } from '../text/systems.ts';
import * as targetText from '../text/targets.ts';
import * as text from '../text/verbs.ts';

/** Where a lab goes if nobody says otherwise. */
const defaultTarget = 'local';

/** Where a lab stands, or is to stand. */
export type Standing = Pick<Lab, 'target' | 'sites' | 'options'>;

/** What a verb is asked about targets, and what is known of the lab already. */
export interface TargetQuestion {
  readonly topology: Pick<Topology, 'targets'>;
  readonly blueprint: Blueprint;
  /** As the lab was begun, if it was. */
  readonly begun: Standing | undefined;
  readonly on?: string;
  readonly options?: TargetOptions;
}

/**
 * Where a lab goes: where it was begun, else where the user says. Options said now are laid over those said before.
 * @throws LabError `unknown-target`, `site-not-served`, `target-cannot-join`
 */
export const standingOf = ({ topology, blueprint, begun, on, options }: TargetQuestion): Standing => {
  const target = on ?? begun?.target ?? defaultTarget;
  const inhabited = [...new Set(blueprint.machines.map(({ site }) => site))];
  const sites = sitesOn(topology, target, inhabited);
  if (sites === undefined)
    throw new LabError({
      code: 'unknown-target',
      fault: 'usage',
      ...text.unknownTarget(target, targetNames(topology)),
    });
  const unserved = inhabited.find((site) => sites[site] === undefined);
  if (unserved !== undefined) throw asError(targetText.siteNotServed(target, unserved));
  const strangers = apart(sites);
  if (strangers) throw asError(targetText.localJoinsNothing(target, strangers.local, strangers.other));
  // A site stays with whom it was begun with, whatever the file says of its target since.
  const kept = begun?.target === target ? begun.sites : {};
  return { target, sites: { ...sites, ...kept }, options: { ...begun?.options, ...options } };
};

const asError = ({ code, message, hint }: ReturnType<typeof targetText.siteNotServed>): LabError =>
  new LabError({ code, fault: 'usage', message, hint });

/** The provider behind a lab's sites; several of them look like one. @throws LabError where its options or files are wrong */
export const providerFor = async (project: string, { sites, options }: Omit<Standing, 'target'>): Promise<Provider> => {
  const named = new Set<ProviderName>(Object.values(sites));
  const names: readonly ProviderName[] = named.size === 0 ? ['local'] : [...named];
  const setting = { project, options };
  const parts = await Promise.all(names.map(async (name) => ({ name, provider: await providers[name](setting) })));
  const [only, another] = parts;
  return only !== undefined && another === undefined ? only.provider : joined(parts, sites);
};

/** The project that a lab's folder lies in. */
export const projectOfLab = ({ folder }: Lab['identity']): string => dirname(dirname(folder));

/** A lab stays where it was begun, and on the system it was begun with. @throws LabError `other-target`, `other-system` */
export const refuseOtherStanding = (
  { identity, target, options }: Pick<Lab, 'identity' | 'target' | 'options'>,
  wanted: Pick<Standing, 'target' | 'options'>,
): void => {
  if (target !== wanted.target)
    throw new LabError({ code: 'other-target', fault: 'usage', ...text.otherTarget(identity.name, target) });
  const { name } = systemOf(options.system);
  if (systemOf(wanted.options.system).name !== name)
    throw new LabError({ code: 'other-system', fault: 'usage', ...otherSystem(identity.name, name) });
};
