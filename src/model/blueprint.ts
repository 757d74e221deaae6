import type { CheckSpec, Link, SizeSpec, SourcePath } from './topology.ts';

/** What a topology compiles to: everything worked out, nothing read from the world. Plain JSON, deterministic. */
export interface Blueprint {
  readonly name: string;
  readonly title: string;
  readonly networks: readonly Network[];
  readonly machines: readonly Machine[];
  /** Every service on every machine, implied ones (tunnel ends, firewall, host basics) included. */
  readonly services: readonly Service[];
  readonly flows: readonly Flow[];
  readonly visitors: readonly Visitors[];
  readonly checks: readonly CheckSpec[];
  readonly message?: string;
}

/** A network, by its kind. */
export type Network = Lan | Internet | OpenVpn;
interface NetworkBase {
  readonly name: string;
  /** CIDR, canonical: `192.168.56.0/24`. */
  readonly subnet: string;
  readonly link: Link;
}
interface VantageNetwork extends NetworkBase {
  /** The address from which visitors and outside checks look into this network: its first host address. */
  readonly vantage: string;
  /**
   * CIDR, free of machines: further addresses of visitors, so that a load can come from many of them.
   * Absent where nobody visits from, or where no room is left.
   */
  readonly crowd?: string;
}
/** A switch in one site. */
export interface Lan extends VantageNetwork {
  readonly kind: 'lan';
  readonly site: string;
}
/** The world between sites. */
export interface Internet extends VantageNetwork {
  readonly kind: 'internet';
}
/** A tunnel over another network. */
export interface OpenVpn extends NetworkBase {
  readonly kind: 'openvpn';
  readonly over: string;
  /** Machine name. */
  readonly server: string;
  readonly clients: readonly string[];
  readonly port: number;
  /** Subnets that each client answers for (OpenVPN's `iroute`), by client machine. */
  readonly behind: Readonly<Record<string, readonly string[]>>;
}

/** A Linux host, worked out. */
export interface Machine {
  readonly name: string;
  readonly group: string;
  /** Position in its group, from 0. */
  readonly index: number;
  readonly site: string;
  readonly size: SizeSpec;
  readonly interfaces: readonly Interface[];
  readonly routes: readonly Route[];
  /** Whether packets of others pass through it. */
  readonly forwards: boolean;
  /** Other machines' names to the address at which this machine best reaches them. */
  readonly hosts: Readonly<Record<string, string>>;
  /** Ids of its services, in the order in which they are provisioned. */
  readonly services: readonly string[];
  readonly firewall: Firewall;
  /** Packages of all its roles, sorted; the key of its image layer. */
  readonly packages: readonly string[];
  /** Services of it are containers, which need more of their kernel than a plain machine may. */
  readonly runsContainers?: true;
}

/** A machine's end in a network. */
export interface Interface {
  readonly network: string;
  /** The device's name inside the machine; the network's name, until another one is observed. */
  readonly device: string;
  readonly address: string;
  /** Prefix length. */
  readonly prefix: number;
  /** Locally administered, derived from lab, machine and network names; absent on tunnels. */
  readonly mac?: string;
  readonly link: Link;
  /** Where the others meet it, if not at its own address. Observed. */
  readonly metAt?: string;
  /** Behind a translator that lets nobody in. Observed. */
  readonly onlyCalls?: true;
}

/** A route of a machine's main table. */
export interface Route {
  /** CIDR. */
  readonly destination: string;
  /** Next hop; absent where the tunnel device itself is the way. */
  readonly via?: string;
  readonly device: string;
  /** Who installs it: the host's own configuration, or the tunnel's daemon. */
  readonly by: 'host' | 'tunnel';
}

/** Derived from the flows. Everything else that comes in, or passes through, is rejected. */
export interface Firewall {
  readonly input: readonly FirewallRule[];
  readonly forward: readonly FirewallRule[];
}
/** What is let in or through; one flow each. */
export interface FirewallRule {
  /** The flow's id; `management` for the way in by which the machine itself is looked after. */
  readonly flow: string;
  /** Device it comes in by; any if absent. */
  readonly inDevice?: string;
  /** Device it leaves by; forward rules only. */
  readonly outDevice?: string;
  /** Source CIDRs. Empty: anyone. */
  readonly from: readonly string[];
  /** Destination address; forward rules only. */
  readonly to?: string;
  readonly protocol: Protocol;
  readonly port: number;
}

