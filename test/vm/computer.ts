import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fstatSync, openSync, readdirSync, statSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { execa } from 'execa';

/** A computer with libvirt on it, whose networks, firewall and files are not this computer's. */
export interface LibvirtComputer extends AsyncDisposable {
  readonly environment: Readonly<Record<string, string>>;
  /** To put before a program's words, so that it runs on that computer. */
  readonly inside: readonly [string, ...string[]];
}

const settings: Readonly<Record<string, string>> = {
  'libvirtd.conf': 'auth_unix_rw = "none"\nauth_unix_ro = "none"\n',
  'qemu.conf':
    'user = "root"\ngroup = "root"\nsecurity_driver = "none"\ncgroup_controllers = []\nstdio_handler = "file"\nnamespaces = []\n',
  'network.conf': '',
};

const boot = String.raw`
set -eu
ip link set dev lo up
for path in /run /var/log /var/cache; do mkdir -p "$path/libvirt"; mount -t tmpfs tmpfs "$path/libvirt"; done
mkdir -p /etc/libvirt /var/lib/libvirt
mount --bind "$1/etc" /etc/libvirt
mount --bind "$1/lib" /var/lib/libvirt
# The users that Debian's package of the daemon would make; the programs alone are enough here.
for user in libvirt-qemu libvirt-dnsmasq; do
  for file in passwd group; do
    cp /etc/$file "$1/$file"
    case $file in
      passwd) entry="$user:x:$2:$2::/nonexistent:/usr/sbin/nologin" ;;
      group) entry="$user:x:$2:" ;;
    esac
    grep -q "^$user:" /etc/$file && continue
    echo "$entry" >> "$1/$file"
    cat "$1/$file" > "$1/$file.$user"
    mount --bind "$1/$file.$user" /etc/$file
  done
  set -- "$1" $(($2 + 1))
done
# Its usual one belongs to the libvirtd that this computer may have of its own.
exec libvirtd --pid-file "$1/libvirtd.pid" > "$1/libvirtd.log" 2>&1
`;

/** Ends all that is in a network, such as what libvirtd has started, which outlives it. `network`: a descriptor of it. */
const endAllIn = (network: number): void => {
  const { ino } = fstatSync(network);
  if (ino === statSync('/proc/self/ns/net').ino) throw new Error('that is this computer itself');
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name)))
    try {
      if (statSync(`/proc/${pid}/ns/net`).ino === ino) process.kill(Number(pid), 'SIGKILL');
    } catch {
      // It has ended meanwhile.
    }
};

/** Starts one below a folder. Its machines and networks are gone when it is disposed of. */
export const startLibvirt = async (folder: string): Promise<LibvirtComputer> => {
  for (const name of ['etc', 'lib', 'home']) await mkdir(join(folder, name), { recursive: true });
  for (const [name, text] of Object.entries(settings)) await writeFile(join(folder, 'etc', name), text);
  const daemon = spawn(
    'unshare',
    ['--net', '--mount', '--propagation', 'private', '--', 'sh', '-c', boot, 'sh', folder, '64055'],
    {
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  const inside = ['nsenter', `--target=${String(daemon.pid)}`, '--net', '--mount', '--'] as const;
  const virsh = (...words: readonly string[]) =>
    execa(inside[0], [...inside.slice(1), 'virsh', '--connect', 'qemu:///system', ...words], { reject: false });
  for (let tries = 0; (await virsh('version')).exitCode !== 0; tries += 1) {
    if (tries > 100 || daemon.exitCode !== null) throw new Error('libvirtd does not answer');
    await pause(200);
  }
  // Whoever is cut off by Ctrl-C waits for nothing. As long as it is open, no other network can have its number.
  const network = openSync(`/proc/${String(daemon.pid)}/ns/net`, 'r');
  process.prependOnceListener('exit', () => {
    endAllIn(network);
  });
  return {
    inside,
    environment: {
      HOME: join(folder, 'home'),
      VAGRANT_HOME: join(folder, 'home', '.vagrant.d'),
      VAGRANT_DEFAULT_PROVIDER: 'libvirt',
      VAGRANT_CHECKPOINT_DISABLE: '1',
      LC_ALL: 'C.UTF-8',
    },
    async [Symbol.asyncDispose]() {
      for (const [list, destroy] of [
        ['list', 'destroy'],
        ['net-list', 'net-destroy'],
      ] as const) {
        const { stdout } = await virsh(list, '--name');
        for (const name of stdout.split('\n').filter(Boolean)) await virsh(destroy, name);
      }
      const ended = once(daemon, 'exit');
      daemon.kill('SIGTERM');
      await ended;
    },
  };
};
