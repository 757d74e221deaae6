import { dirname } from 'node:path';
import { systemOf } from '../../vms/systems.ts';
import { apart, sitesOn, targetNames } from '../blueprint/targets.ts';
import { LabError } from '../errors/lab-error.ts';
import type { Blueprint } from '../model/blueprint.ts';
import type { ProviderName, Sites, TargetOptions } from '../model/target.ts';
import type { Topology } from '../model/topology.ts';
import { joined } from '../providers/joined.ts';
import type { Provider } from '../providers/provider.ts';
import { providers } from '../providers/registry.ts';
import type { Lab } from '../state/lab.ts';
import { otherBox, otherSystem } from '../text/systems.ts';
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
  readonly defaults?: TargetOptions;
}

/**
 * Where a lab goes: where it was begun, else where the user says. Options said now are laid over those said before.
 * @throws LabError `unknown-target`, `site-not-served`, `target-cannot-join`, `option-without-effect`
 */
export const standingOf = ({ topology, blueprint, begun, on, options = {}, defaults }: TargetQuestion): Standing => {
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
  const standing = { target, sites: { ...sites, ...kept } };
  const [idle] = namesIn(options).filter((name) => !meansAnything(name, standing.sites));
  if (idle !== undefined) {
    const others = targetNames(topology).filter((other) =>
      meansAnything(idle, sitesOn(topology, other, inhabited) ?? {}),
    );
    throw new LabError({
      code: 'option-without-effect',
      fault: 'usage',
      ...targetText.optionIdle(idle, target, others),
    });
  }
  const ambient = namesIn(defaults).filter((name) => meansAnything(name, standing.sites));
  const fitting = Object.fromEntries(ambient.map((name) => [name, defaults?.[name]])) as TargetOptions;
  return { ...standing, options: { ...begun?.options, ...fitting, ...options } };
};

const namesIn = (options: TargetOptions = {}) => Object.keys(options) as readonly (keyof TargetOptions)[];

const meansAnything = (option: keyof TargetOptions, sites: Sites): boolean =>
  Object.values(sites).some((name) => providers[name].options.includes(option));

const asError = ({ code, message, hint }: ReturnType<typeof targetText.siteNotServed>): LabError =>
  new LabError({ code, fault: 'usage', message, hint });

/** The provider behind a lab's sites; several of them look like one. @throws LabError where its options or files are wrong */
export const providerFor = async (project: string, { sites, options }: Omit<Standing, 'target'>): Promise<Provider> => {
  const named = new Set<ProviderName>(Object.values(sites));
  const names: readonly ProviderName[] = named.size === 0 ? ['local'] : [...named];
  const setting = { project, options };
  const parts = await Promise.all(names.map(async (name) => ({ name, provider: await providers[name].open(setting) })));
  const [only, another] = parts;
  return only !== undefined && another === undefined ? only.provider : joined(parts, sites);
};

/** The project that a lab's folder lies in. */
export const projectOfLab = ({ folder }: Lab['identity']): string => dirname(dirname(folder));

/**
 * A lab stays where it was begun; once any of its machines is there, as `isThere` says, it also stays with the system and
 * the box that they are made from. @throws LabError `other-target`, `other-system`, `other-box`
 */
export const refuseOtherStanding = async (
  { identity, target, options }: Pick<Lab, 'identity' | 'target' | 'options'>,
  wanted: Pick<Standing, 'target' | 'options'>,
  isThere: () => Promise<boolean>,
): Promise<void> => {
  if (target !== wanted.target)
    throw new LabError({ code: 'other-target', fault: 'usage', ...text.otherTarget(identity.name, target) });
  const { name } = systemOf(options.system);
  const isOtherSystem = systemOf(wanted.options.system).name !== name;
  const { box } = options;
  if ((!isOtherSystem && wanted.options.box === box) || !(await isThere())) return;
  throw isOtherSystem
    ? new LabError({ code: 'other-system', fault: 'usage', ...otherSystem(identity.name, name) })
    : new LabError({ code: 'other-box', fault: 'usage', ...otherBox(identity.name, box ?? name) });
};
