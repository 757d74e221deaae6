import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';

/** A computer with VirtualBox on it, as far as Vagrant and Bancada can tell: see README.md beside this file. */
export interface VirtualBoxComputer extends AsyncDisposable {
  /** Where it keeps everything. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** To put before a program's words, so that it runs on that computer. */
  readonly inside: readonly [string, ...string[]];
  /** The same, for programs that work below `disks/`. */
  readonly amongDisks: readonly [string, ...string[]];
  /** What Vagrant was called with, in order, since the last time that was asked. */
  vagrantCalls(): Promise<readonly string[]>;
  run(...argv: readonly string[]): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }>;
}

/** The part of the computer that needs no host: a network of its own, and room for disks that overlays can lie on. */
const boot = String.raw`
set -eu
ip link set dev lo up
sysctl -q -w net.ipv4.ip_forward=1
nft 'table ip nat { chain leave { type nat hook postrouting priority 100; ip saddr 100.64.0.0/16 masquerade; }; }'
truncate -s 12G "$1/disks.ext4"
mkfs.ext4 -q -F -O ^has_journal -E lazy_itable_init=1,nodiscard -m 0 "$1/disks.ext4"
mkdir -p "$1/disks"
mount -o loop,noatime,nobarrier "$1/disks.ext4" "$1/disks"
exec "$2" --import tsx "$3" "$1"
`;

/**
 * Vagrant itself, behind a note of what it is called with. The stand-in hears of its beginning and its end, so that these can
 * go wrong as any call of VBoxManage can. Ctrl-C is Vagrant's own business, and whoever kills it kills this.
 */
const noting = (calls: string): string => `#!/bin/sh
trap : INT TERM
echo "$*" >> '${calls}'
VBoxManage vagrant begins "$@" || exit
/usr/bin/vagrant "$@"
code=$?
[ "$code" -le 128 ] || kill -s KILL $$
VBoxManage vagrant ended "$@" || exit
exit "$code"
`;

/** Starts one. Its machines, networks and ports are gone when it is disposed of. */
export const startComputer = async (folder: string): Promise<VirtualBoxComputer> => {
  await mkdir(join(folder, 'bin'), { recursive: true });
  await mkdir(join(folder, 'home'), { recursive: true });
  await symlink(join(import.meta.dirname, 'VBoxManage'), join(folder, 'bin', 'VBoxManage'));
  const calls = join(folder, 'vagrant-calls');
  await writeFile(join(folder, 'bin', 'vagrant'), noting(calls), { mode: 0o755 });
  const namespaces = ['--net', '--mount', '--propagation', 'private'];
  const script = ['sh', '-c', boot, 'sh', folder, process.execPath, join(import.meta.dirname, 'service.ts')];
  const service = spawn('unshare', [...namespaces, '--', ...script], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(service.stdout, 'data');
  const environment = {
    PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`,
    HOME: join(folder, 'home'),
    VAGRANT_HOME: join(folder, 'home', '.vagrant.d'),
    VAGRANT_CHECKPOINT_DISABLE: '1',
    LC_ALL: 'C.UTF-8',
  };
  const enter = ['nsenter', `--target=${String(service.pid)}`] as const;
  const inside = [...enter, '--net', '--'] as const;
  return {
    folder,
    environment,
    inside,
    amongDisks: [...enter, '--mount', '--'],
    vagrantCalls: async () => {
      const said = await readFile(calls, 'utf8').catch(() => '');
      await rm(calls, { force: true });
      return said.split('\n').filter((line) => line !== '');
    },
    run: async (...argv) => {
      const { exitCode, stdout, stderr } = await execa(inside[0], [...inside.slice(1), ...argv], {
        reject: false,
        stdin: 'ignore',
        env: environment,
      });
      return { code: exitCode ?? -1, stdout, stderr };
    },
    [Symbol.asyncDispose]: async () => {
      const ended = once(service, 'exit');
      service.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
};
