import { readFileSync } from 'node:fs';
import type { MachineOrder } from '../protocol.ts';
import type { Work } from './create.ts';
import { readHost } from './host.ts';
import { initOf, machineFailed } from './machine.ts';
import { must } from './programs.ts';

/** Inside the machine, with this computer's network and name servers, for as long as it takes. Arguments: packages. */
const script = String.raw`
set -eu
proxies=$1
shift
cat > /run/bancada/resolv.conf
printf '%s' "$proxies" > /run/bancada/apt.conf
mount --bind /run/bancada/resolv.conf /etc/resolv.conf
export APT_CONFIG=/run/bancada/apt.conf DEBIAN_FRONTEND=noninteractive
apt-get --quiet update
apt-get --quiet --yes --no-install-recommends install "$@"
apt-get clean
rm -rf /var/lib/apt/lists/* /run/bancada/resolv.conf /run/bancada/apt.conf
`;

/** Installs what a machine lacks while it runs. The lab's own network needs no way out for it. */
export const installPackages = async (install: {
  readonly id: string;
  readonly order: MachineOrder;
  readonly before: MachineOrder;
  readonly work: Work;
}): Promise<void> => {
  const { id, order, before, work } = install;
  const init = initOf(id, order.name);
  if (init === undefined) throw machineFailed(id, order.name);
  const packages = order.packages.filter((name) => !before.packages.includes(name));
  const { proxies } = await readHost();
  const inside = ['nsenter', `--target=${String(init)}`, '--mount', '--pid', '--uts', '--ipc', '--'] as const;
  const ownMounts = ['unshare', '--mount', '--'];
  await must([...inside, ...ownMounts, 'sh', '-c', script, 'sh', proxies, ...packages], {
    signal: work.signal,
    stdin: readFileSync('/etc/resolv.conf', 'utf8'),
    onLine: (line) => work.emit({ type: 'output', source: order.name, line }),
  });
};