/** What a service can be run by besides its machine's own init. */
export type Runtime = 'docker';

/** What a port is reached by. */
export type Protocol = 'tcp' | 'udp';

/** A port that a service listens on. */
export interface Port {
  /** What it speaks: `http`, `mysql`, `redis`. Unique within the service. */
  readonly name: string;
  readonly port: number;
  readonly protocol: Protocol;
  /** May be reached from `internet`. */
  readonly public: boolean;
}

/** A role at work on a machine, or a managed thing of the real world. */
export interface Service {
  /** `name@machine`; for a managed service its name alone. */
  readonly id: string;
  readonly name: string;
  /** Absent for a managed service. */
  readonly machine?: string;
  readonly role: string;
  /** Absent: directly on its machine. */
  readonly runtime?: Runtime;
  /** As the role's schema returned them. */
  readonly params: unknown;
  readonly offers: readonly Port[];
  readonly uses: readonly Use[];
  /** False where the role only declares ports and uses and cannot be provisioned yet. */
  readonly provisionable: boolean;
  /** Added by the compiler, not written in the file. */
  readonly implied: boolean;
  /** Of a managed service: where it is to be found. */
  readonly managed?: ManagedPlace;
  /** Where it stands in the file. */
  readonly path: SourcePath;
}

/** Where a managed service is: it has addresses like a machine, but nothing that could be provisioned. */
export interface ManagedPlace {
  readonly site: string;
  readonly addresses: readonly { readonly network: string; readonly address: string }[];
}

/** What one service asks of another, one target for each instance it may reach. */
export interface Use {
  /** The role's name for it: `upstream`, `database`. */
  readonly name: string;
  readonly targets: readonly UseTarget[];
}
/** One instance that a use may reach, and the way to it. */
export interface UseTarget {
  readonly service: string;
  readonly flow: string;
  /** The network in which the address lies; `lo` if both are on one machine. */
  readonly network: string;
  /** The address to dial. */
  readonly address: string;
  readonly port: number;
}

/** Who may talk to whom. What is not a flow is closed. */
export interface Flow {
  /** `survey@app1->mariadb@db:mysql`. */
  readonly id: string;
  readonly from: FlowSource;
  readonly to: FlowDestination;
  readonly protocol: Protocol;
  /** The networks crossed, in order, with the machine that forwards between two of them. Empty: both ends are on one machine. */
  readonly path: readonly FlowHop[];
}
/** Who talks, by what they are. */
export type FlowSource =
  | { readonly kind: 'service'; readonly service: string; readonly machine: string; readonly address: string }
  /** A managed service: no machine of the lab. */
  | { readonly kind: 'managed'; readonly service: string; readonly address: string }
  | {
      readonly kind: 'visitors';
      readonly visitors: string;
      readonly network: string;
      readonly address: string;
      /** The network's `crowd`. */
      readonly crowd?: string;
      /** The CIDRs of all who are let in as visitors, where these are more than the one address. Observed. */
      readonly anyOf?: readonly string[];
    }
  /** Anyone on an internet network, for public ports. */
  | { readonly kind: 'world'; readonly network: string };
/** Who is talked to, and where they listen. */
export interface FlowDestination {
  readonly service: string;
  readonly machine?: string;
  readonly address: string;
  readonly portName: string;
  readonly port: number;
}
/** One network of a flow's path. */
export interface FlowHop {
  readonly network: string;
  /** The machine that carries the packet on into the next network. */
  readonly via?: string;
}

/** A kind of visitor, and which services they visit. */
export interface Visitors {
  readonly name: string;
  readonly network: string;
  /** Ids of the services they visit. */
  readonly to: readonly string[];
  readonly port: number;
  readonly portName: string;
  /** Loopback port of this computer asked for in the file; absent: the first free one from 8080. */
  readonly listen?: number;
}
