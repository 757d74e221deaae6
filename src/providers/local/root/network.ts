import { createHash } from 'node:crypto';
import type { DirectionOrder, InterfaceOrder, LinkOrder, NetworkOrder } from '../protocol.ts';

/*
 * What `ip`, `tc` and `nft` are told, as text. Every name in it has passed the strict patterns of the protocol.
 */

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The switch's end of a machine's cable. Upper case: no network is named so. */
export const portName = (machine: string, network: string): string =>
  `P${digest(`${machine} ${network}`).slice(0, 12)}`;

/** A switch would take its address from its ports and change it as they come and go. */
const switchMac = (network: string): string => `02:${(digest(network).slice(0, 10).match(/../g) ?? []).join(':')}`;

const batch = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

/** `ip -batch`: a switch for each network, with the visitors' address on it. */
export const switches = (networks: readonly NetworkOrder[]): string =>
  batch(
    networks.flatMap(({ name, vantage, prefix }) => [
      `link add name ${name} address ${switchMac(name)} type bridge mcast_snooping 0`,
      `address add ${vantage}/${String(prefix)} brd + dev ${name}`,
      `link set dev ${name} up`,
    ]),
  );

/**
 * `ip -batch -force`, in the switch's namespace: whole blocks of addresses are its own (Linux's AnyIP: a local route
 * lets a block be bound to and asked for by ARP), so that each visitor can have one. Those of `before` are given up.
 */
export const crowds = (before: readonly NetworkOrder[], networks: readonly NetworkOrder[]): string => {
  const blocks = (of: readonly NetworkOrder[]): readonly string[] =>
    of.flatMap(({ crowd }) => (crowd === undefined ? [] : [`${crowd.base}/${String(crowd.prefix)}`]));
  return batch([
    ...blocks(before).map((block) => `route del local ${block} dev lo`),
    ...blocks(networks).map((block) => `route replace local ${block} dev lo`),
  ]);
};

/** `ip -batch -force`: away with switches that are no longer wanted, or wanted otherwise. */
export const noSwitches = (networks: readonly NetworkOrder[]): string =>
  batch(networks.map(({ name }) => `link del dev ${name}`));

/** `ip -batch`, in the machine's namespace: its devices, each with its cable's other end in the switch's namespace. */
export const machineEnd = (machine: string, interfaces: readonly InterfaceOrder[], switchPid: number): string =>
  batch([
    'link set dev lo up',
    ...interfaces.flatMap(({ device, network, mac, address, prefix }) => [
      `link add name ${device} address ${mac} type veth peer name ${portName(machine, network)} netns ${String(switchPid)}`,
      `address add ${address}/${String(prefix)} brd + dev ${device}`,
      `link set dev ${device} up`,
    ]),
  ]);

/** `ip -batch`, in the switch's namespace: the cables are plugged in. */
export const switchEnd = (machine: string, interfaces: readonly InterfaceOrder[]): string =>
  batch(interfaces.map(({ network }) => `link set dev ${portName(machine, network)} master ${network} up`));

/** `ip -batch -force`, in the switch's namespace: cables that a machine left behind. */
export const unplug = (machine: string, interfaces: readonly InterfaceOrder[]): string =>
  batch(interfaces.map(({ network }) => `link del dev ${portName(machine, network)}`));

/** What this kernel can do to packets. */
export interface LinkMeans {
  /** netem: delay, jitter, loss and rate, all in one. */
  readonly netem: boolean;
  /** nftables can drop packets at random on their way in and out of a device. */
  readonly randomDrop: boolean;
}

const isShaped = (link: LinkOrder): boolean =>
  link.delayMs !== undefined || link.jitterMs !== undefined || link.rateBps !== undefined || (link.loss ?? 0) > 0;

const netem = (link: LinkOrder): string =>
  [
    'netem',
    ...(link.delayMs === undefined && link.jitterMs === undefined
      ? []
      : [
          `delay ${String(link.delayMs ?? 0)}ms`,
          ...(link.jitterMs === undefined ? [] : [`${String(link.jitterMs)}ms`]),
        ]),
    ...(link.loss ? [`loss ${String(link.loss * 100)}%`] : []),
    ...(link.rateBps === undefined ? [] : [`rate ${String(Math.round(link.rateBps))}`]),
  ].join(' ');

