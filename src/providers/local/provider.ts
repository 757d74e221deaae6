import { join } from 'node:path';
import { LabError } from '../../errors/lab-error.ts';
import { nodeProgram } from '../../ports/computer.ts';
import { packageRoot } from '../../ports/files.ts';
import { systemProcesses, type Processes } from '../../ports/process.ts';
import type { Stage } from '../../ports/stage.ts';
import { localTexts } from '../../text/local.ts';
import { foreseenOf } from '../budget.ts';
import type { Provider, ProviderLab } from '../provider.ts';
import { budgetFor } from './budget.ts';
import { examine } from './examine.ts';
import { localImages } from './images.ts';
import { limitsLeft } from './limits.ts';
import { changedLinks, hasEnded, isBegun, isMade, lackingLinks, observe, ownersLabs } from './observe.ts';
import { createRequest, prepareRequest, raiseRequest } from './orders.ts';
import { labPlaces, machinePlaces } from './places.ts';
import { askRoot, type RootProgram } from './root-program.ts';
import { localSnapshots } from './snapshots.ts';
import { doorVantage, visitorsThrough } from './vantage.ts';

/** What the local provider reaches the outside by. */
export interface LocalPorts {
  readonly processes: Processes;
  /** The bundle of the program that runs as root, absolute; the door's stands beside it. The checkout's if absent. */
  readonly rootProgram?: string;
}

const noteLacking = async ({ identity }: ProviderLab, stage: Stage): Promise<void> => {
  for (const property of await lackingLinks(identity.id))
    stage.emit({ type: 'notice', code: `link-${property}-unavailable`, what: localTexts.linkLacks(property) });
};

/** An `up` that was cut off before its lab was begun may have raised them for nobody. */
const putLimitsBack = async (root: () => RootProgram, stage: Stage): Promise<void> => {
  if ((await limitsLeft()).length === 0) return;
  await askRoot(root(), raiseRequest([]), stage);
  stage.emit({ type: 'notice', code: 'computer-changed', what: localTexts.limitsPutBack });
};

const vantageOf = ({ identity, blueprint }: ProviderLab, name: string) => {
  const network = blueprint.networks.find((one) => one.name === name);
  if (network === undefined || network.kind === 'openvpn')
    throw new LabError({ code: 'no-vantage', fault: 'bug', message: localTexts.noVantage(name) });
  return doorVantage({ name: `visitors@${name}`, socket: labPlaces(identity.id).doorSocket, from: network.vantage });
};

/** Machines of this computer: systemd-nspawn over layers of packages, each lab in network namespaces of its own. */
export const localProvider = ({ processes, rootProgram }: LocalPorts = { processes: systemProcesses }): Provider => {
  const root = () => ({
    processes,
    argv: [nodeProgram, rootProgram ?? join(packageRoot(), 'dist', 'root.js')] as const,
  });
  return {
    name: 'local',
    examine: (lab) => examine(processes, lab),
    async raise(limits, stage) {
      await askRoot(root(), raiseRequest(limits), stage);
    },
    tidy: (stage) => putLimitsBack(root, stage),
    async prepare(lab, stage) {
      await askRoot(root(), prepareRequest(lab), stage);
    },
    foresee: async (lab) => foreseenOf(await budgetFor(lab)),
    async create(lab, stage, { only } = {}) {
      if (!(await isMade(lab, only))) await askRoot(root(), createRequest(lab, only), stage);
      await noteLacking(lab, stage);
      return observe(lab);
    },
    observe: (lab) => observe(lab),
    async stop({ identity: { id } }, stage, only) {
      await askRoot(root(), { operation: 'stop', id, ...(only === undefined ? {} : { machines: [...only] }) }, stage);
    },
    async remove({ identity: { id } }, stage, machines) {
      await askRoot(root(), { operation: 'remove', id, machines: [...machines] }, stage);
    },
    async destroy({ id }, stage) {
      // An `up` that was not given root's rights has made nothing, and nothing needs them to end it.
      if (!(await isBegun(id))) return putLimitsBack(root, stage);
      await askRoot(root(), { operation: 'destroy', id }, stage);
    },
    async list({ uid }) {
      return (await ownersLabs(uid)).map(({ id, name, folder }) => ({ id, name, folder }));
    },
    reach({ identity, hostKeys }, machine, privateKey) {
      const hostKey = hostKeys[machine]?.publicKey ?? '';
      return {
        machine,
        user: 'root',
        privateKey,
        hostKey,
        route: { socket: machinePlaces(identity.id, machine).sshSocket },
        sudo: false,
        hasEnded: () => hasEnded(identity.id, machine),
      };
    },
    vantage: async (lab, network) => vantageOf(lab, network),
    links: {
      changed: (lab) => changedLinks(lab),
      change: ({ identity: { id } }, link, stage) => askRoot(root(), { operation: 'link', id, ...link }, stage),
    },
    snapshots: localSnapshots((request, stage) => askRoot(root(), request, stage)),
    images: localImages((request, stage) => askRoot(root(), request, stage)),
    visitors: ({ identity }) => visitorsThrough(labPlaces(identity.id).doorSocket),
  };
};
