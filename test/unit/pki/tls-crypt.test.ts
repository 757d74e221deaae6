import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createAuthority, issueCertificate, issueRevocationList } from '../../../src/pki/certificates.ts';
import { createClientKey, createServerKey } from '../../../src/pki/tls-crypt.ts';
import { systemClock } from '../../../src/ports/clock.ts';
import { secureRandom as random } from '../../../src/ports/random.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const validity = { from: new Date(Date.now() - 86_400_000), until: new Date(Date.now() + 86_400_000) };

const common = '--ca ca.pem --data-ciphers AES-256-GCM --ifconfig-noexec --verb 3 --local 127.0.0.1';
const server =
  '--dev tun0 --mode server --tls-server --topology subnet --ifconfig 10.8.0.1 255.255.255.0 --dh none --port 1194 ' +
  '--cert server.pem --key server.key --tls-crypt-v2 server.tc2 --crl-verify crl.pem --remote-cert-tls client';
const client =
  '--dev null --client --lport 0 --remote 127.0.0.1 1194 udp4 --remote-cert-tls server --verify-x509-name db name ' +
  '--cert client.pem --key client.key --tls-crypt-v2 client.tc2';

const writeKeys = async (folder: string, clientKeyFrom: 'this server' | 'another server'): Promise<void> => {
  const [ca, serverKey] = [await createAuthority('vpn ca', validity, random), createServerKey(random)];
  const wrappingKey = clientKeyFrom === 'this server' ? serverKey : createServerKey(random);
  const db = await issueCertificate({ commonName: 'db', usage: 'server' }, ca, validity, random);
  const lb = await issueCertificate({ commonName: 'lb', usage: 'client' }, ca, validity, random);
  const files = {
    'ca.pem': ca.certificate,
    'crl.pem': await issueRevocationList(ca, validity),
    'server.pem': db.certificate,
    'server.key': db.key.reveal(),
    'server.tc2': serverKey.reveal(),
    'client.pem': lb.certificate,
    'client.key': lb.key.reveal(),
    'client.tc2': createClientKey(wrappingKey, { random, clock: systemClock }).reveal(),
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text, { mode: 0o600 });
};

/** A real OpenVPN server and client in a network namespace of their own; what both say, once the words are among it. */
const meet = async (clientKeyFrom: 'this server' | 'another server', words: RegExp): Promise<string> => {
  const folder = await temporaryFolder();
  await writeKeys(folder, clientKeyFrom);
  const script = `ip link set lo up; openvpn ${common} ${server} & openvpn ${common} ${client}`;
  const namespaces = ['--map-root-user', '--net', '--pid', '--fork', '--kill-child'];
  const both = spawn('unshare', [...namespaces, 'sh', '-c', script], { cwd: folder });
  onTestFinished(() => void both.kill('SIGKILL'));
  let output = '';
  for (const stream of [both.stdout, both.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const heard = (): string | false => words.test(output) && output;
  return vi.waitUntil(heard, { timeout: 8000, interval: 20 }).catch(() => {
    throw new Error(`nobody said ${String(words)}: ${output}`);
  });
};

test('a real OpenVPN client meets a real server with the keys and certificates made here', async () => {
  const said = await meet('this server', /PUSH_REQUEST|PUSH: Received/);
  expect(said).toContain('VERIFY OK: depth=0, CN=db');
  expect(said).toContain('VERIFY OK: depth=0, CN=lb');
}, 10_000);

test('a client key that was wrapped for another server is refused', async () => {
  const said = await meet('another server', /client key.*(fail|error)|can not locate/i);
  expect(said).not.toContain('VERIFY OK');
}, 10_000);
