import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aptCache, asOne, makeAptCache } from './base-layer.ts';
import type { Host } from './host.ts';
import type { Build } from './images.ts';
import { must } from './programs.ts';
import { noteBegin, settle } from './settled.ts';

/**
 * How a layer is made; part of its key. Arguments: 1 folder of the build, 2 the base layer, 3 the shared downloads,
 * 4… packages. Init scripts beside a unit of the same name would only make `systemctl enable` slow.
 */
export const layerScript = String.raw`
set -eu
folder=$1 base=$2 cache=$3
shift 3
mkdir "$folder/root" "$folder/work" "$folder/mnt"
root=$folder/mnt
mount -t overlay overlay -o "lowerdir=$base,upperdir=$folder/root,workdir=$folder/work" "$root"
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
mount -t tmpfs tmpfs "$root/run"
mount -t tmpfs tmpfs "$root/tmp"
mount --bind "$cache/lists" "$root/var/lib/apt/lists"
mount --bind "$cache/archives" "$root/var/cache/apt/archives"
mount --bind /etc/resolv.conf "$root/etc/resolv.conf"
mount --bind /etc/hosts "$root/etc/hosts"
cp "$folder/apt.conf" "$root/run/apt.conf"
export APT_CONFIG=/run/apt.conf DEBIAN_FRONTEND=noninteractive
(
  flock 9
  if [ ! -e "$cache/updated" ] || [ -n "$(find "$cache/updated" -mmin +360)" ]; then
    chroot "$root" apt-get update
    touch "$cache/updated"
  fi
  chroot "$root" apt-get --download-only install "$@"
) 9> "$cache/lock"
chroot "$root" apt-get --no-download install "$@"
chroot "$root" systemctl preset-all
for script in "$root"/etc/init.d/*; do
  name=$(basename "$script")
  if [ -e "$root/lib/systemd/system/$name.service" ]; then
    rm -f "$script" "$root"/etc/rc?.d/[SK]??"$name"
  elif [ -e "$script" ]; then
    chroot "$root" update-rc.d "$name" disable
  fi
done
rm -rf "$root"/var/cache/apt/*.bin "$root"/var/cache/debconf/*-old "$root"/var/log/apt "$root"/var/log/dpkg.log
`;

/** Each build has its own dpkg; what is shared is guarded by a lock of ours, held for as long as it is needed only. */
const aptOptions = `APT::Get::Assume-Yes "true";
APT::Install-Recommends "false";
Debug::NoLocking "true";
quiet "1";
`;

/** What a layer of packages is made from. */
export interface LayerBuild {
  readonly folder: string;
  /** Root folder of the base layer. */
  readonly base: string;
  readonly packages: readonly string[];
  readonly host: Host;
  readonly build: Build;
}

/** Makes a layer in `folder`/root: the packages, and what they need, on top of the base. Nothing of it starts by itself. */
export const buildLayer = async ({ folder, base, packages, host, build }: LayerBuild): Promise<void> => {
  noteBegin(folder);
  makeAptCache();
  writeFileSync(join(folder, 'apt.conf'), `${aptOptions}${host.proxies}`);
  await must([...asOne, 'sh', '-c', layerScript, 'sh', folder, base, aptCache, ...packages], {
    signal: build.signal,
    onLine: build.onLine,
  });
  await settle(folder, build.signal);
};
