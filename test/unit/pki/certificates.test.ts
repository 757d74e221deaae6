import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Credential, Validity } from '../../../src/pki/certificates.ts';
import { createAuthority, issueCertificate, issueRevocationList } from '../../../src/pki/certificates.ts';
import { secureRandom } from '../../../src/ports/random.ts';
import { run } from '../../support/program.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const validity: Validity = { from: new Date(Date.now() - 1000), until: new Date(Date.now() + 86_400_000) };
let authority: Credential;
let server: Credential;
let client: Credential;
let folder: string;
const file = async (name: string, content: string): Promise<string> => {
  await writeFile(join(folder, name), content);
  return join(folder, name);
};

beforeAll(async () => {
  authority = await createAuthority('vpn ca', validity, secureRandom);
  server = await issueCertificate({ commonName: 'db', usage: 'server' }, authority, validity, secureRandom);
  client = await issueCertificate({ commonName: 'lb', usage: 'client' }, authority, validity, secureRandom);
});
beforeEach(async () => {
  folder = await temporaryFolder();
});

test('openssl accepts each certificate for its own purpose only', async () => {
  const ca = await file('ca.pem', authority.certificate);
  const verify = async (purpose: string, { certificate }: Credential): Promise<string> =>
    run('openssl', 'verify', '-x509_strict', '-CAfile', ca, '-purpose', purpose, await file('leaf.pem', certificate));
  expect(await verify('sslserver', server)).toContain('OK');
  expect(await verify('sslclient', client)).toContain('OK');
  await expect(verify('sslclient', server)).rejects.toThrow('unsuitable certificate purpose');
  await expect(verify('sslserver', client)).rejects.toThrow('unsuitable certificate purpose');
});

test('openssl reads names, usages and a positive serial number', async () => {
  const text = run('openssl', 'x509', '-noout', '-text', '-in', await file('leaf.pem', server.certificate));
  expect(text).toContain('DNS:db');
  expect(text).toContain('TLS Web Server Authentication');
  expect(text).toContain('Digital Signature');
  expect(text).toContain('CA:FALSE');
  expect(text).toContain('NIST CURVE: P-256');
  expect(text).toMatch(/Serial Number:\s+4[0-9a-f](:[0-9a-f]{2}){15}\n/);
});

test('a key belongs to its certificate', async () => {
  const public1 = run('openssl', 'pkey', '-pubout', '-in', await file('key.pem', server.key.reveal()));
  expect(run('openssl', 'x509', '-pubkey', '-noout', '-in', await file('leaf.pem', server.certificate))).toBe(public1);
});

test('the authority signs no further authority', async () => {
  const text = run('openssl', 'x509', '-noout', '-text', '-in', await file('ca.pem', authority.certificate));
  expect(text).toContain('CA:TRUE, pathlen:0');
  expect(text).toContain('Certificate Sign, CRL Sign');
});

test('openssl refuses what the revocation list takes back, and nothing else', async () => {
  const ca = await file('ca.pem', authority.certificate);
  const serial = run('openssl', 'x509', '-noout', '-serial', '-in', await file('l.pem', client.certificate)).trim();
  const list = await issueRevocationList(authority, validity, [serial.replace('serial=', '')]);
  const crl = await file('crl.pem', list);
  expect(list).toContain('-----BEGIN X509 CRL-----');
  expect(run('openssl', 'crl', '-noout', '-in', crl, '-CAfile', ca)).toContain('verify OK');
  const verify = async ({ certificate }: Credential): Promise<string> =>
    run('openssl', 'verify', '-crl_check', '-CAfile', ca, '-CRLfile', crl, await file('leaf.pem', certificate));
  expect(await verify(server)).toContain('OK');
  await expect(verify(client)).rejects.toThrow('certificate revoked');
});
