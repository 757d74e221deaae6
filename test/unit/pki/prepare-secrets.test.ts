import { X509Certificate } from 'node:crypto';
import { readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import type { Role, SecretSpec } from '../../../src/kit/role.ts';
import type { Blueprint, Service } from '../../../src/model/blueprint.ts';
import type { LabSecrets } from '../../../src/pki/prepare-secrets.ts';
import { prepareSecrets } from '../../../src/pki/prepare-secrets.ts';
import { systemClock } from '../../../src/ports/clock.ts';
import { secureRandom as random } from '../../../src/ports/random.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const vpnSecrets: readonly SecretSpec[] = [
  { name: 'ca', kind: 'ca' },
  { name: 'server', kind: 'certificate', of: 'ca', commonName: 'db', usage: 'server' },
  { name: 'server-key', kind: 'key', of: 'server' },
  { name: 'crl', kind: 'crl', of: 'ca' },
  { name: 'wrapping', kind: 'tls-crypt-v2-server' },
  { name: 'wrapped', kind: 'tls-crypt-v2-client', of: 'wrapping' },
];
const role = (name: string, secrets: readonly SecretSpec[]): Role => ({
  name,
  summary: { en: name, pt: name },
  params: z.unknown(),
  offers: () => [],
  needs: () => [],
  secrets: () => secrets,
});
const service = (id: string, uses: readonly string[] = []): Service => {
  const [name = '', machine = ''] = id.split('@');
  const targets = uses.map((target) => ({ service: target, flow: '', network: 'lan', address: '', port: 1 }));
  const base = { params: {}, offers: [], provisionable: true, implied: false, path: [] };
  return { ...base, id, name, machine, role: name, uses: [{ name: 'database', targets }] };
};
const services = [
  service('app@app1', ['store@db']),
  service('app@app2', ['store@db']),
  service('store@db'),
  service('vpn@db'),
];
const machines = ['app1', 'db'].map((name) => ({ name })) as unknown as Blueprint['machines'];
const blueprint: Blueprint = {
  ...{ name: 'survey', title: 'S', networks: [], flows: [], visitors: [], checks: [] },
  services,
  machines,
};
const roles = [role('app', [{ name: 'session', kind: 'password' }]), role('store', []), role('vpn', vpnSecrets)];

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
});
const prepare = (now = new Date(), keep = true): Promise<LabSecrets> =>
  prepareSecrets(
    { identity: { name: 'survey', folder }, blueprint, roles, keep },
    { clock: { ...systemClock, now: () => now }, random },
  );
const reveal = (secrets: LabSecrets): readonly string[] => [
  secrets.secret('app', 'session').reveal(),
  secrets.pair('app', 'store').reveal(),
  ...vpnSecrets.map(({ name }) => secrets.secret('vpn', name).reveal()),
  secrets.ssh.authorizedKey,
  secrets.ssh.privateKey.reveal(),
  ...Object.values(secrets.ssh.hostKeys).map(({ privateKey, publicKey }) => privateKey.reveal() + publicKey),
];

test('a second time nothing is made anew, and nothing is written', async () => {
  const first = reveal(await prepare());
  const written = await stat(join(folder, 'secrets/services/vpn/ca'));
  expect(reveal(await prepare())).toEqual(first);
  expect((await stat(join(folder, 'secrets/services/vpn/ca'))).mtimeMs).toBe(written.mtimeMs);
  expect(first[0]).toMatch(/^[A-Za-z0-9]{32}$/);
  expect(new Set(first).size).toBe(first.length);
});

test('who only looks sees what is kept, makes up what is missing, and writes and removes nothing', async () => {
  const certificate = (secrets: LabSecrets, name: string) => new X509Certificate(secrets.secret('vpn', name).reveal());
  const borrowed = await prepare(new Date(), false);
  expect(certificate(borrowed, 'server').verify(certificate(borrowed, 'ca').publicKey)).toBe(true);
  expect(await readdir(folder)).toEqual([]);
  const kept = reveal(await prepare());
  expect(reveal(await prepare(new Date(), false))).toEqual(kept);
  await rm(join(folder, 'secrets/services/vpn/ca'));
  const listing = async (): Promise<readonly string[]> => (await readdir(folder, { recursive: true })).toSorted();
  const before = await listing();
  const again = await prepare(new Date(), false);
  expect(certificate(again, 'server').verify(certificate(again, 'ca').publicKey)).toBe(true);
  expect(await listing()).toEqual(before);
});

test('what is missing is made, and what depended on it follows', async () => {
  const first = await prepare();
  await rm(join(folder, 'secrets/services/vpn/ca'));
  const second = await prepare();
  const changed = (name: string): boolean => first.secret('vpn', name).reveal() !== second.secret('vpn', name).reveal();
  expect(vpnSecrets.map(({ name }) => name).filter(changed)).toEqual(['ca', 'server', 'server-key', 'crl']);
  const [ca, server] = ['ca', 'server'].map((name) => new X509Certificate(second.secret('vpn', name).reveal()));
  expect(ca && server?.verify(ca.publicKey)).toBe(true);
});

test.each([
  ['a truncated certificate', 'server', '-----BEGIN CERTIFICATE-----\nMIIB'],
  ['an empty certificate', 'server', ''],
  ['a key that is not the certificate’s', 'server.key', 'nonsense'],
])('%s is replaced', async (_, name, text) => {
  await prepare();
  await writeFile(join(folder, 'secrets/services/vpn', name), text);
  const secrets = await prepare();
  const certificate = new X509Certificate(secrets.secret('vpn', 'server').reveal());
  expect(certificate.verify(new X509Certificate(secrets.secret('vpn', 'ca').reveal()).publicKey)).toBe(true);
  expect(secrets.secret('vpn', 'server-key').reveal()).toContain('BEGIN PRIVATE KEY');
});

const day = 86_400_000;
const later = (days: number): Date => new Date(Date.now() + days * day);

test('a certificate is renewed in its last month, and not before; the authority stays', async () => {
  const server = async (now?: Date): Promise<string> => (await prepare(now)).secret('vpn', 'server').reveal();
  const [first, early] = [await server(), await server(later(699))];
  expect(early).toBe(first);
  const late = await server(later(701));
  expect(late).not.toBe(first);
  expect(new Date(new X509Certificate(late).validTo).getTime()).toBeGreaterThan(later(1400).getTime());
});

test('the authority is renewed in its last month, with all it signed, and no certificate outlives it', async () => {
  const first = await prepare(later(3000));
  const second = await prepare(later(3000 + 3625));
  expect(second.secret('vpn', 'crl').reveal()).not.toBe(first.secret('vpn', 'crl').reveal());
  const nearEnd = await prepare(later(3000 + 3625 + 3600));
  const ends = ['ca', 'server'].map((name) => new X509Certificate(nearEnd.secret('vpn', name).reveal()).validTo);
  expect(ends[1]).toBe(ends[0]);
});

test('every file is the owner’s alone, and lies where ssh finds it', async () => {
  await prepare();
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    const { mode } = await stat(join(entry.parentPath, entry.name));
    expect(mode & 0o777, entry.name).toBe(entry.isDirectory() ? 0o700 : 0o600);
  }
  expect(await readFile(join(folder, 'secrets/ssh/id_ed25519'), 'utf8')).toContain('OPENSSH PRIVATE KEY');
});

test('a secret that nobody declared is our mistake', async () => {
  const secrets = await prepare();
  expect(() => secrets.secret('app', 'other')).toThrow(expect.objectContaining({ fault: 'bug' }));
  expect(() => secrets.pair('store', 'app')).toThrow(expect.objectContaining({ fault: 'bug' }));
});
