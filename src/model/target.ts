/** What makes machines: this computer, VMs by Vagrant, EC2, computers that are already there. */
export type ProviderName = 'local' | 'vagrant' | 'ec2' | 'ssh';

/** Which provider serves which site. */
export type Sites = Readonly<Record<string, ProviderName>>;

/** What the user says about where a lab goes. Kept with the lab, so that `destroy` needs none of it again. Never a secret. */
export interface TargetOptions {
  /** What VMs and cloud machines run: one of `vms/systems.ts`; Debian 12 if absent. */
  readonly system?: string;
  /** What VMs are made from, as Vagrant names it; a box of the system if absent. */
  readonly box?: string;
  /** The file that tells of computers that are already there, absolute path; the project's `hosts.yaml` if absent. */
  readonly hosts?: string;
  /** Cloud region; as the cloud's own tools find it if absent. */
  readonly region?: string;
  /** From where machines in the cloud may be managed, CIDR; this computer's own public address if absent. */
  readonly fromCidr?: string;
  /** Machines that cost money end themselves after that many hours. */
  readonly maxHours?: number;
  /** What the lab may cost in all, US dollars: up to that nobody is asked. */
  readonly maxCostUsd?: number;
}
