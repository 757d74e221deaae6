import { createHash, createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Refused } from './request.ts';

/** A key to the account, as the stand-in knows it. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of temporary credentials. */
  readonly sessionToken?: string;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const refused = (): Refused =>
  new Refused('AuthFailure', 'AWS was not able to validate the provided access credentials', 401);

/** Checks a request's Signature Version 4. @returns the region it was signed for. @throws Refused */
export const signedRegion = (headers: IncomingHttpHeaders, body: string, known: readonly Credentials[]): string => {
  const header =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/ec2\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/;
  const [, keyId, day = '', region = '', signed = '', signature] = header.exec(headers.authorization ?? '') ?? [];
  const credentials = known.find(({ accessKeyId }) => accessKeyId === keyId);
  if (credentials === undefined || headers['x-amz-security-token'] !== credentials.sessionToken) throw refused();
  const canonicalHeaders = signed.split(';').map((name) => `${name}:${String(headers[name] ?? '').trim()}\n`);
  const canonical = ['POST', '/', '', canonicalHeaders.join(''), signed, sha256(body)].join('\n');
  const scope = `${day}/${region}/ec2/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', String(headers['x-amz-date']), scope, sha256(canonical)].join('\n');
  const key = [day, region, 'ec2', 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${credentials.secretAccessKey}`);
  if (hmac(key, toSign).toString('hex') !== signature) throw refused();
  return region;
};
