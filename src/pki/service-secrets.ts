import { LabError } from '../errors/lab-error.ts';
import type { SecretSpec } from '../kit/role.ts';
import { Secret } from '../model/secret.ts';
import type { Clock } from '../ports/clock.ts';
import type { Random } from '../ports/random.ts';
import { secretOfNothing } from '../text/pki.ts';
import type { Credential, Validity } from './certificates.ts';
import { createClientKey, createServerKey } from './tls-crypt.ts';
import { expiryOf, isGood, lifetimes, validFrom } from './validity.ts';
import type { Vault } from './vault.ts';

/** What making secrets takes from outside. */
export interface SecretPorts {
  readonly clock: Clock;
  readonly random: Random;
}

type SpecOf<Kind extends SecretSpec['kind']> = Extract<SecretSpec, { kind: Kind }>;

// Loading it takes longer than the rest of a run that has nothing to do, so it is loaded when a certificate is made.
const certificates = () => import('./certificates.ts');

/** Makes what is missing of one service's secrets, renews what is about to expire, and returns them by name. */
export const prepareServiceSecrets = async (
  service: string,
  specs: readonly SecretSpec[],
  vault: Vault,
  { clock, random }: SecretPorts,
): Promise<ReadonlyMap<string, Secret>> => {
  const ready = new Map<string, Secret>();
  const path = (name: string): string => `services/${service}/${name}`;

  const madeOf = (spec: { readonly name: string; readonly of: string }, name = spec.of): Secret => {
    const secret = ready.get(name);
    if (secret !== undefined) return secret;
    throw new LabError({
      code: 'secret-of-nothing',
      fault: 'bug',
      message: secretOfNothing(service, spec.name, spec.of),
    });
  };
  const authorityOf = (spec: { readonly name: string; readonly of: string }): Credential => ({
    certificate: madeOf(spec).reveal(),
    key: madeOf(spec, keyName(spec.of)),
  });
  const validity = (lifetime: number, authority?: Credential): Validity => {
    const end = clock.now().getTime() + lifetime;
    const latest = authority === undefined ? end : expiryOf(authority.certificate).getTime();
    return { from: validFrom(clock.now()), until: new Date(Math.min(end, latest)) };
  };

  // What was made of a secret dies before the secret is replaced: a crash in between must not leave the two unequal.
  const forgetDependents = async (name: string): Promise<void> => {
    for (const dependent of specs)
      if ('of' in dependent && dependent.of === name) await vault.remove(path(dependent.name));
  };
  const credential = async (
    { name }: SecretSpec,
    good: (found: Credential) => boolean,
    make: () => Promise<Credential>,
  ): Promise<Secret> => {
    const [certificate, key] = await Promise.all([vault.get(path(name)), vault.get(path(keyName(name)))]);
    const found = certificate && key && { certificate: certificate.reveal(), key };
    const kept = found !== undefined && good(found) ? found : undefined;
    const { certificate: text, key: secretKey } = kept ?? (await make());
    const secret = new Secret(text);
    if (kept === undefined) {
      await forgetDependents(name);
      await vault.put(path(keyName(name)), secretKey);
      await vault.put(path(name), secret);
    }
    ready.set(keyName(name), secretKey);
    return secret;
  };
  const authority = (spec: SpecOf<'ca'>): Promise<Secret> => {
    const commonName = `${service} ${spec.name}`;
    return credential(
      spec,
      ({ certificate, key }) => isGood(certificate, key, { now: clock.now(), commonName }),
      async () => (await certificates()).createAuthority(commonName, validity(lifetimes.authority), random),
    );
  };
  const certificate = (spec: SpecOf<'certificate'>): Promise<Secret> => {
    const issuer = authorityOf(spec);
    const expected = { now: clock.now(), commonName: spec.commonName, authority: issuer.certificate };
    return credential(
      spec,
      (found) => isGood(found.certificate, found.key, expected),
      async () => (await certificates()).issueCertificate(spec, issuer, validity(lifetimes.end, issuer), random),
    );
  };
  const serverKey = async ({ name }: SpecOf<'tls-crypt-v2-server'>): Promise<Secret> =>
    vault.keep(path(name), async () => {
      await forgetDependents(name);
      return createServerKey(random);
    });
  const revocationList = (spec: SpecOf<'crl'>): Promise<Secret> =>
    vault.keep(path(spec.name), async () => {
      const issuer = authorityOf(spec);
      const { issueRevocationList } = await certificates();
      return new Secret(await issueRevocationList(issuer, validity(lifetimes.authority, issuer)));
    });
  const prepare = (spec: SecretSpec): Promise<Secret> | Secret => {
    switch (spec.kind) {
      case 'password':
        return vault.keep(path(spec.name), () => new Secret(random.text(32)));
      case 'ca':
        return authority(spec);
      case 'certificate':
        return certificate(spec);
      case 'key':
        return madeOf(spec, keyName(spec.of));
      case 'crl':
        return revocationList(spec);
      case 'tls-crypt-v2-server':
        return serverKey(spec);
      case 'tls-crypt-v2-client':
        return vault.keep(path(spec.name), () => createClientKey(madeOf(spec), { random, clock }));
    }
  };
  for (const spec of specs) ready.set(spec.name, await prepare(spec));
  return ready;
};

const keyName = (certificate: string): string => `${certificate}.key`;
