import { LabError } from '../errors/lab-error.ts';
import type { Role, SecretSpec } from '../kit/role.ts';
import type { Blueprint } from '../model/blueprint.ts';
import { Secret } from '../model/secret.ts';
import { noPairSecret, secretNotDeclared } from '../text/pki.ts';
import type { SecretPorts } from './service-secrets.ts';
import { prepareServiceSecrets } from './service-secrets.ts';
import type { SshKeyPair } from './ssh-key.ts';
import { createSshKey, isSshKeyPair } from './ssh-key.ts';
import type { Vault } from './vault.ts';
import { borrowVault, openVault } from './vault.ts';

/** Everything secret of a lab, in memory. */
export interface LabSecrets {
  /** A secret that a service's role declared, shared by its instances. @throws LabError (bug) if it declared none of that name */
  secret(serviceName: string, name: string): Secret;
  /** The password that a service shows to another one that it uses. @throws LabError (bug) if it uses none of that name */
  pair(fromServiceName: string, toServiceName: string): Secret;
  readonly ssh: {
    /** With it Bancada, and the user's own ssh, enter the machines. OpenSSH PEM. */
    readonly privateKey: Secret;
    readonly authorizedKey: string;
    /** By machine name. */
    readonly hostKeys: Readonly<Record<string, SshKeyPair>>;
  };
}

/** Whose secrets. */
export interface SecretsRequest {
  /** The lab's name, and the absolute path of its folder. */
  readonly identity: { readonly name: string; readonly folder: string };
  readonly blueprint: Blueprint;
  readonly roles: readonly Role[];
  /** False: what is missing is made in memory only, for one who looks and does not hold the lab's lock. */
  readonly keep: boolean;
}

/**
 * Loads a lab's secrets, and makes those that are missing or about to expire. Idempotent.
 * They lie in the lab's `secrets/`: `services/<service>/<name>`, `pairs/<from>/<to>`, `ssh/`.
 */
export const prepareSecrets = async (
  { identity, blueprint, roles, keep }: SecretsRequest,
  ports: SecretPorts,
): Promise<LabSecrets> => {
  const kept = openVault(identity.folder);
  const vault = keep ? kept : borrowVault(kept);
  const [services, pairs, ssh] = await Promise.all([
    prepareServices(blueprint, roles, vault, ports),
    preparePairs(blueprint, vault, ports),
    prepareSsh(identity.name, blueprint, vault, ports),
  ]);
  return {
    ssh,
    secret: (service, name) =>
      services.get(service)?.get(name) ?? bug('secret-not-declared', secretNotDeclared(service, name)),
    pair: (from, to) => pairs.get(`${from}/${to}`) ?? bug('secret-not-shared', noPairSecret(from, to)),
  };
};

const bug = (code: string, message: LabError['sentence']): never => {
  throw new LabError({ code, fault: 'bug', message });
};

const prepareServices = async (
  blueprint: Blueprint,
  roles: readonly Role[],
  vault: Vault,
  ports: SecretPorts,
): Promise<ReadonlyMap<string, ReadonlyMap<string, Secret>>> => {
  const entries = [...specsByService(blueprint, roles)].map(
    async ([service, specs]) =>
      [service, await prepareServiceSecrets(service, [...specs.values()], vault, ports)] as const,
  );
  return new Map(await Promise.all(entries));
};

/** What the instances of each service want; a name that several of them want is one secret. */
const specsByService = (
  blueprint: Blueprint,
  roles: readonly Role[],
): ReadonlyMap<string, ReadonlyMap<string, SecretSpec>> => {
  const byService = new Map<string, Map<string, SecretSpec>>();
  for (const service of blueprint.services) {
    const role = roles.find(({ name }) => name === service.role);
    const specs = byService.get(service.name) ?? new Map<string, SecretSpec>();
    byService.set(service.name, specs);
    for (const spec of role?.secrets?.(service, blueprint) ?? []) specs.set(spec.name, spec);
  }
  return byService;
};

const preparePairs = async (
  { services }: Blueprint,
  vault: Vault,
  { random }: SecretPorts,
): Promise<ReadonlyMap<string, Secret>> => {
  const names = new Map(services.map(({ id, name }) => [id, name]));
  const pairs = services.flatMap(({ name, uses }) =>
    uses.flatMap(({ targets }) => targets.map(({ service }) => `${name}/${names.get(service) ?? service}`)),
  );
  const entries = [...new Set(pairs)].map(
    async (pair) => [pair, await vault.keep(`pairs/${pair}`, () => new Secret(random.text(32)))] as const,
  );
  return new Map(await Promise.all(entries));
};

const userKey = 'ssh/id_ed25519';

/** Where the key that opens every machine lies in the lab's folder: what `ssh` takes as its identity. */
export const identityFile = `secrets/${userKey}`;

const prepareSsh = async (
  lab: string,
  { machines }: Blueprint,
  vault: Vault,
  ports: SecretPorts,
): Promise<LabSecrets['ssh']> => {
  const user = await prepareKeyPair(userKey, `bancada-${lab}`, vault, ports);
  const hostKeys = machines.map(
    async ({ name }) => [name, await prepareKeyPair(`ssh/hosts/${name}`, name, vault, ports)] as const,
  );
  return {
    privateKey: user.privateKey,
    authorizedKey: user.publicKey,
    hostKeys: Object.fromEntries(await Promise.all(hostKeys)),
  };
};

// The private half is written last: a pair without it was not finished. That, or one that was damaged, is made anew.
const prepareKeyPair = async (
  path: string,
  comment: string,
  vault: Vault,
  { random }: SecretPorts,
): Promise<SshKeyPair> => {
  const [privateKey, publicKey] = await Promise.all([vault.get(path), vault.get(`${path}.pub`)]);
  if (privateKey && publicKey && isSshKeyPair(privateKey.reveal(), publicKey.reveal()))
    return { privateKey, publicKey: publicKey.reveal().trim() };
  const pair = createSshKey(comment, random);
  await vault.remove(path);
  await vault.put(`${path}.pub`, new Secret(`${pair.publicKey}\n`));
  await vault.put(path, pair.privateKey);
  return pair;
};
