/**
 * What is known of a lab only once it exists: an Elastic IP, a NAT port, the address of a computer that was there before.
 * Plain JSON. Providers observe it; `bind` lays it over the blueprint; nothing else guesses it.
 */
export interface Bindings {
  /** By machine name. A machine that is not named is as the blueprint says. */
  readonly machines: Readonly<Record<string, MachineBinding>>;
  /**
   * As whom visitors are seen, by lan or internet network: CIDRs; none: anyone.
   * A network that is not named: the blueprint's vantage address.
   */
  readonly visitors: Readonly<Record<string, readonly string[]>>;
}

/** What was observed of one machine. */
export interface MachineBinding {
  /** Where its SSH server is met from this computer. Absent: the provider knows it without looking. */
  readonly ssh?: {
    readonly host: string;
    readonly port: number;
    readonly user: string;
    /** `ssh-ed25519 AAAA…`, once it was agreed to. Absent: the one that the lab gave it. */
    readonly hostKey?: string;
  };
  /** The way in by which the machine is managed, as the machine sees it: no derived firewall closes it. Absent: needs no network. */
  readonly management?: {
    readonly port: number;
    /** The device it comes in by; any if absent. */
    readonly device?: string;
    /** CIDRs; none: anyone. */
    readonly from: readonly string[];
  };
  /** By lan or internet network. One that is not named is as the blueprint says. */
  readonly attachments: Readonly<Record<string, Attachment>>;
}

/** How a machine is attached to a network in truth. */
export interface Attachment {
  readonly device: string;
  /** Its own address, on that device. */
  readonly address: string;
  /** Prefix length. */
  readonly prefix: number;
  /** Where the others meet it, if that is not its own address: an Elastic IP. */
  readonly metAt?: string;
  /** As whom the others see it, if not by its own address: CIDRs; none: anyone may be it. */
  readonly seenAs?: readonly string[];
  /** Behind a translator that lets nobody in: it can call, and nobody can call it. */
  readonly onlyCalls?: true;
}

/** Nothing observed: all is as the blueprint says. */
export const noBindings: Bindings = { machines: {}, visitors: {} };
