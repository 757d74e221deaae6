import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { packageRoot } from '../../src/ports/files.ts';
import { makeDebian } from './debian.ts';
import { bootGuest, nameServer } from './guest.ts';
import { needPrograms, scratchFolder, timed } from './told.ts';

/*
 * npm run test:host [-- TEST-FILE...]: the README's two lines on a computer that has never seen them: a stock Debian with
 * systemd, cgroup v2 and a kernel that has netem, an ordinary user with sudo, a fresh clone of what is committed here. With
 * files of tests, these instead of the whole suite. The computer is emulated, so it is slow (hours for the suite); run as
 * root; nothing of it stays. Node and npm are this computer's, packages come from where this computer takes its own.
 */

await needPrograms(
  'test:host',
  ['mmdebstrap', 'mkfs.ext4', 'qemu-img', 'qemu-system-x86_64', 'ssh', 'ssh-keygen', 'git'],
  'mmdebstrap e2fsprogs qemu-utils qemu-system-x86 openssh-client git',
);

const installTools = String.raw`
sudo tar -C /usr/local -xf - && cd /usr/local/bin &&
sudo ln -s ../lib/node_modules/npm/bin/npm-cli.js npm && sudo ln -s ../lib/node_modules/npm/bin/npx-cli.js npx
`;
const whatItIs = String.raw`
echo "$(. /etc/os-release && echo "$PRETTY_NAME"), Linux $(uname -r), $(systemctl --version | head -n 1), node $(node --version)"
test "$(stat -fc %T /sys/fs/cgroup)" = cgroup2fs && sudo modprobe sch_netem && echo 'control groups of version 2, and netem'
`;
const certificates = '/etc/ssl/certs/ca-certificates.crt';
const user = 'student';
const files = process.argv.slice(2);
const folder = await scratchFolder('host');
const npm = async (...words: readonly string[]): Promise<string> => (await execa('npm', words)).stdout.trim();

const key = join(folder, 'key');
await execa('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
const disk = await timed('a Debian', async () =>
  makeDebian(folder, {
    packages: ['git', 'libstdc++6', 'dbus-user-session'],
    user,
    publicKey: (await readFile(`${key}.pub`, 'utf8')).trim(),
    hostname: 'desk',
    files: {
      [`home/${user}/.npmrc`]: `registry=${await npm('config', 'get', 'registry')}\n`,
      'etc/resolv.conf': `nameserver ${nameServer}\n`,
    },
    gigabytes: 24,
  }),
);
await using guest = await timed('it boots', () => bootGuest(folder, disk, user, key));
await guest.feed(certificates, `sudo tee ${certificates} >/dev/null`);

const tools = join(folder, 'tools.tar');
const modules = await npm('root', '--global');
const transform = `s,^${modules.slice(1)}/,lib/node_modules/,;s,^${process.execPath.slice(1)},bin/node,`;
await execa('tar', ['-C', '/', '-cf', tools, `--transform=${transform}`, process.execPath, join(modules, 'npm')]);
await guest.feed(tools, installTools);
const bundle = join(folder, 'checkout.bundle');
await execa('git', ['-C', packageRoot(), 'bundle', 'create', '--quiet', bundle, 'HEAD']);
await guest.feed(bundle, 'cat > checkout.bundle && git clone --quiet checkout.bundle bancada');
console.log(await guest.ask(whatItIs));

for (const line of [
  // An emulated computer takes longer than the two minutes that a real one is given.
  './bancada up survey --setup --timeout 15m',
  ...['plan survey --check', 'up survey --no-check', 'status survey', 'destroy survey --yes'].map(
    (words) => `./bancada ${words}`,
  ),
  files.length === 0 ? './test/run' : `npx vitest run --config vitest.e2e.config.ts ${files.join(' ')}`,
]) {
  console.log(`$ ${line}`);
  const inClone = `cd bancada && export NODE_EXTRA_CA_CERTS=${certificates} NO_COLOR=1 && ${line}`;
  process.exitCode = await timed(line, () => guest.run(inClone));
  if (process.exitCode === 0) continue;
  await guest.run('cd bancada && ./bancada status survey; ./bancada check survey');
  break;
}
console.log(process.exitCode === 0 ? 'all of it went well' : 'the last of these failed');
