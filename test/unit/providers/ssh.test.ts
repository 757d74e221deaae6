import { chmod, readFile, writeFile } from 'node:fs/promises';
import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { LabError } from '../../../src/errors/lab-error.ts';
import type { Diagnostic } from '../../../src/model/diagnostic.ts';
import { createSshKey } from '../../../src/pki/ssh-key.ts';
import { secureRandom } from '../../../src/ports/random.ts';
import { noteAdopted, readAdopted } from '../../../src/providers/ssh/adopted.ts';
import { readListeners, unfitness } from '../../../src/providers/ssh/fitness.ts';
import { readHosts } from '../../../src/providers/ssh/hosts.ts';
import { readProbe } from '../../../src/providers/ssh/probe.ts';
import { temporaryFolder } from '../../support/temporary.ts';

let folder: string;
afterEach(() => vi.unstubAllEnvs());
beforeEach(async () => {
  folder = await temporaryFolder();
  await keyFile('good', createSshKey('somebody', secureRandom).privateKey.reveal());
});

const keyFile = async (name: string, text: string, mode = 0o600): Promise<void> => {
  await writeFile(join(folder, name), text);
  await chmod(join(folder, name), mode);
};

const read = async (text: string) => {
  await writeFile(join(folder, 'hosts.yaml'), text);
  return readHosts(join(folder, 'hosts.yaml'));
};

/** What is said of a bad file: `line:column code`. */
const mistakes = async (work: Promise<unknown>): Promise<readonly string[]> => {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof LabError) || !('compiled' in error)) throw error;
  const { diagnostics } = error.compiled as { readonly diagnostics: readonly Diagnostic[] };
  return diagnostics.map(({ code, range }) => `${String(range?.start.line)}:${String(range?.start.column)} ${code}`);
};

describe('hosts.yaml', () => {
  test('tells of computers, with what all of them share', async () => {
    const hosts = await read(
      'defaults: { user: admin, key: good }\nhosts:\n  a: { address: 192.0.2.1 }\n  b: { address: lab2.example.org, port: 2222, user: root, networks: { lan: 10.0.0.2 } }\n',
    );
    expect(
      hosts.all.map(({ machine, address, port, user, networks }) => [machine, address, port, user, networks]),
    ).toEqual([
      ['a', '192.0.2.1', 22, 'admin', {}],
      ['b', 'lab2.example.org', 2222, 'root', { lan: '10.0.0.2' }],
    ]);
    expect(hosts.of(['b']).map(({ machine }) => machine)).toEqual(['b']);
  });

  test('takes the .pem of AWS', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    await keyFile('lab.pem', privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(), 0o400);
    const { all } = await read('hosts: { a: { address: 192.0.2.1, key: lab.pem } }\n');
    expect(all).toHaveLength(1);
  });

  test('every mistake is told at its place, all at once', async () => {
    vi.stubEnv('SSH_AUTH_SOCK', '');
    await keyFile('open', 'whatever', 0o644);
    await keyFile('broken', 'no key at all');
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const lock = { cipher: 'aes-256-cbc', passphrase: 'secret' } as const;
    await keyFile('locked', privateKey.export({ type: 'pkcs1', format: 'pem', ...lock }).toString());
    const text = [
      'hosts:',
      '  a: { address: "not an address", key: good }',
      '  b: { address: 192.0.2.2, key: absent }',
      '  c: { address: 192.0.2.3, key: open }',
      '  d: { address: 192.0.2.4, key: broken }',
      '  e: { address: 192.0.2.5, key: locked }',
      '  f: { address: 192.0.2.6 }',
      '  g: { address: 192.0.2.7, key: good, hostKey: mine, prot: 22 }',
      '  h: { address: 192.0.2.8, key: good, networks: { lan: here } }',
      '  i: { address: 192.0.2.9, key: good }',
      '  j: { address: 192.0.2.9, key: good }',
    ].join('\n');
    expect(await mistakes(read(text))).toEqual([
      '2:17 bad-host-address',
      '3:33 key-absent',
      '4:33 key-open',
      '5:33 key-unreadable',
      '6:33 key-locked',
      '7:3 host-without-key',
      '8:48 bad-host-key',
      '8:54 unknown-key',
      '9:56 bad-own-address',
      '11:17 host-twice',
    ]);
  });

  test('a key with a passphrase is the SSH agent’s, where there is one', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const lock = { cipher: 'aes-256-cbc', passphrase: 'secret' } as const;
    await keyFile('locked', privateKey.export({ type: 'pkcs1', format: 'pem', ...lock }).toString());
    await keyFile('locked.pub', 'ssh-rsa AAAA somebody');
    vi.stubEnv('SSH_AUTH_SOCK', '/run/agent');
    const { all } = await read('hosts: { a: { address: 192.0.2.1, key: locked } }\n');
    expect(all).toMatchObject([{ privateKey: { agent: '/run/agent', publicKey: 'ssh-rsa AAAA somebody' } }]);
  });

  test('a machine that nobody tells of is missed by name', async () => {
    const hosts = await read('hosts:\n  a: { address: 192.0.2.1, key: good }\n');
    const asked = Promise.resolve().then(() => hosts.of(['a', 'b', 'c']));
    expect(await mistakes(asked)).toEqual(['1:1 host-missing', '1:1 host-missing']);
  });

  test('no file is told with what to write into one', async () => {
    await expect(readHosts(join(folder, 'none.yaml'))).rejects.toMatchObject({ code: 'no-hosts-file' });
  });
});

