import type { SourceRange } from './diagnostic.ts';

/** A path of keys into the topology file: `['machines', 'app', 'count']`. */
export type SourcePath = readonly (string | number)[];

/** What a topology file says, checked by itself, with counts and addresses not yet worked out. */
export interface Topology {
  readonly file: string;
  readonly name: string;
  readonly title: string;
  readonly networks: readonly NetworkSpec[];
  readonly groups: readonly GroupSpec[];
  /** Services that no machine of the lab carries: an S3 bucket, an API gateway, a managed database. */
  readonly managed: readonly ManagedSpec[];
  /** Roles that the file itself declares by ports and uses; they draw and validate, but cannot be provisioned. */
  readonly sketches: readonly SketchSpec[];
  readonly visitors: readonly VisitorsSpec[];
  readonly checks: readonly CheckSpec[];
  /** Shown after `up`; `{web}` stands for the loopback address where that service answers. */
  readonly message?: string;
  /** Site names to the provider that serves them, per target of the file's own; built-in targets need no entry. */
  readonly targets: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Where a value stands in the file; the nearest ancestor's place when the path itself does not occur. */
  readonly locate: (path: SourcePath) => SourceRange;
  /** Where every value that can be inherited came from: site, size, networks, parameters; groups, then single members. */
  readonly origins: readonly Origin[];
}

/** Who said a value: nobody (it is built in), `defaults`, the group itself, or a member for itself. Later ones win. */
export type OriginLayer = 'built-in' | 'defaults' | 'group' | 'member';

/** The provenance of one effective value, for `show --origin`. */
export interface Origin {
  /** `['machines', 'app2', 'size', 'memoryMiB']`: the group's or member's name, then the value's. */
  readonly path: SourcePath;
  readonly value: unknown;
  readonly layer: OriginLayer;
  /** Absent for built-in values. */
  readonly range?: SourceRange;
}

/** What a link does to packets. What a target or kernel cannot give becomes a standing notice. */
export interface Link {
  /** One-way delay, milliseconds. */
  readonly delayMs?: number;
  readonly jitterMs?: number;
  /** Bits per second. */
  readonly rateBps?: number;
  /** Probability of losing a packet, 0 to 1. */
  readonly loss?: number;
}

/** A network as the file has it, by its kind. */
export type NetworkSpec = LanSpec | InternetSpec | OpenVpnSpec;

interface NetworkSpecBase {
  readonly name: string;
  /** CIDR as written, or absent for an automatic one. */
  readonly subnet?: string;
  readonly link: Link;
}
/** A switch in one site. */
export interface LanSpec extends NetworkSpecBase {
  readonly kind: 'lan';
}
/** The world between sites. */
export interface InternetSpec extends NetworkSpecBase {
  readonly kind: 'internet';
}
/** A tunnel over another network. */
export interface OpenVpnSpec extends NetworkSpecBase {
  readonly kind: 'openvpn';
  readonly over: string;
  /** Group or machine name. */
  readonly server: string;
  readonly clients: readonly string[];
  /** UDP port of the server, 1194 if not said. */
  readonly port: number;
}

/** One entry under `machines`: one machine, or `count` of them named `<name>1`, `<name>2`, … */
export interface GroupSpec {
  readonly name: string;
  /** Absent: a single machine that bears the group's name. */
  readonly count?: number;
  readonly site: string;
  readonly size: SizeSpec;
  /** Network name to address: `auto`, or the first machine's address (the next machines take the next ones). */
  readonly networks: readonly AttachmentSpec[];
  readonly services: readonly ServiceSpec[];
  /** What single machines of the group have otherwise, by machine name (`app2`). */
  readonly members: readonly MemberSpec[];
}

/** That a machine is on a network, and how. */
export interface AttachmentSpec {
  readonly network: string;
  readonly address: 'auto' | string;
  readonly link: Link;
}

/** What one machine of a group has otherwise. */
export interface MemberSpec {
  readonly name: string;
  readonly size?: SizeSpec;
  /** What it has otherwise, or in addition; all others are the group's. Addresses here are this one machine's. */
  readonly networks?: readonly AttachmentSpec[];
  /** Parameters laid over the group's, by service name. */
  readonly services?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** A machine's size, looked up in `vms/` and with single values overridden. */
export interface SizeSpec {
  readonly name: string;
  /** Processors; fractions are a share of one. */
  readonly cpus: number;
  readonly memoryMiB: number;
  readonly diskGiB: number;
}

/** A service as the file has it, after inheritance. */
export interface ServiceSpec {
  readonly name: string;
  readonly role: string;
  /** Parameters as written, without `role`, `public`; checked by the role. */
  readonly params: Readonly<Record<string, unknown>>;
  /** Port names (or `true` for all) that may be reached from `internet`. */
  readonly public: boolean | readonly string[];
  /** It is a container on its machine. Roles that are sketched in the file may say so of anything, others where they know how. */
  readonly runtime?: 'docker';
  /** Where the service's keys stand in the file. */
  readonly path: SourcePath;
}

/** A service that no machine of the lab carries. */
export interface ManagedSpec extends ServiceSpec {
  readonly site: string;
  readonly networks: readonly AttachmentSpec[];
}

/** A role of which only the outside is known. Parameters named in `uses` are references to other services. */
export interface SketchSpec {
  readonly name: string;
  readonly summary?: string;
  readonly offers: readonly { readonly name: string; readonly port: number; readonly protocol: 'tcp' | 'udp' }[];
  readonly uses: readonly string[];
  /** Parameters that are noted down and mean nothing to Bancada yet: `schedule`, `certificate`. */
  readonly params: readonly string[];
}

/** A kind of visitor: where they come from and which service they visit. */
export interface VisitorsSpec {
  readonly name: string;
  readonly from: string;
  /** A service, or its instances on one machine or group: `web`, `web@lb`. */
  readonly to: string;
  /** Port name at the service, if it offers several. */
  readonly port?: string;
  /** Loopback port of this computer at which the service is to be found; absent: the first free one from 8080. */
  readonly listen?: number;
}

/**
 * A check that the user wrote. The derived ones need no entry.
 * `from`: a machine, or a lan or internet network for the visitors' place on it. `to`, `on`: a machine.
 * `service`: as visitors' `to`. The host in `url` is a service, a machine or an address.
 */
export type CheckSpec = { readonly name: string; readonly path: SourcePath } & (
  | {
      readonly kind: 'http';
      readonly from: string;
      readonly url: string;
      readonly status: number;
      readonly contains?: string;
    }
  | { readonly kind: 'tcp' | 'closed'; readonly from: string; readonly to: string; readonly port: number }
  | { readonly kind: 'sql'; readonly service: string; readonly query: string; readonly expect: string }
  | { readonly kind: 'redis'; readonly service: string; readonly command: readonly string[]; readonly expect: string }
  | { readonly kind: 'command'; readonly on: string; readonly argv: readonly string[]; readonly contains?: string }
  | { readonly kind: 'balance'; readonly service: string; readonly requests: number }
);
