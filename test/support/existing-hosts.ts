import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ssh2 from 'ssh2';
import { createSshKey } from '../../src/pki/ssh-key.ts';
import { systemProcesses } from '../../src/ports/process.ts';
import { secureRandom } from '../../src/ports/random.ts';
import { localProvider } from '../../src/providers/local/provider.ts';
import { connect } from '../../src/ssh/connect.ts';
import type { Session } from '../../src/ssh/session.ts';
import type { Standing } from './bancada.ts';
import { localLab } from './local-lab.ts';
import { bundleLocalPrograms } from './local-programs.ts';
import { packageSource } from './package-source.ts';

/** Computers with Debian on them, an SSH server on the network, and a person who may become root. */
export interface ExistingHosts extends AsyncDisposable {
  /** What stands in `hosts.yaml`: address, key and host key by name. */
  readonly hosts: readonly ExistingHost[];
  /** From where the hosts are reached: this computer has no interface in their network, a namespace has. */
  readonly through: NonNullable<Standing['through']>;
  /** As root, past SSH's own network. */
  readonly session: (name: string) => Session;
  /** Of the lab whose machines stand for them. */
  readonly id: string;
  /** Where the keys lie. */
  readonly folder: string;
}

export interface ExistingHost {
  readonly name: string;
  readonly address: string;
  readonly hostKey: string;
  readonly key: string;
}

/** Who works with the hosts. */
export const person = 'student';

/** What `hosts.yaml` says of them, with their host keys or without. */
export const hostsFile = (hosts: readonly ExistingHost[], { withKeys }: { readonly withKeys: boolean }): string => {
  const lines = hosts.map(({ name, address, key, hostKey }) => {
    const pinned = withKeys ? `, hostKey: "${hostKey}"` : '';
    return `  ${name}: { address: ${address}, key: ${key}${pinned} }`;
  });
  return [`defaults: { user: ${person} }`, 'hosts:', ...lines, ''].join('\n');
};

/** What makes a small image a plain computer: packages start what they bring, and a person may log in. */
const prepare = (authorizedKey: string, proxy: string): readonly (readonly string[])[] => [
  ['rm', '-f', '/run/nologin', '/usr/sbin/policy-rc.d', '/etc/systemd/system-preset/00-bancada.preset'],
  ['useradd', '--create-home', '--shell', '/bin/bash', person],
  ['sh', '-c', `echo '${person} ALL=(ALL) NOPASSWD: ALL' > /etc/sudoers.d/${person}`],
  ['install', '-d', '-m', '0700', '-o', person, '-g', person, `/home/${person}/.ssh`],
  ['sh', '-c', `echo '${authorizedKey}' > /home/${person}/.ssh/authorized_keys`],
  ['sh', '-c', `echo 'Acquire { http::Proxy "${proxy}"; Languages "none"; };' > /etc/apt/apt.conf.d/99proxy`],
  // Nobody will miss these disks: a package need not be on them before the next one comes.
  ['sh', '-c', 'echo force-unsafe-io > /etc/dpkg/dpkg.cfg.d/unsafe'],
  ['systemctl', 'enable', '--now', 'ssh.service'],
];

/** Makes them of local machines, which stand for computers that somebody else has set up. */
export const existingHosts = async (names: readonly string[]): Promise<ExistingHosts> => {
  const folder = await mkdtemp(join(tmpdir(), 'bancada-hosts-'));
  const provider = localProvider({ processes: systemProcesses, rootProgram: await bundleLocalPrograms() });
  const lab = localLab(names, {
    packages: ['sudo'],
    size: { name: 'small', cpus: 1, memoryMiB: 512, diskGiB: 4 },
  });
  const ending: (() => Promise<unknown>)[] = [() => provider.destroy(lab.identity, lab.stage)];
  const end = async (): Promise<void> => {
    for (const each of ending.toReversed()) await each();
  };
  try {
    await provider.create(lab, lab.stage);
    const { pid } = JSON.parse(await readFile(`/run/bancada/${lab.identity.id}/switch.json`, 'utf8')) as {
      pid: number;
    };
    const through = ['nsenter', `--net=/proc/${String(pid)}/ns/net`, '--'] as const;
    const source = await packageSource(through, '192.168.77.1');
    ending.push(async () => source[Symbol.asyncDispose]());
    const sessions = new Map<string, Session>();
    const made = names.map(async (name, index): Promise<ExistingHost> => {
      const key = join(folder, index === 0 ? 'lab.pem' : `${name}.key`);
      // The first one's key is as AWS gives them out.
      const pair = index === 0 ? rsaPair() : edPair();
      await writeFile(key, pair.privateKey, { mode: 0o600 });
      const session = await connect(provider.reach(lab, name, lab.privateKey), { patienceMs: 20_000 });
      sessions.set(name, session);
      ending.push(async () => session[Symbol.asyncDispose]());
      for (const argv of prepare(pair.publicKey, source.url)) {
        const { code, stderr } = await session.run(argv);
        if (code !== 0) throw new Error(`${argv.join(' ')}: ${stderr}`);
      }
      const { publicKey } = lab.hostKeys[name]!;
      return { name, key, address: `192.168.77.${String(10 + index)}`, hostKey: publicKey };
    });
    return {
      hosts: await Promise.all(made),
      through,
      session: (name) => sessions.get(name)!,
      id: lab.identity.id,
      folder,
      [Symbol.asyncDispose]: end,
    };
  } catch (error) {
    await end();
    throw error;
  }
};

interface Pair {
  readonly privateKey: string;
  readonly publicKey: string;
}

const rsaPair = (): Pair => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
  const parsed = ssh2.utils.parseKey(pem);
  if (parsed instanceof Error) throw parsed;
  const [key] = [parsed].flat();
  return { privateKey: pem, publicKey: `ssh-rsa ${key!.getPublicSSH().toString('base64')}` };
};

const edPair = (): Pair => {
  const { privateKey, publicKey } = createSshKey(person, secureRandom);
  return { privateKey: privateKey.reveal(), publicKey };
};
