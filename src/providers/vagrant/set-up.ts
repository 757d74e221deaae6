import { createHash } from 'node:crypto';
import { LabError } from '../../errors/lab-error.ts';
import { Secret } from '../../model/secret.ts';
import { vagrantTexts as text } from '../../text/vagrant.ts';
import type { ProviderLab } from '../provider.ts';
import { cardsOf, foreignTo, type Card, type Stead } from './networks.ts';

/** What a VM is given before anything is provisioned on it. */
export interface Identity {
  readonly hostName: string;
  /** Public key that root and Vagrant's user accept from now on, and no other. */
  readonly authorizedKey: string;
  readonly hostKey: { readonly privateKey: Secret; readonly publicKey: string };
  readonly cards: readonly Card[];
  /** CIDR of the lab's networks on this computer that it is not on. */
  readonly foreign: readonly string[];
}

const link = ({ device, mac }: Card): string => `[Match]\nMACAddress=${mac}\n\n[Link]\nName=${device}\n`;

const network = ({ address, prefix, mac }: Card): string =>
  `[Match]\nMACAddress=${mac}\n\n[Network]\nAddress=${address}/${String(prefix)}\nLinkLocalAddressing=no\nIPv6AcceptRA=no\n`;

/**
 * A NAT leads to this computer's own networks too, where a VM that is not on them would pass for a visitor. A route of the
 * lab's own is nearer.
 */
const nowhere = (foreign: readonly string[]): string =>
  `[Match]\nName=lo\n${foreign.map((cidr) => `\n[Route]\nDestination=${cidr}\nType=unreachable\nMetric=4096\n`).join('')}`;

/** Names devices as their `.link` files say, where udev could not: it was too early, in the initramfs, or is not there. */
const nameLinks = String.raw`#!/bin/sh
set -eu
for file in /etc/systemd/network/10-bancada-*.link; do
  [ -e "$file" ] || continue
  mac=$(sed -n 's/^MACAddress=//p' "$file")
  name=$(sed -n 's/^Name=//p' "$file")
  for device in /sys/class/net/*; do
    now=$(basename "$device")
    if [ "$now" = "$name" ] || [ "$(cat "$device/address")" != "$mac" ]; then continue; fi
    ip link set dev "$now" down
    ip link set dev "$now" name "$name"
  done
done
`;

const nameLinksUnit = `[Unit]
Description=Devices named after the lab's networks
DefaultDependencies=no
After=systemd-udev-settle.service local-fs.target
Before=network-pre.target systemd-networkd.service
Wants=network-pre.target

[Service]
Type=oneshot
ExecStart=/usr/local/lib/bancada/name-links

[Install]
WantedBy=multi-user.target
`;

// The user `vagrant` has a password that all the world knows.
const sshd = 'PermitRootLogin prohibit-password\nPasswordAuthentication no\nMaxSessions 64\n';

const files = ({
  hostName,
  authorizedKey,
  hostKey,
  cards,
  foreign,
}: Identity): readonly (readonly [string, string, string])[] => [
  ['/root/.ssh/authorized_keys', '600', `${authorizedKey}\n`],
  ['/home/vagrant/.ssh/authorized_keys', '600', `${authorizedKey}\n`],
  ['/etc/ssh/ssh_host_ed25519_key', '600', `${hostKey.privateKey.reveal().trimEnd()}\n`],
  ['/etc/ssh/ssh_host_ed25519_key.pub', '644', `${hostKey.publicKey}\n`],
  ['/etc/ssh/sshd_config.d/10-bancada.conf', '644', sshd],
  ['/etc/hostname', '644', `${hostName}\n`],
  ['/usr/local/lib/bancada/name-links', '755', nameLinks],
  ['/etc/systemd/system/bancada-links.service', '644', nameLinksUnit],
  ...(foreign.length === 0
    ? []
    : [['/etc/systemd/network/10-bancada-foreign.network', '644', nowhere(foreign)] as const]),
  ...cards.flatMap(
    (card) =>
      [
        [`/etc/systemd/network/10-bancada-${card.device}.link`, '644', link(card)],
        [`/etc/systemd/network/10-bancada-${card.device}.network`, '644', network(card)],
      ] as const,
  ),
];

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** The last line that the script prints: the device behind which the NAT is. */
const answer = 'nat-device';

const body = String.raw`
set -eu
umask 077
export DEBIAN_FRONTEND=noninteractive
put() { mkdir -p "$(dirname "$1")"; printf %s "$3" | base64 -d > "$1.bancada"; chmod "$2" "$1.bancada"; mv "$1.bancada" "$1"; }
if ! command -v python3 > /dev/null; then apt-get -qq update && apt-get -qq --yes install --no-install-recommends python3; fi
rm -f /etc/systemd/network/10-bancada-*
`;

const ending = String.raw`
chmod 755 /etc/systemd/network /etc/ssh/sshd_config.d /usr/local/lib/bancada
chmod 700 /root/.ssh
if id vagrant > /dev/null 2>&1; then chown -R vagrant: /home/vagrant/.ssh; fi
hostname "$(cat /etc/hostname)"
if ! grep -q "^127.0.1.1 .*$(hostname)" /etc/hosts; then printf '127.0.1.1 %s\n' "$(hostname)" >> /etc/hosts; fi
systemctl daemon-reload
systemctl --quiet enable bancada-links.service systemd-networkd.service
systemctl start bancada-links.service
systemctl restart systemd-networkd.service
for wanted in $wanted_devices; do
  tries=0
  until ip -4 -o address show dev "$wanted" 2> /dev/null | grep -q inet; do
    tries=$((tries + 1))
    if [ "$tries" -gt 100 ]; then echo "no address on $wanted" >&2; exit 1; fi
    sleep 0.1
  done
done
sshd -t
systemctl reload ssh
`;

/**
 * The shell script that gives a VM what it is given; sent over standard input, for it carries the host's private key.
 * Doing it twice does nothing new.
 */
export const setUpScript = (identity: Identity): Secret => {
  const puts = files(identity).map(([path, mode, content]) => `put ${path} ${mode} ${base64(content)}\n`);
  const devices = identity.cards.map(({ device }) => device).join(' ');
  const tell = `ip -o route show default | sed -n 's/.* dev \\([^ ]*\\).*/${answer} \\1/p' | head -n 1\n`;
  return new Secret(
    `${body}mkdir -p /usr/local/lib/bancada\n${puts.join('')}wanted_devices='${devices}'\n${ending}${tell}`,
  );
};

/** What a machine of a lab is to be given. @throws LabError `no-host-key`, a bug: every machine has one */
export const identityOf = (lab: ProviderLab, steads: readonly Stead[], machine: string): Identity => {
  const hostKey = lab.hostKeys[machine];
  if (hostKey === undefined)
    throw new LabError({ code: 'no-host-key', fault: 'bug', message: text.setupFailed(machine) });
  const cards = cardsOf(lab.blueprint, steads, machine);
  const foreign = foreignTo(lab.blueprint, lab.own, steads, machine);
  return { hostName: machine, authorizedKey: lab.authorizedKey, hostKey, cards, foreign };
};

/** Of all that a VM is given; says nothing about the keys in it. */
export const fingerprintOf = (identity: Identity): string =>
  createHash('sha256').update(setUpScript(identity).reveal()).digest('hex').slice(0, 32);

/** The device behind which the NAT is, in what the script printed. */
export const natDeviceIn = (printed: string): string => new RegExp(`^${answer} (\\S+)$`, 'm').exec(printed)?.[1] ?? '';
