import { join } from 'node:path';
import type { HostOnly, Nic, Snapshot, State, Vm } from './state.ts';

/*
 * What VBoxManage prints, in its own words and order; written by its manual and by what Vagrant's drivers read of it.
 */

const line = (key: string, value: string | number): string =>
  typeof value === 'number' ? `${key}=${String(value)}\n` : `${key}="${value}"\n`;

/** A date as VirtualBox prints it: no zone, and nine digits behind the point. */
const date = (milliseconds: number): string => new Date(milliseconds).toISOString().replace('Z', '000000');

const nicLines = ({ type, network, mac, cable, forwards }: Nic, index: number): string => {
  const n = String(index + 1);
  if (type === 'none') return line(`nic${n}`, 'none');
  const adapter =
    type === 'hostonly'
      ? line(`hostonlyadapter${n}`, network)
      : type === 'intnet'
        ? line(`intnet${n}`, network)
        : line(`natnet${n}`, 'nat');
  const rules = forwards.map(({ name, protocol, hostIp, hostPort, guestIp, guestPort }, position) =>
    line(
      `Forwarding(${String(position)})`,
      [name, protocol, hostIp, String(hostPort), guestIp, String(guestPort)].join(','),
    ),
  );
  return [
    adapter,
    line(`macaddress${n}`, mac),
    line(`cableconnected${n}`, cable ? 'on' : 'off'),
    line(`nic${n}`, type),
    line(`nictype${n}`, 'virtio'),
    line(`nicspeed${n}`, '0'),
    ...rules,
  ].join('');
};

/** Of `snapshot list --machinereadable`; each below the one before. */
export const snapshotLines = (snapshots: readonly Snapshot[]): string => {
  const suffix = (index: number): string => '-1'.repeat(index);
  const lines = snapshots.flatMap(({ name, id }, index) => [
    line(`SnapshotName${suffix(index)}`, name),
    line(`SnapshotUUID${suffix(index)}`, id),
  ]);
  const last = snapshots.at(-1);
  return [
    ...lines,
    ...(last === undefined
      ? []
      : [
          line('CurrentSnapshotName', last.name),
          line('CurrentSnapshotUUID', last.id),
          line('CurrentSnapshotNode', `SnapshotName${suffix(snapshots.length - 1)}`),
        ]),
  ].join('');
};

/** `showvminfo --machinereadable`. */
export const machineReadable = (folder: string, vm: Vm): string =>
  [
    line('name', vm.name),
    line('groups', '/'),
    line('ostype', 'Debian (64-bit)'),
    line('UUID', vm.id),
    line('CfgFile', join(folder, 'machines', vm.name, `${vm.name}.vbox`)),
    ...(vm.description === '' ? [] : [line('description', vm.description)]),
    line('memory', vm.memoryMiB),
    line('cpuexecutioncap', vm.cpuCap),
    line('cpus', vm.cpus),
    line('VMState', vm.state),
    line('VMStateChangeTime', date(vm.since)),
    line('storagecontrollername0', 'SATA Controller'),
    line('storagecontrollertype0', 'IntelAhci'),
    line('storagecontrollermaxportcount0', '30'),
    line('SATA Controller-0-0', join(folder, 'machines', vm.name, 'box-disk001.vmdk')),
    line('SATA Controller-ImageUUID-0-0', vm.id),
    ...vm.nics.map(nicLines),
    ...Object.entries(vm.folders).flatMap(([name, path], index) => [
      line(`SharedFolderNameMachineMapping${String(index + 1)}`, name),
      line(`SharedFolderPathMachineMapping${String(index + 1)}`, path),
    ]),
    snapshotLines(vm.snapshots),
  ].join('');

/** `list vms`, `list runningvms`. */
export const vmList = (vms: readonly Vm[]): string => vms.map(({ name, id }) => `"${name}" {${id}}\n`).join('');

/** `list hostonlyifs`. Vagrant trips over an `IPV6Address` without blanks behind it. */
export const hostOnlyList = (networks: readonly HostOnly[]): string =>
  networks
    .map(({ name, address, mask }) =>
      [
        `Name:            ${name}`,
        'GUID:            786f6276-656e-4074-8000-0a0027000000',
        'DHCP:            Disabled',
        `IPAddress:       ${address}`,
        `NetworkMask:     ${mask}`,
        'IPV6Address:     ',
        'IPV6NetworkMaskPrefixLength: 0',
        'HardwareAddress: 0a:00:27:00:00:00',
        'MediumType:      Ethernet',
        'Wireless:        No',
        'Status:          Up',
        `VBoxNetworkName: HostInterfaceNetworking-${name}`,
        '',
        '',
      ].join('\n'),
    )
    .join('');

/** `list systemproperties`, as far as anybody asks. */
export const systemProperties = (folder: string, { version }: Pick<State, 'version'>): string =>
  [
    `API version:                     ${version.split('.').slice(0, 2).join('_')}`,
    'Minimum guest RAM size:          4 Megabytes',
    `Default machine folder:          ${join(folder, 'machines')}`,
    'Raw-mode Supported:              no',
    '',
  ].join('\n');
