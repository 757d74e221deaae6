import type { Session } from '../../ssh/session.ts';
import { readMarker, type Marker } from './marker.ts';

/** An IPv4 address that a computer has. */
export interface OwnAddress {
  readonly device: string;
  readonly address: string;
  readonly prefix: number;
}

/** What a computer says of itself, without anybody having become root. */
export interface Probe {
  readonly isRoot: boolean;
  /** Root, or may become it without a password. */
  readonly mayBeRoot: boolean;
  /** `ID` and `ID_LIKE` of os-release, and its `PRETTY_NAME`. */
  readonly families: readonly string[];
  readonly system: string;
  readonly hasSystemd: boolean;
  /** Of `programs`, those that are there. */
  readonly programs: readonly string[];
  /** The way that this very question came, as the computer sees it. */
  readonly connection: { readonly from: string; readonly to: string; readonly port: number } | undefined;
  readonly addresses: readonly OwnAddress[];
  readonly uptimeSeconds: number;
  readonly marker: Marker | undefined;
  /** The lab is there and does not run. */
  readonly isParked: boolean;
}

/** What must be there before anything can be installed. */
export const programs = { 'apt-get': 'apt', python3: 'python3', ip: 'iproute2' } as const;

// Fixed text: no value of anybody's is in it. `ip` and `ss` may be outside of a user's path.
const script = `PATH="$PATH:/usr/sbin:/sbin"
echo "uid $(id -u)"
if [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; then echo "root yes"; fi
echo "connection $SSH_CONNECTION"
sed 's/^/release /' /etc/os-release
[ -d /run/systemd/system ] && echo "systemd yes"
for program in ${Object.keys(programs).join(' ')}; do command -v "$program" >/dev/null && echo "program $program"; done
echo "uptime $(cut -d' ' -f1 /proc/uptime)"
[ -e /var/lib/bancada/host.json ] && echo "marker $(cat /var/lib/bancada/host.json)"
[ -e /var/lib/bancada/parked.json ] && echo "parked yes"
ip -oneline -4 address 2>/dev/null | sed 's/^/address /'
exit 0`;

/** Looks at a computer: one round trip, which reads only. */
export const probe = async (session: Session, signal?: AbortSignal): Promise<Probe> => {
  const { stdout } = await session.run(['sh', '-c', script], signal === undefined ? {} : { signal });
  return readProbe(stdout);
};

/** What the script said. */
export const readProbe = (said: string): Probe => {
  const lines = said
    .split('\n')
    .map((line) => [line.split(' ', 1)[0] ?? '', line.slice(line.indexOf(' ') + 1)] as const);
  const all = (word: string): readonly string[] => lines.flatMap(([first, rest]) => (first === word ? [rest] : []));
  const release = new Map(all('release').map((line) => [line.split('=')[0] ?? '', unquoted(line.split('=')[1] ?? '')]));
  const [from, , to, port] = (all('connection')[0] ?? '').split(' ');
  const [marker] = all('marker');
  return {
    isRoot: all('uid')[0] === '0',
    mayBeRoot: all('root').length > 0,
    families: `${release.get('ID') ?? ''} ${release.get('ID_LIKE') ?? ''}`.split(' ').filter((each) => each !== ''),
    system: release.get('PRETTY_NAME') ?? '?',
    hasSystemd: all('systemd').length > 0,
    programs: all('program'),
    connection: from && to && port ? { from: plain(from), to: plain(to), port: Number(port) } : undefined,
    addresses: all('address').flatMap(ownAddress),
    uptimeSeconds: Number(all('uptime')[0] ?? 0),
    marker: marker === undefined ? undefined : readMarker(marker),
    isParked: all('parked').length > 0,
  };
};

const unquoted = (value: string): string => value.replace(/^["'](.*)["']$/, '$1');

/** An IPv4 address that came over an IPv6 socket. */
const plain = (address: string): string => address.replace(/^::ffff:/, '');

/** `2: eth0    inet 192.168.1.10/24 brd …`; the loopback device is nobody's way. */
const ownAddress = (line: string): readonly OwnAddress[] => {
  const [, device = '', address = '', prefix] = /^\d+: (\S+)\s+inet ([\d.]+)\/(\d+)/.exec(line) ?? [];
  return device === '' || device === 'lo' ? [] : [{ device, address, prefix: Number(prefix) }];
};
