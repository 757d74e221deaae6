import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Secret } from '../../../src/model/secret.ts';
import { knownHosts, sshConfig } from '../../../src/ssh/config.ts';
import type { Reach } from '../../../src/ssh/session.ts';
import { startSshPeer } from '../../support/ssh-peer.ts';

const vm: Reach = {
  machine: 'app1',
  user: 'vagrant',
  privateKey: new Secret('key'),
  hostKey: 'ssh-ed25519 AAAA',
  route: { host: '127.0.0.1', port: 2222 },
  sudo: true,
};
const files = { identity: '/labs/my lab/key', knownHosts: '/labs/100%/known_hosts', node: process.execPath };

test('names every machine with its way, its key and its pinned host key', () => {
  expect(sshConfig([vm], files)).toBe(
    [
      'Host app1',
      '  HostName 127.0.0.1',
      '  Port 2222',
      '  User vagrant',
      '  HostKeyAlias app1',
      '  IdentityFile "/labs/my lab/key"',
      '  IdentitiesOnly yes',
      '  UserKnownHostsFile "/labs/100%%/known_hosts"',
      '  StrictHostKeyChecking yes',
      '  UpdateHostKeys no',
      '',
    ].join('\n'),
  );
  expect(knownHosts([vm])).toBe('app1 ssh-ed25519 AAAA\n');
});

const hasSsh = spawnSync('ssh', ['-V']).status === 0;

test.skipIf(!hasSsh)('plain ssh enters a machine behind a unix socket (skipped where there is no ssh)', async () => {
  await using peer = await startSshPeer();
  const folder = mkdtempSync(join(tmpdir(), "bancada it's "));
  try {
    const at = (name: string): string => join(folder, name);
    writeFileSync(at('key'), peer.reach.privateKey.reveal(), { mode: 0o600 });
    writeFileSync(at('known_hosts'), knownHosts([peer.reach]));
    const config = sshConfig([peer.reach], {
      identity: at('key'),
      knownHosts: at('known_hosts'),
      node: process.execPath,
    });
    writeFileSync(at('ssh_config'), config);
    const child = spawn('ssh', ['-F', at('ssh_config'), 'peer', 'echo hello']);
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk) => (out += String(chunk)));
    child.stderr.on('data', (chunk) => (err += String(chunk)));
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect({ code, out, err }).toEqual({ code: 0, out: 'hello\n', err: '' });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
