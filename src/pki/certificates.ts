import type { webcrypto } from 'node:crypto';
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { Secret } from '../model/secret.ts';
import type { Random } from '../ports/random.ts';

/** A certificate with the key that belongs to it, both PEM. */
export interface Credential {
  readonly certificate: string;
  readonly key: Secret;
}

/** From when to when a certificate counts. */
export interface Validity {
  readonly from: Date;
  readonly until: Date;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

const generateKeys = () => crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);

const exportKey = async (key: webcrypto.CryptoKey): Promise<Secret> =>
  new Secret(`${x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY')}\n`);

const importKey = (key: Secret) =>
  crypto.subtle.importKey('pkcs8', x509.PemConverter.decodeFirst(key.reveal()), algorithm, false, ['sign']);

/** 128 random bits, positive and of full length, as RFC 5280 wants a serial number. */
const serialNumber = (random: Random): string => `4${Buffer.from(random.bytes(16)).toString('hex').slice(1)}`;

const pem = (label: string, raw: ArrayBuffer): string => `${x509.PemConverter.encode(raw, label)}\n`;

/** A certificate authority that signs nothing but end certificates and revocation lists. */
export const createAuthority = async (commonName: string, validity: Validity, random: Random): Promise<Credential> => {
  const keys = await generateKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(random),
    name: [{ CN: [commonName] }],
    notBefore: validity.from,
    notAfter: validity.until,
    keys,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate: pem('CERTIFICATE', certificate.rawData), key: await exportKey(keys.privateKey) };
};

/** Whom a certificate names, and whether it may serve or only ask. */
export interface Subject {
  readonly commonName: string;
  readonly usage: 'server' | 'client';
}

/** A certificate for one end of a connection, with its common name as its only DNS name. */
export const issueCertificate = async (
  { commonName, usage }: Subject,
  authority: Credential,
  validity: Validity,
  random: Random,
): Promise<Credential> => {
  const keys = await generateKeys();
  const issuer = new x509.X509Certificate(authority.certificate);
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(random),
    subject: [{ CN: [commonName] }],
    issuer: issuer.subjectName,
    notBefore: validity.from,
    notAfter: validity.until,
    publicKey: keys.publicKey,
    signingKey: await importKey(authority.key),
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage[usage === 'server' ? 'serverAuth' : 'clientAuth']]),
      new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: commonName }]),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(issuer),
    ],
  });
  return { certificate: pem('CERTIFICATE', certificate.rawData), key: await exportKey(keys.privateKey) };
};

/** A list of what the authority takes back: the serial numbers, in hex. OpenSSL and OpenVPN insist on the label. */
export const issueRevocationList = async (
  authority: Credential,
  validity: Validity,
  revoked: readonly string[] = [],
): Promise<string> => {
  const issuer = new x509.X509Certificate(authority.certificate);
  const list = await x509.X509CrlGenerator.create({
    issuer: issuer.subjectName,
    thisUpdate: validity.from,
    nextUpdate: validity.until,
    entries: revoked.map((serial) => ({ serialNumber: serial, revocationDate: validity.from })),
    signingKey: await importKey(authority.key),
    signingAlgorithm: algorithm,
    extensions: [await x509.AuthorityKeyIdentifierExtension.create(issuer)],
  });
  return pem('X509 CRL', list.rawData);
};
