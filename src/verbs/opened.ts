import { join } from 'node:path';
import { roles } from '../../ansible-free-provision/index.ts';
import { LabError } from '../errors/lab-error.ts';
import type { Blueprint } from '../model/blueprint.ts';
import type { LabSecrets } from '../pki/prepare-secrets.ts';
import { identityFile, prepareSecrets } from '../pki/prepare-secrets.ts';
import { writePrivately } from '../ports/files.ts';
import { nodeProgram } from '../ports/computer.ts';
import type { Provider, ProviderLab } from '../providers/provider.ts';
import { knownHosts, sshConfig } from '../ssh/config.ts';
import type { Reach } from '../ssh/session.ts';
import type { Lab, LabIdentity } from '../state/lab.ts';
import { loadBlueprint, openLab } from '../state/record.ts';
import * as text from '../text/verbs.ts';
import type { Bench, LabRequest } from './bench.ts';
import { labNameOf } from './compiled.ts';
import { ports } from './ports.ts';
import { providerOf } from './targets.ts';

/** A lab that was begun, with all that is needed to work on it. */
export interface OpenedLab {
  readonly identity: LabIdentity;
  readonly target: string;
  readonly blueprint: Blueprint;
  readonly secrets: LabSecrets;
  readonly provider: Provider;
  /** The same lab, as its provider wants it told. */
  readonly known: ProviderLab;
}

/** Everything that working on a lab needs, from its identity and what it is to be. Missing secrets are made. */
export const workOn = async (lab: Lab, blueprint: Blueprint): Promise<OpenedLab> => {
  const { identity, target } = lab;
  const secrets = await prepareSecrets({ identity, blueprint, roles }, ports);
  const { authorizedKey, hostKeys } = secrets.ssh;
  return {
    identity,
    target,
    blueprint,
    secrets,
    provider: providerOf(target),
    known: { identity, blueprint, authorizedKey, hostKeys },
  };
};

/** The lab as it was last brought up. @throws LabError `lab-not-up` */
export const openRunning = async (request: LabRequest, bench: Bench): Promise<OpenedLab> => {
  const name = await labNameOf(request, bench);
  const lab = await openLab(bench.project, name);
  const blueprint = lab && (await loadBlueprint(lab.identity));
  if (lab === undefined || blueprint === undefined)
    throw new LabError({ code: 'lab-not-up', fault: 'operation', ...text.notUp(name) });
  return workOn(lab, blueprint);
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
