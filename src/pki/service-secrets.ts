import { LabError } from '../errors/lab-error.ts';
import type { SecretSpec } from '../kit/role.ts';
import { Secret } from '../model/secret.ts';
import type { Clock } from '../ports/clock.ts';
import type { Random } from '../ports/random.ts';
import { secretOfNothing } from '../text/pki.ts';
import type { Credential, Validity } from './certificates.ts';
import { createClientKey, createServerKey } from './tls-crypt.ts';
import { expiryOf, isGood, lifetimes, serialOf, validFrom } from './validity.ts';
import type { Vault } from './vault.ts';

/** What making secrets takes from outside. */
export interface SecretPorts {
  readonly clock: Clock;
  readonly random: Random;
}

/** One service's secrets while they are made ready, one after the other. */
interface Workshop extends SecretPorts {
  readonly service: string;
  readonly specs: readonly SecretSpec[];
  readonly vault: Vault;
  /** Those that are ready, by name; a certificate's key as `<name>.key`. */
  readonly ready: Map<string, Secret>;
}

type SpecOf<Kind extends SecretSpec['kind']> = Extract<SecretSpec, { kind: Kind }>;
type Derived = Extract<SecretSpec, { of: string }>;

// Loading it takes longer than the rest of a run that has nothing to do, so it is loaded when a certificate is made.
const certificates = () => import('./certificates.ts');

/** Makes what is missing of one service's secrets, renews what is about to expire, and returns them by name. */
export const prepareServiceSecrets = async (
  service: string,
  specs: readonly SecretSpec[],
  vault: Vault,
  ports: SecretPorts,
): Promise<ReadonlyMap<string, Secret>> => {
  const shop: Workshop = { ...ports, service, specs, vault, ready: new Map() };
  for (const spec of specs) shop.ready.set(spec.name, await prepare(shop, spec));
  return shop.ready;
};

const prepare = async (shop: Workshop, spec: SecretSpec): Promise<Secret> => {
  const { vault, random } = shop;
  const path = pathOf(shop, spec.name);
  switch (spec.kind) {
    case 'password':
      return vault.keep(path, () => new Secret(random.text(32)));
    case 'ca':
      return prepareAuthority(shop, spec);
    case 'certificate':
      return prepareCertificate(shop, spec);
    case 'key':
      return readySecret(shop, spec, keyName(spec.of));
    case 'crl':
      return vault.keep(path, () => makeRevocationList(shop, spec));
    case 'tls-crypt-v2-server':
      return vault.keep(path, async () => {
        await forgetDependents(shop, spec.name);
        return createServerKey(random);
      });
    case 'tls-crypt-v2-client':
      return vault.keep(path, () => createClientKey(readySecret(shop, spec), shop));
  }
};

const prepareAuthority = (shop: Workshop, spec: SpecOf<'ca'>): Promise<Secret> => {
  const { clock, random, service } = shop;
  const commonName = `${service} ${spec.name}`;
  return prepareCredential(shop, spec.name, {
    good: ({ certificate, key }) => isGood(certificate, key, { now: clock.now(), commonName }),
    make: async () => (await certificates()).createAuthority(commonName, validity(clock, lifetimes.authority), random),
  });
};

const prepareCertificate = (shop: Workshop, spec: SpecOf<'certificate'>): Promise<Secret> => {
  const { clock, random } = shop;
  const issuer = authorityOf(shop, spec);
  const expected = { now: clock.now(), commonName: spec.commonName, authority: issuer.certificate };
  const period = validity(clock, lifetimes.end, issuer);
  return prepareCredential(shop, spec.name, {
    good: ({ certificate, key }) => isGood(certificate, key, expected),
    make: async () => (await certificates()).issueCertificate(spec, issuer, period, random),
  });
};

const makeRevocationList = async (shop: Workshop, spec: SpecOf<'crl'>): Promise<Secret> => {
  const issuer = authorityOf(shop, spec);
  const { issueRevocationList } = await certificates();
  const revoked = spec.revokes === undefined ? [] : [serialOf(readySecret(shop, spec, spec.revokes).reveal())];
  return new Secret(await issueRevocationList(issuer, validity(shop.clock, lifetimes.authority, issuer), revoked));
};

/** When a credential is kept, and how another is made. */
interface Making {
  readonly good: (found: Credential) => boolean;
  readonly make: () => Promise<Credential>;
}

/** Keeps a good certificate with its key, or makes both anew. Returns the certificate; the key is ready too. */
const prepareCredential = async (shop: Workshop, name: string, { good, make }: Making): Promise<Secret> => {
  const found = await findCredential(shop, name);
  const kept = found !== undefined && good(found);
  const { certificate, key } = kept ? found : await make();
  const secret = new Secret(certificate);
  if (!kept) {
    await forgetDependents(shop, name);
    await shop.vault.put(pathOf(shop, keyName(name)), key);
    await shop.vault.put(pathOf(shop, name), secret);
  }
  shop.ready.set(keyName(name), key);
  return secret;
};

const findCredential = async (shop: Workshop, name: string): Promise<Credential | undefined> => {
  const names = [name, keyName(name)];
  const [certificate, key] = await Promise.all(names.map((each) => shop.vault.get(pathOf(shop, each))));
  return certificate && key && { certificate: certificate.reveal(), key };
};

// What was made of a secret goes before the secret is replaced: a crash in between must not leave two that do not match.
const forgetDependents = async (shop: Workshop, name: string): Promise<void> => {
  const isMadeOf = (spec: SecretSpec): boolean =>
    ('of' in spec && spec.of === name) || ('revokes' in spec && spec.revokes === name);
  for (const spec of shop.specs) if (isMadeOf(spec)) await shop.vault.remove(pathOf(shop, spec.name));
};

const authorityOf = (shop: Workshop, spec: Derived): Credential => ({
  certificate: readySecret(shop, spec).reveal(),
  key: readySecret(shop, spec, keyName(spec.of)),
});

/** What a secret is made of. @throws LabError (bug) if its role does not declare that before it */
const readySecret = ({ ready, service }: Workshop, spec: Derived, name = spec.of): Secret => {
  const secret = ready.get(name);
  if (secret !== undefined) return secret;
  const message = secretOfNothing(service, spec.name, spec.of);
  throw new LabError({ code: 'secret-of-nothing', fault: 'bug', message });
};

const validity = (clock: Clock, lifetime: number, authority?: Credential): Validity => {
  const end = clock.now().getTime() + lifetime;
  const latest = authority === undefined ? end : expiryOf(authority.certificate).getTime();
  return { from: validFrom(clock.now()), until: new Date(Math.min(end, latest)) };
};

const keyName = (certificate: string): string => `${certificate}.key`;

const pathOf = ({ service }: Workshop, name: string): string => `services/${service}/${name}`;
