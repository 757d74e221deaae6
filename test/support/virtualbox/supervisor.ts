/**
 * What stays beside a running machine: a shell in a mount and a network namespace of its own. Arguments: 1 folder of
 * this run, 2 read-only layers with colons between, 3 upper folder, 4 work folder, 5 name.
 * Its cables are laid by the service, which then makes the file `plugged`.
 */
export const supervisorScript = String.raw`
set -eu
live=$1 layers=$2 upper=$3 work=$4 name=$5
mkdir -p "$live/root" "$live/run"
mount -t tmpfs -o mode=755 tmpfs "$live/run"
mkdir -p "$live/run/root"
mount -t overlay overlay -o "lowerdir=$layers,upperdir=$upper,workdir=$work" "$live/run/root"
mount --no-mtab --move "$live/run" /run
ip link set dev lo up
touch "$live/ready"
while [ ! -e "$live/plugged" ]; do sleep 0.01; done
set +e
# 133: the machine restarts itself.
code=133
while [ "$code" -eq 133 ]; do
  SYSTEMD_NSPAWN_API_VFS_WRITABLE=network systemd-nspawn --quiet --settings=no --register=no --keep-unit --boot \
    --directory=/run/root --machine="$name" --network-namespace-path="/proc/$$/ns/net" \
    --bind=/dev/net/tun --capability=CAP_NET_ADMIN --drop-capability=CAP_SYS_TIME \
    --resolv-conf=off --timezone=off --link-journal=no --console=pipe
  code=$?
done
exit "$code"
`;
