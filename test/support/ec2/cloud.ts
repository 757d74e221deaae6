import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { noBindings } from '../../../src/model/bindings.ts';
import type { Machine } from '../../../src/model/blueprint.ts';
import { createSshKey } from '../../../src/pki/ssh-key.ts';
import { secureRandom } from '../../../src/ports/random.ts';
import type { Stage } from '../../../src/ports/stage.ts';
import { labPlaces } from '../../../src/providers/local/places.ts';
import { localProvider } from '../../../src/providers/local/provider.ts';
import type { ProviderLab } from '../../../src/providers/provider.ts';
import { connect } from '../../../src/ssh/connect.ts';
import type { Session } from '../../../src/ssh/session.ts';
import type { Group, Hypervisor, Instance, World } from './world.ts';

/** Where the stand-in's public addresses lie (kept for documentation by RFC 5737), and its machines behind them. */
export const publicAddresses = ['203.0.113.10', '203.0.113.11'];
/** As whom the operator is seen. */
export const operator = '203.0.113.1';
const gateway = '172.31.16.1';
/** The cloud's own end of a cable to the operator's computer. */
const router = '203.0.113.254';

/** A cloud of local machines: what runs an instance, and the namespace from which its public addresses are met. */
export interface Cloud extends AsyncDisposable {
  readonly hypervisor: Hypervisor;
  /** What a program is started through to stand on this cloud's internet. */
  readonly through: readonly [string, ...string[]];
  /** Makes a server of this process met at the same loopback port in the cloud's namespace, or another. */
  relay(url: string, into?: readonly [string, ...string[]]): Promise<void>;
  /** Lays a cable to another network namespace, which is the operator's computer from then on. */
  join(inside: readonly [string, ...string[]]): Promise<void>;
  /** Tells the cloud's router what the world is now: addresses, and what the security groups let in. */
  route(world: World): Promise<void>;
}

const run = promisify(execFile);

const machineOf = (instance: Instance, packages: readonly string[]): Machine => ({
  name: nameOf(instance),
  group: nameOf(instance),
  index: 0,
  site: 'cloud',
  size: { name: 'small', cpus: 1, memoryMiB: 512, diskGiB: 4 },
  interfaces: [
    {
      network: 'ens5',
      device: 'ens5',
      address: instance.privateIp,
      prefix: 20,
      mac: macOf(instance.privateIp),
      link: {},
    },
  ],
  routes: [],
  forwards: false,
  hosts: {},
  services: [],
  firewall: { input: [], forward: [] },
  // What the official image has and ours does not, and what apt would bring where there is an internet.
  packages: [...new Set(['sudo', ...packages])].toSorted(),
});

const nameOf = ({ id }: Instance): string => id.slice(0, 13);
const macOf = (ip: string): string =>
  `06:00:${ip
    .split('.')
    .map((part) => Number(part).toString(16).padStart(2, '0'))
    .join(':')}`;

/** What the official image does before anybody comes: the key that the account imported, its user, a network, SSH. */
const cloudInit = (authorizedKey: string): string => `set -eu
useradd --create-home --shell /bin/bash admin
install -d -m 700 -o admin -g admin /home/admin/.ssh
echo '${authorizedKey}' >/home/admin/.ssh/authorized_keys
chown admin:admin /home/admin/.ssh/authorized_keys
echo 'admin ALL=(ALL) NOPASSWD:ALL' >/etc/sudoers.d/90-cloud-init-users
# The cloud's own way in keeps its key, whatever the instance's owner does to sshd's.
cp /etc/ssh/ssh_host_ed25519_key /etc/ssh/cloud_key
sed -i 's|^HostKey .*|HostKey /etc/ssh/cloud_key|' /etc/ssh/bancada_sshd_config
`;

/** A local machine is given its identity anew at each start; an instance keeps what is on its disk. */
const keepKeys = `mkdir -p /root/kept && cp -p /etc/ssh/ssh_host_ed25519_key* /root/kept/ && sync`;

const network = `set -eu
ip route replace default via ${gateway}
sysctl -q -w net.ipv4.conf.all.accept_redirects=0
rm -f /run/nologin
if [ -d /root/kept ]; then cp -p /root/kept/* /etc/ssh/; fi
systemctl restart ssh.service
`;

