/**
 * What stays beside a machine as long as it runs: a shell in a mount and a network namespace of its own, so that all
 * that it mounts and every cable it lays is gone when it is. Its values come as arguments, checked by the protocol:
 * 1 live folder, 2 disk image, 3 its size in bytes, 4 read-only layers with colons between, 5 name, 6 the switch's pid,
 * 7 system calls that it may make besides the usual ones.
 */
export const supervisorScript = String.raw`
set -eu
live=$1 disk=$2 bytes=$3 layers=$4 name=$5 switch=$6 calls=$7

# A /run of its own: what nspawn and mount write there is not for the computer to see.
mount -t tmpfs -o mode=755 tmpfs "$live/run"
mkdir "$live/run/bancada" "$live/run/disk" "$live/run/root"
mount --bind /run/bancada "$live/run/bancada"
mount --no-mtab --move "$live/run" /run

# The disk: as large as the machine's size says, and sparse. It lives in a lab: no journal, no write barriers. Keys and
# data lie on it, which are no other user's of this computer.
if [ ! -e "$disk" ]; then
  (umask 077 && truncate -s "$bytes" "$disk.new")
  mkfs.ext4 -q -F -O ^has_journal,^resize_inode -E lazy_itable_init=1,nodiscard -m 0 "$disk.new"
  mv "$disk.new" "$disk"
else
  # One of an earlier version was everybody's to read.
  chmod 600 "$disk"
  if [ "$(stat -c %s "$disk")" -lt "$bytes" ]; then
    truncate -s "$bytes" "$disk"
    e2fsck -f -p "$disk" || [ $? -eq 1 ]
    resize2fs "$disk"
  else
    e2fsck -p "$disk" || [ $? -eq 1 ]
  fi
fi
mount -o loop,noatime,nobarrier "$disk" /run/disk
mkdir -p /run/disk/upper /run/disk/work
mount -t overlay overlay -o "lowerdir=$layers,upperdir=/run/disk/upper,workdir=/run/disk/work" /run/root
cp -a "$live/identity/." /run/root/
rm -rf "$live/identity"

at_switch() { nsenter --net="/proc/$switch/ns/net" -- "$@"; }
ip -batch "$live/machine.ip"
at_switch ip -batch "$live/switch.ip"
if [ -s "$live/machine.tc" ]; then tc -batch "$live/machine.tc"; fi
if [ -s "$live/switch.tc" ]; then at_switch tc -batch "$live/switch.tc"; fi
if [ -s "$live/switch.nft" ]; then at_switch nft -f "$live/switch.nft"; fi

set +e
# 133: the machine restarts itself.
code=133
while [ "$code" -eq 133 ]; do
  rm -f "$live/ssh/socket"
  SYSTEMD_NSPAWN_API_VFS_WRITABLE=network systemd-nspawn --quiet --settings=no --register=no --keep-unit --boot \
    --directory=/run/root --machine="$name" --network-namespace-path="/proc/$$/ns/net" \
    --bind="$live/ssh:/run/bancada/ssh" --bind=/dev/net/tun --capability=CAP_NET_ADMIN --drop-capability=CAP_SYS_TIME \
    --system-call-filter="$calls" --resolv-conf=off --timezone=off --link-journal=no --console=pipe
  code=$?
done
exit "$code"
`;