const said = (...changes: readonly (readonly [RegExp, string])[]): string =>
  changes.reduce(
    (text, [line, other]) => text.replace(line, other),
    `uid 1000
root yes
connection 192.0.2.7 51000 10.0.0.5 22
release PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
release ID=debian
systemd yes
program apt-get
program python3
program ip
uptime 3600.25
address 1: lo    inet 127.0.0.1/8 scope host lo
address 2: ens5    inet 10.0.0.5/20 metric 100 brd 10.0.15.255 scope global dynamic ens5
`,
  );

describe('the note of computers that a lab has joined', () => {
  test('is empty where there is none, and told where a crash has cut it short: no computer is forgotten silently', async () => {
    const host = { machine: 'lb', address: '192.0.2.1', port: 22, user: 'ana', key: '/k', hostKey: 'ssh-ed25519 A' };
    expect(await readAdopted({ folder })).toEqual([]);
    await noteAdopted({ folder }, [host]);
    expect(await readAdopted({ folder })).toEqual([host]);
    const path = join(folder, 'adopted.json');
    await writeFile(path, (await readFile(path, 'utf8')).slice(0, 40));
    await expect(readAdopted({ folder })).rejects.toMatchObject({
      code: 'state-damaged',
      message: expect.stringContaining(path) as unknown,
    });
  });
});

describe('a computer', () => {
  test('tells what it is', () => {
    expect(readProbe(said())).toEqual({
      isRoot: false,
      mayBeRoot: true,
      families: ['debian'],
      system: 'Debian GNU/Linux 12 (bookworm)',
      hasSystemd: true,
      programs: ['apt-get', 'python3', 'ip'],
      connection: { from: '192.0.2.7', to: '10.0.0.5', port: 22 },
      addresses: [{ device: 'ens5', address: '10.0.0.5', prefix: 20 }],
      uptimeSeconds: 3600.25,
      marker: undefined,
      isParked: false,
    });
  });

  const owner = { uid: 1000, name: 'ana' };
  const host = {
    machine: 'lb',
    address: '192.0.2.1',
    port: 22,
    user: 'admin',
    key: '/key',
    privateKey: createSshKey('x', secureRandom).privateKey,
    networks: {},
  };
  const fault = (...changes: readonly (readonly [RegExp, string])[]): string | undefined =>
    unfitness(host, readProbe(said(...changes)), { id: 'aaaaaaaa', owner })?.code;

  test.each([
    ['is as it should be', undefined, [/^$/, '']],
    ['is Ubuntu', undefined, [/ID=debian/, 'ID=ubuntu']],
    ['calls itself like Debian', undefined, [/ID=debian/, 'ID=raspbian\nrelease ID_LIKE="debian"']],
    ['is Fedora', 'host-not-debian', [/ID=debian/, 'ID=fedora']],
    ['says nothing of its system', 'host-not-debian', [/release ID=debian\n/, '']],
    ['has no systemd', 'host-no-systemd', [/systemd yes\n/, '']],
    ['wants a password for sudo', 'host-no-sudo', [/root yes\n/, '']],
    ['has no python', 'host-no-program', [/program python3\n/, '']],
    [
      'is of this lab already',
      undefined,
      [/$/, `marker {"id":"aaaaaaaa","name":"x","owner":{"uid":1000,"name":"ana"}}\n`],
    ],
    [
      'is of another lab',
      'host-taken',
      [/$/, `marker {"id":"bbbbbbbb","name":"x","owner":{"uid":1000,"name":"ana"}}\n`],
    ],
    [
      "is of somebody else's lab",
      'host-taken',
      [/$/, `marker {"id":"aaaaaaaa","name":"x","owner":{"uid":1001,"name":"bia"}}\n`],
    ],
    ['has a marker that nobody can read', 'host-taken', [/$/, 'marker {"id":\n']],
  ] as const)('that %s: %s', (_, code, change) => {
    expect(fault(change)).toBe(code);
  });

  test('tells who listens', () => {
    expect(
      readListeners(
        'tcp   LISTEN 0      511          0.0.0.0:80         0.0.0.0:*    users:(("nginx",pid=7,fd=6),("nginx",pid=8,fd=6))\nudp   UNCONN 0      0          [::1]:1194   [::]:*\n',
      ),
    ).toEqual([
      { protocol: 'tcp', port: 80, program: 'nginx' },
      { protocol: 'udp', port: 1194, program: '?' },
    ]);
  });
});