/** Starts one. `packages`: what the machine of that name is to have from the beginning. */
export const startCloud = async (packages: Readonly<Record<string, readonly string[]>>): Promise<Cloud> => {
  const user = createSshKey('cloud', secureRandom);
  const stage: Stage = {
    emit: () => undefined,
    consent: () => Promise.resolve(false),
    signal: new AbortController().signal,
  };
  const provider = localProvider();
  const machines: Machine[] = [];
  const hostKeys: Record<string, ProviderLab['hostKeys'][string]> = {};
  const children: ChildProcess[] = [];
  const folder = '/nonexistent/cloud';
  const id = secureRandom.text(8, 'abcdefghijklmnopqrstuvwxyz0123456789');
  const owner = { uid: process.getuid?.() ?? 0, name: 'cloud' };
  const lab = (): ProviderLab => ({
    identity: { id, name: 'cloud', owner, folder },
    blueprint: {
      name: 'cloud',
      title: 'A stand-in for EC2',
      networks: [{ kind: 'internet', name: 'ens5', subnet: '172.31.16.0/20', vantage: gateway, link: {} }],
      machines,
      services: [],
      flows: [],
      visitors: [],
      checks: [],
    },
    own: machines.map(({ name }) => name),
    bindings: noBindings,
    privateKey: user.privateKey,
    authorizedKey: user.publicKey,
    hostKeys,
  });
  const inside = async <T>(instance: Instance, work: (session: Session) => Promise<T>): Promise<T> => {
    await using session = await connect(provider.reach(lab(), nameOf(instance), user.privateKey), {
      patienceMs: 30_000,
    });
    return await work(session);
  };
  const script = (instance: Instance, text: string) =>
    inside(instance, async (session) => {
      const { code, stderr } = await session.run(['sh', '-s'], { stdin: text });
      if (code !== 0) throw new Error(`${instance.id}: ${stderr}`);
    });
  await provider.create(lab(), stage);
  const { pid } = JSON.parse(readFileSync(labPlaces(id).switch, 'utf8')) as { pid: number };
  const through = ['nsenter', `--net=/proc/${String(pid)}/ns/net`, '--'] as const;
  const routing = [
    ['ip', 'address', 'add', `${operator}/24`, 'dev', 'ens5'],
    [
      'sysctl',
      '-q',
      '-w',
      'net.ipv4.ip_forward=1',
      'net.ipv4.conf.all.send_redirects=0',
      'net.ipv4.conf.ens5.send_redirects=0',
    ],
  ];
  for (const argv of routing) await run(through[0], [...through.slice(1), ...argv]);

  const begin = async (instance: Instance, authorizedKey: string): Promise<void> => {
    if (!machines.some(({ name }) => name === nameOf(instance))) {
      hostKeys[nameOf(instance)] = createSshKey(nameOf(instance), secureRandom);
      machines.push(machineOf(instance, packages[instance.tags['bancada:machine'] ?? ''] ?? []));
      await provider.create(lab(), stage, { only: [nameOf(instance)] });
      await script(instance, cloudInit(authorizedKey));
      await script(instance, network);
      await script(
        instance,
        `cat >/root/user-data <<'UD'\n${instance.userData}UD\nchmod 700 /root/user-data\nsystemd-run --quiet /root/user-data`,
      );
      return;
    }
    await provider.create(lab(), stage, { only: [nameOf(instance)] });
    await script(instance, network);
  };
  return {
    through,
    hypervisor: {
      boot: begin,
      // A local machine has no console of its own: what is written to it stays there as a file.
      console: (instance) =>
        inside(instance, async (session) => (await session.run(['cat', '/dev/console'])).stdout).catch(() => ''),
      isOff: async (instance) =>
        (await provider.observe(lab())).machines.find(({ name }) => name === nameOf(instance))?.state === 'stopped',
      async stop(instance) {
        await script(instance, keepKeys);
        await provider.stop(lab(), stage, [nameOf(instance)]);
      },
      async terminate(instance) {
        await provider.remove(lab(), stage, [nameOf(instance)]);
        machines.splice(
          machines.findIndex(({ name }) => name === nameOf(instance)),
          1,
        );
      },
    },
    async relay(url, into = through) {
      const { port } = new URL(url);
      const [program, ...words] = [...into, process.execPath, '-e', relayProgram];
      // A socket in the file system is met from every network namespace.
      const socket = join(tmpdir(), `bancada-cloud-${id}`);
      const home = spawn(process.execPath, ['-e', relayProgram], {
        env: { FROM: socket, TO: port },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const away = spawn(program, words, {
        env: { FROM: port, TO: socket },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      children.push(home, away);
      await Promise.all([home, away].map((child) => new Promise((resolve) => child.stdout.once('data', resolve))));
    },
    async join([program, ...words]) {
      const there = [
        ['ip', 'link', 'add', 'cloud', 'type', 'veth', 'peer', 'name', 'operator', 'netns', String(pid)],
        ['ip', 'address', 'add', `${operator}/32`, 'dev', 'cloud'],
        ['ip', 'link', 'set', 'dev', 'cloud', 'up'],
        ['ip', 'route', 'add', router, 'dev', 'cloud'],
        ['ip', 'route', 'add', 'default', 'via', router],
      ];
      const here = [
        ['ip', 'address', 'del', `${operator}/24`, 'dev', 'ens5'],
        ['ip', 'address', 'add', `${router}/32`, 'dev', 'operator'],
        ['ip', 'link', 'set', 'dev', 'operator', 'up'],
        ['ip', 'route', 'add', `${operator}/32`, 'dev', 'operator'],
      ];
      for (const argv of there) await run(program, [...words, ...argv]);
      for (const argv of here) await run(through[0], [...through.slice(1), ...argv]);
    },
    async route(world) {
      const [program, ...words] = [...through, 'nft', '-f', '-'];
      const child = run(program, words);
      child.child.stdin?.end(rulesOf(world));
      await child;
    },
    async [Symbol.asyncDispose]() {
      for (const child of children) child.kill();
      await provider.destroy(lab().identity, stage);
    },
  };
};

const relayProgram = `
const net = require('node:net');
const place = (text) => /^\\d+$/.test(text) ? { host: '127.0.0.1', port: Number(text) } : { path: text };
const server = net.createServer((near) => {
  const far = net.connect(place(process.env.TO));
  near.pipe(far).pipe(near);
  near.on('error', () => far.destroy());
  far.on('error', () => near.destroy());
});
server.listen(place(process.env.FROM), () => console.log('ready'));
process.on('exit', () => { if (!/^\\d+$/.test(process.env.FROM)) require('node:fs').rmSync(process.env.FROM, { force: true }); });
process.on('SIGTERM', () => process.exit(0));
`;

/** Elastic IPs are addresses that are translated; a security group stands before the machine. */
const rulesOf = ({ addresses, instances, groups }: World): string => {
  const led = addresses.flatMap(({ ip, instance }) => {
    const to = instances.find(({ id, state }) => id === instance && state !== 'terminated');
    return to === undefined ? [] : [{ ip, to }];
  });
  const inward = led.map(({ ip, to }) => `ip daddr ${ip} dnat to ${to.privateIp}`);
  const outward = led.map(({ ip, to }) => `ip saddr ${to.privateIp} ct status dnat snat to ${ip}`);
  return `table ip ec2
delete table ip ec2
table ip ec2 {
  chain out { type nat hook output priority -100; ${inward.join('; ')}; }
  chain in { type nat hook prerouting priority -100; ${inward.join('; ')}; }
  chain leave { type nat hook postrouting priority 100; ${outward.join('; ')}; }
  chain guard {
    # After translation, for a group's rules name the addresses that the world sees.
    type filter hook postrouting priority 150
    ct state established,related accept
    ${led.map(({ to }) => guardOf(to, groups)).join('\n    ')}
  }
}
`.replaceAll('; ;', ';');
};

const guardOf = (to: Instance, groups: readonly Group[]): string =>
  [
    ...groups
      .filter(({ id }) => to.groups.includes(id))
      .flatMap(({ ingress }) =>
        ingress.flatMap(({ IpProtocol, FromPort, IpRanges }) =>
          (IpRanges ?? []).map(
            ({ CidrIp }) =>
              `ip daddr ${to.privateIp} ip saddr ${String(CidrIp)} ${String(IpProtocol)} dport ${String(FromPort)} accept`,
          ),
        ),
      ),
    `ip daddr ${to.privateIp} drop`,
  ].join('\n    ');
