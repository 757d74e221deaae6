import { join } from 'node:path';
import { bind } from '../blueprint/bind.ts';
import { contradictions } from '../blueprint/bindable.ts';
import { LabError } from '../errors/lab-error.ts';
import type { Role } from '../kit/role.ts';
import type { Bindings } from '../model/bindings.ts';
import type { Blueprint } from '../model/blueprint.ts';
import type { LabSecrets } from '../pki/prepare-secrets.ts';
import { identityFile, prepareSecrets } from '../pki/prepare-secrets.ts';
import { nodeProgram } from '../ports/computer.ts';
import { writePrivately } from '../ports/files.ts';
import type { Provider, ProviderLab } from '../providers/provider.ts';
import { knownHosts, sshConfig } from '../ssh/config.ts';
import type { Reach } from '../ssh/session.ts';
import type { Lab, LabIdentity } from '../state/lab.ts';
import { loadBindings, loadBlueprint, saveBindings } from '../state/record.ts';
import { restoringOf } from '../state/snapshots.ts';
import { cannotBind } from '../text/bindings.ts';
import { cutOff } from '../text/snapshots.ts';
import * as text from '../text/verbs.ts';
import type { Bench, LabRequest } from './bench.ts';
import { labNameOf } from './compiled.ts';
import { openOwnLab } from './own-lab.ts';
import { ports } from './ports.ts';
import { rolesOf } from './roles.ts';
import { projectOfLab, providerFor } from './targets.ts';

/** A lab that was begun, with all that is needed to work on it. */
export interface OpenedLab {
  readonly identity: LabIdentity;
  readonly target: string;
  readonly sites: Lab['sites'];
  /** With what was observed last. */
  readonly blueprint: Blueprint;
  readonly secrets: LabSecrets;
  /** Those that its services may have. */
  readonly roles: readonly Role[];
  readonly provider: Provider;
  /** The same lab, as its provider wants it told: as it was planned. */
  readonly known: ProviderLab;
}

/** How a lab is opened. */
interface Opening {
  /** What is missing of its secrets is written down. */
  readonly keep: boolean;
  /** Which roles its services may have; all of them if not said. */
  readonly known?: typeof rolesOf;
}

/**
 * Everything that working on a lab needs, from its identity and what it is to be. Missing secrets are made, and with
 * `keep` written down: for those who hold the lab's lock.
 */
export const workOn = async (lab: Lab, planned: Blueprint, { keep, known = rolesOf }: Opening): Promise<OpenedLab> => {
  const { identity, target, sites } = lab;
  const roles = await known(projectOfLab(identity));
  const [secrets, bindings, provider] = await Promise.all([
    prepareSecrets({ identity, blueprint: planned, roles, keep }, ports),
    loadBindings(identity),
    providerFor(projectOfLab(identity), lab),
  ]);
  const { privateKey, authorizedKey, hostKeys } = secrets.ssh;
  const own = planned.machines.map(({ name }) => name);
  return {
    identity,
    target,
    sites,
    blueprint: bind(planned, bindings),
    secrets,
    roles,
    provider,
    known: { identity, blueprint: planned, own, bindings, privateKey, authorizedKey, hostKeys },
  };
};

/** Whether any machine of a lab exists, as it was begun, or may. */
export const anythingThere = async (lab: Lab, planned: Blueprint): Promise<boolean> => {
  const { provider, known } = await workOn(lab, planned, { keep: false });
  const { machines, undescribed } = await provider.observe(known);
  return undescribed.length > 0 || machines.some(({ state }) => state !== 'absent');
};

/** The lab with what was observed of it just now. */
export const rebound = (lab: OpenedLab, bindings: Bindings): OpenedLab => ({
  ...lab,
  blueprint: bind(lab.known.blueprint, bindings),
  known: { ...lab.known, bindings },
});

/** As `rebound`, and kept for the verbs that come. @throws LabError `lab-cannot-bind` where the blueprint does not fit */
export const settle = async (lab: OpenedLab, bindings: Bindings): Promise<OpenedLab> => {
  await saveBindings(lab.identity, bindings);
  const reasons = contradictions(lab.known.blueprint, bindings);
  if (reasons.length > 0)
    throw new LabError({ code: 'lab-cannot-bind', fault: 'operation', ...cannotBind(lab.identity.name, reasons) });
  return rebound(lab, bindings);
};

/** The lab as it was last brought up; `keep` as `workOn` has it. @throws LabError `lab-not-up`, `restore-cut-off` for who keeps */
export const openRunning = async (
  request: LabRequest,
  bench: Bench,
  opening: Opening = { keep: false },
): Promise<OpenedLab> => {
  const name = await labNameOf(request, bench);
  const lab = await openOwnLab(bench.project, name);
  const planned = lab && (await loadBlueprint(lab.identity));
  if (lab === undefined || planned === undefined)
    throw new LabError({ code: 'lab-not-up', fault: 'operation', ...text.notUp(name) });
  if (opening.keep) await refuseHalfRestored(lab);
  return workOn(lab, planned, opening);
};

/**
 * The snapshot that a lab was on its way back to when that was cut off: as its folder notes it or, where that is lost, as
 * who keeps its machines does. `undefined` where nothing was cut off.
 */
export const halfwayOf = async ({
  identity,
  provider,
}: Pick<OpenedLab, 'identity' | 'provider'>): Promise<string | undefined> =>
  (await restoringOf(identity)) ?? provider.snapshots?.halfway?.(identity);

/** Its machines may be of two moments: nobody works on them before that is ended. */
const refuseHalfRestored = async (lab: Lab): Promise<void> => {
  const { identity } = lab;
  const provider = await providerFor(projectOfLab(identity), lab);
  const snapshot = await halfwayOf({ identity, provider });
  if (snapshot === undefined) return;
  throw new LabError({ code: 'restore-cut-off', fault: 'operation', ...cutOff(identity.name, snapshot) });
};

/** How every machine of a lab is reached. */
export const reachOf = (lab: OpenedLab, machine: string): Reach =>
  lab.provider.reach(lab.known, machine, lab.secrets.ssh.privateKey);

/** Writes what lets plain ssh, scp and editors into the lab's machines. */
export const writeSshConfig = async (lab: OpenedLab): Promise<void> => {
  const reaches = lab.blueprint.machines.map(({ name }) => reachOf(lab, name));
  const folder = lab.identity.folder;
  const files = {
    identity: join(folder, identityFile),
    knownHosts: join(folder, 'known_hosts'),
    node: nodeProgram,
  };
  await writePrivately(files.knownHosts, knownHosts(reaches));
  await writePrivately(join(folder, 'ssh_config'), sshConfig(reaches, files));
};
