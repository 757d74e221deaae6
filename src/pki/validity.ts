import { X509Certificate, createPrivateKey } from 'node:crypto';
import type { Secret } from '../model/secret.ts';

const day = 86_400_000;

/** A certificate is renewed when less than this is left of it, in milliseconds. */
const renewalMargin = 30 * day;

/** How long each kind counts, in milliseconds. An end certificate never outlives its authority. */
export const lifetimes = { authority: 3650 * day, end: 730 * day } as const;

/** Certificates count from a day before they are made, because a virtual machine's clock may be behind. */
export const validFrom = (now: Date): Date => new Date(now.getTime() - day);

/** The moment a PEM certificate ends. */
export const expiryOf = (certificate: string): Date => new Date(new X509Certificate(certificate).validTo);

/** What a certificate must be to be kept. */
export interface Expected {
  readonly now: Date;
  readonly commonName: string;
  /** Who signed it, PEM; itself if absent. */
  readonly authority?: string;
}

/** Whether a certificate belongs to its key, names whom it should, was signed by whom it should, and counts for long enough. */
export const isGood = (certificate: string, key: Secret, { now, commonName, authority }: Expected): boolean => {
  try {
    const read = new X509Certificate(certificate);
    const issuer = authority === undefined ? read : new X509Certificate(authority);
    return (
      new Date(read.validTo).getTime() - now.getTime() > renewalMargin &&
      read.subject === `CN=${commonName}` &&
      read.checkPrivateKey(createPrivateKey(key.reveal())) &&
      read.checkIssued(issuer) &&
      read.verify(issuer.publicKey)
    );
  } catch {
    // What OpenSSL cannot read is not good.
    return false;
  }
};

/** A certificate's serial number, in hex. */
export const serialOf = (certificate: string): string => new X509Certificate(certificate).serialNumber;