/** A bucket that fills in 10 ms and holds at least some twenty full packets. */
const bucket = (rateBps: number): string => {
  const bytes = Math.max(32_768, Math.round(rateBps / 800));
  return `tbf rate ${String(Math.round(rateBps))} burst ${String(bytes)} latency 50ms`;
};

/** `tc -batch` lines for one end of a cable: each end holds up what it sends. */
const shaping = (device: string, link: LinkOrder, means: LinkMeans): readonly string[] => {
  if (!isShaped(link)) return [];
  if (means.netem) return [`qdisc replace dev ${device} root ${netem(link)}`];
  return link.rateBps === undefined ? [] : [`qdisc replace dev ${device} root ${bucket(link.rateBps)}`];
};

/** `tc -batch`, in the machine's namespace. */
export const machineShaping = (interfaces: readonly InterfaceOrder[], means: LinkMeans): string =>
  batch(interfaces.flatMap(({ device, link }) => shaping(device, link, means)));

/** `tc -batch`, in the switch's namespace. */
export const switchShaping = (machine: string, interfaces: readonly InterfaceOrder[], means: LinkMeans): string =>
  batch(interfaces.flatMap(({ network, link }) => shaping(portName(machine, network), link, means)));

/** `nft -f`, in the switch's namespace: packets lost by chance, for kernels without netem. Made anew with the machine. */
export const loss = (machine: string, interfaces: readonly InterfaceOrder[], means: LinkMeans): string => {
  if (means.netem || !means.randomDrop) return '';
  return interfaces
    .filter(({ link }) => (link.loss ?? 0) > 0)
    .map(({ network, link }) =>
      dropTable(portName(machine, network), { ingress: link.loss ?? 0, egress: link.loss ?? 0 }),
    )
    .join('');
};

/** How many of the packets that come in by a device, or leave by it, are dropped by chance: 0 to 1. */
interface Drops {
  readonly ingress: number;
  readonly egress: number;
}

const tableOf = (device: string): string => `table netdev loss-${device}`;

/** `add` before `delete`: the table may or may not be there. */
const noDropTable = (device: string): string => `add ${tableOf(device)}\ndelete ${tableOf(device)}\n`;

/** `nft -f`: the device drops these, and no others. */
export const dropTable = (device: string, drops: Drops): string => {
  const chains = (['ingress', 'egress'] as const).map((hook) => {
    const inAMillion = Math.round(drops[hook] * 1_000_000);
    const rule = inAMillion < 1_000_000 ? `numgen random mod 1000000 < ${String(inAMillion)} drop` : 'drop';
    return `  chain ${hook} { type filter hook ${hook} device "${device}" priority 0; ${rule}; }`;
  });
  return [`${noDropTable(device)}${tableOf(device)} {`, ...chains, '}', ''].join('\n');
};

/** What changes one link while its machine runs, each for its program and namespace. */
export interface LinkCommands {
  /** `tc -batch`, in the machine's namespace. Empty: the device holds nothing up. */
  readonly machineTc: string;
  /** `tc -batch`, in the switch's. */
  readonly switchTc: string;
  /** `nft -f`, in the switch's. */
  readonly nft: string;
  /** `ip -batch`, in the switch's. */
  readonly ip: string;
}

/**
 * A link as it is to be: what the machine sends is held up at its own end, what is sent to it at the switch's. A cable
 * that is cut both ways loses its carrier, so that the machine sees it; cut one way only, packets vanish.
 */
export const linkCommands = (
  port: string,
  device: string,
  { from, to }: { readonly from: DirectionOrder; readonly to: DirectionOrder },
  means: LinkMeans,
): LinkCommands => {
  const isCut = from.down === true && to.down === true;
  const dropped = ({ down, loss = 0 }: DirectionOrder): number => {
    if (down === true) return isCut ? 0 : 1;
    return means.netem ? 0 : loss;
  };
  const drops = { ingress: dropped(from), egress: dropped(to) };
  return {
    machineTc: batch(shaping(device, from, means)),
    switchTc: batch(shaping(port, to, means)),
    nft: drops.ingress + drops.egress > 0 ? dropTable(port, drops) : noDropTable(port),
    ip: `link set dev ${port} ${isCut ? 'down' : 'up'}\n`,
  };
};
