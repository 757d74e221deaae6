import { randomInt } from 'node:crypto';
import { noBindings } from '../../src/model/bindings.ts';
import type { LabEvent } from '../../src/model/event.ts';
import type { Blueprint, Machine } from '../../src/model/blueprint.ts';
import type { Secret } from '../../src/model/secret.ts';
import { createSshKey } from '../../src/pki/ssh-key.ts';
import { secureRandom } from '../../src/ports/random.ts';
import type { Stage } from '../../src/ports/stage.ts';
import type { ProviderLab } from '../../src/providers/provider.ts';

/** A lab for the local provider, without a topology: machines on one lan. */
export interface LocalLab extends ProviderLab {
  readonly privateKey: Secret;
  readonly events: LabEvent[];
  readonly stage: Stage;
}

const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';
const randomId = (): string => Array.from({ length: 8 }, () => alphabet[randomInt(alphabet.length)]).join('');

const machine = (name: string, index: number, options: Partial<Machine>): Machine => ({
  name,
  group: name,
  index: 0,
  site: 'here',
  size: { name: 'small', cpus: 0.5, memoryMiB: 256, diskGiB: 1 },
  interfaces: [
    {
      network: 'lan',
      device: 'lan',
      address: `192.168.77.${String(10 + index)}`,
      prefix: 24,
      mac: `02:00:00:00:77:${String(10 + index)}`,
      link: {},
    },
  ],
  routes: [],
  forwards: false,
  hosts: {},
  services: [`web@${name}`],
  firewall: { input: [], forward: [] },
  packages: [],
  ...options,
});

const blueprint = (names: readonly string[], port: number, options: Partial<Machine>): Blueprint => ({
  name: 'bench',
  title: 'Bench',
  networks: [{ kind: 'lan', name: 'lan', site: 'here', subnet: '192.168.77.0/24', vantage: '192.168.77.1', link: {} }],
  machines: names.map((name, index) => machine(name, index, options)),
  services: names.map((name) => ({
    id: `web@${name}`,
    name: 'web',
    machine: name,
    role: 'sketch',
    params: {},
    offers: [{ name: 'http', port, protocol: 'tcp', public: false }],
    uses: [],
    provisionable: false,
    implied: false,
    path: [],
  })),
  flows: [],
  visitors: [{ name: 'class', network: 'lan', to: [`web@${names[0] ?? ''}`], port, portName: 'http' }],
  checks: [],
});

/** Invents a lab of this user with these machines, whose visitors go to a port of the first one. */
export const localLab = (
  names: readonly string[],
  options: Partial<Machine> & { readonly port?: number } = {},
): LocalLab => {
  const { port = 8000, ...machineOptions } = options;
  const user = createSshKey('tester', secureRandom);
  const events: LabEvent[] = [];
  const stage: Stage = {
    emit: (event) => void events.push(event),
    consent: async () => false,
    signal: new AbortController().signal,
  };
  const hostKeys = names.map((name) => [name, createSshKey(name, secureRandom)] as const);
  return {
    identity: {
      id: randomId(),
      name: 'bench',
      owner: { uid: process.getuid?.() ?? 0, name: 'tester' },
      folder: '/nonexistent/bench',
    },
    blueprint: blueprint(names, port, machineOptions),
    own: names,
    bindings: noBindings,
    authorizedKey: user.publicKey,
    hostKeys: Object.fromEntries(hostKeys),
    privateKey: user.privateKey,
    events,
    stage,
  };
};
