import type { Duplex } from 'node:stream';
import { LabError } from '../errors/lab-error.ts';
import type { Bindings } from '../model/bindings.ts';
import type { ChangedLink } from '../model/links.ts';
import type { Blueprint } from '../model/blueprint.ts';
import type { Secret } from '../model/secret.ts';
import type { Sentence } from '../model/sentence.ts';
import type { Stage } from '../ports/stage.ts';
import type { Vantage } from '../ports/vantage.ts';
import type { Reach } from '../ssh/session.ts';
import type { LabIdentity } from '../state/lab.ts';

/** What a provider sees of a machine. Unknown is said, not guessed. */
export type MachineState =
  | { readonly name: string; readonly state: 'absent' }
  /** `why`: nobody stopped it. */
  | { readonly name: string; readonly state: 'stopped'; readonly why?: Sentence }
  | { readonly name: string; readonly state: 'running'; readonly since: Date; readonly memoryBytes?: number }
  /**
   * It runs, but not as described: another image, size or address. `restarts`: what runs on it is interrupted when it is
   * made so.
   */
  | { readonly name: string; readonly state: 'different'; readonly why: Sentence; readonly restarts: boolean }
  | { readonly name: string; readonly state: 'unknown'; readonly why: Sentence };

/** Where visitors at this computer find a service of the lab. */
export interface Published {
  /** Visitors' name in the topology. */
  readonly visitors: string;
  /** The loopback port that leads there; absent where this computer itself reaches `address`. */
  readonly listen?: number;
  readonly address: string;
  readonly port: number;
}

/** What a provider sees of a lab. */
export interface Observed {
  readonly machines: readonly MachineState[];
  /** Machines of the lab that this provider holds and that are not, or no longer, its own by the blueprint. */
  readonly undescribed: readonly string[];
  readonly published: readonly Published[];
  /** Whether networks and forwarder are there as described. */
  readonly networks: 'absent' | 'ready' | 'broken';
  /** What is known only now, of the machines that are there. */
  readonly bindings: Bindings;
}

/** What making a lab would come to, beyond this computer: shown by `plan`, asked about by `up`. */
export interface Foresight {
  /** What would be made that is not there yet, and where; a line each. */
  readonly makes: readonly Sentence[];
  /** US dollars, of all that is running then; absent: it costs nothing. `unknown`: it costs, and we do not know how much. */
  readonly price?: { readonly hourly: number; readonly monthly: number } | 'unknown';
  /** What its machines may want together, and this computer does not have; a line each. */
  readonly shortages?: readonly Sentence[];
  /** What would be open, and to whom; a line each. */
  readonly opens: readonly { readonly what: Sentence; readonly toWorld: boolean }[];
}

/** Something that an account holds of a lab, whoever made it and wherever that lab's folder is. */
export interface Holding {
  /** The lab's name and id, as its tags say. */
  readonly lab: string;
  readonly id: string;
  readonly owner: string;
  readonly region: string;
  readonly kind: 'instance' | 'address' | 'group' | 'key';
  /** As the cloud names it. */
  readonly name: string;
  /** Absent where it is of the whole lab. */
  readonly machine?: string;
  /** Of an instance: `running`, `stopped`; of an address: where it leads. */
  readonly state?: string;
  /** When it ends itself, ISO. */
  readonly ends?: string;
  readonly costs: boolean;
}

/** A limit of the kernel's, as sysctl names it, and what it is to be. */
export interface LimitRaise {
  readonly key: string;
  readonly value: number;
}

/** One thing that the computer needs and has, or lacks, with the command that mends it. */
export interface Finding {
  readonly code: string;
  readonly what: Sentence;
  readonly status: 'good' | 'missing' | 'warning';
  /** Exact commands, each an argument list, that would mend it with root's rights. */
  readonly fix: readonly (readonly string[])[];
  /** What kept us from looking, where that is what was found. */
  readonly failure?: LabError;
  /** The limit of the kernel's that the command raises: the provider's own `raise` does so, and knows what it was. */
  readonly raises?: LimitRaise;
  /** How long what they change stays so, and what puts it back. Absent: packages stay until they are removed. */
  readonly undo?: Sentence;
}

/** What a provider finds; what keeps it from looking, such as credentials that it lacks, is a finding too. */
export const findingsOf = async (provider: Provider, lab?: PlannedLab): Promise<readonly Finding[]> => {
  try {
    return await provider.examine(lab);
  } catch (error) {
    if (!(error instanceof LabError) || error.fault === 'bug' || error.fault === 'interrupted') throw error;
    return [{ code: error.code, what: error.sentence, status: 'missing', fix: [], failure: error }];
  }
};

/** The commands that would mend the findings, in their order; what several of them ask for, once. */
export const remediesOf = (findings: readonly Finding[]): readonly (readonly string[])[] => [
  ...new Map(findings.flatMap(({ fix }) => fix).map((argv) => [argv.join('\0'), argv])).values(),
];

/** How what the commands would change is put back. */
export const undoings = (findings: readonly Finding[]): readonly Sentence[] =>
  findings.flatMap(({ undo }) => undo ?? []);

/** The lab as a provider needs to know it. */
export interface ProviderLab {
  readonly identity: LabIdentity;
  /** As compiled, all machines: nothing that was observed is in it. */
  readonly blueprint: Blueprint;
  /** Names of the machines that this provider is to make; the others are another's. */
  readonly own: readonly string[];
  /** What was observed last, of all machines. `reach` and `observe` may build on it, the first time there is nothing in it. */
  readonly bindings: Bindings;
  /** With it the machines are entered. */
  readonly privateKey: Secret;
  /** Public key that root of every machine accepts, in OpenSSH's form. */
  readonly authorizedKey: string;
  /** Name of the machine to the private host key it must have, OpenSSH PEM. Generated with the lab. */
  readonly hostKeys: Readonly<Record<string, { readonly privateKey: Secret; readonly publicKey: string }>>;
}

/** A lab that may not have been begun: then it has no identity. */
export type PlannedLab = Pick<ProviderLab, 'blueprint' | 'own' | 'bindings'> & Partial<Pick<ProviderLab, 'identity'>>;

/** Links that are changed while the lab runs. `create` puts back what is declared, and so does a machine's restart. */
export interface LinkControl {
  /** Those that are not as declared. Without root. */
  changed(lab: ProviderLab): Promise<readonly ChangedLink[]>;
  /**
   * Makes a link so, in both directions; one that is absent as declared. It is recorded before it is done.
   * @throws LabError `link-unavailable` where the kernel cannot do it: then nothing has changed; `machine-not-running`
   */
  change(lab: ProviderLab, link: ChangedLink, stage: Stage): Promise<void>;
}

/** A set of machines as they were at one moment, kept beside the lab. */
export interface KeptSet {
  readonly name: string;
  /** `bytes`: what the copy of its disk takes; absent where nobody tells. */
  readonly machines: readonly { readonly name: string; readonly bytes?: number }[];
}

/** Keeps a lab's machines as they are, and puts them back. Every method can be repeated after it was cut off. */
export interface SnapshotControl {
  /** The sets that are there, half ones too. Without root. */
  list(lab: ProviderLab): Promise<readonly KeptSet[]>;
  /** Keeps all machines of the lab, which are stopped. What is there of a set of that name goes. */
  save(lab: ProviderLab, stage: Stage, name: string): Promise<void>;
  /**
   * Makes the lab's machines those of a set, and starts none. `commit` is called once all is ready and before anything is
   * lost; when it has returned, the machines are stopped. Whatever is thrown before it leaves the lab as it was.
   */
  restore(
    lab: ProviderLab,
    stage: Stage,
    set: { readonly name: string; readonly commit: () => Promise<void> },
  ): Promise<void>;
  /**
   * The set of which some machines are already, and others not yet, because a restore was cut off. Without root. Absent where
   * only who asked for it can tell.
   */
  halfway?(lab: LabIdentity): Promise<string | undefined>;
  /** Fine where they are gone. */
  remove(lab: ProviderLab, stage: Stage, names: readonly string[]): Promise<void>;
}

/** An image that machines stand on, kept for the labs to come. */
export interface KeptImage {
  readonly name: string;
  /** What it was built for; none: what all others stand on. Absent where that was not noted. */
  readonly packages?: readonly string[];
  readonly bytes: number;
  /** When a lab last asked for it. */
  readonly used: Date;
  /** Every package that is installed in it, with its version. */
  readonly versions: Readonly<Record<string, string>>;
}

/** Carries images from one computer to another, in a file. */
export interface ImageControl {
  /** The images that are here. Without root. */
  list(): Promise<readonly KeptImage[]>;
  /** Writes the images that a lab's machines stand on; those that are not there are built. `file`: absolute. */
  export(lab: PlannedLab, file: string, stage: Stage): Promise<void>;
  /** Takes the images out of a file, all that are not here yet, or none if it is not whole. */
  import(file: string, stage: Stage): Promise<void>;
}

/** What is made of a lab, and who hears of it while it is. */
export interface Making {
  /** These machines only. */
  readonly only?: readonly string[];
  /**
   * Called with what is known of more machines: of those to come, where the others will find them; once one can be entered,
   * its `ssh` too. A provider whose machines are all there at once need not call it.
   */
  readonly onKnown?: (bindings: Bindings) => void;
}

/** Makes machines and networks, and ends them. Every method is idempotent and touches only what carries the lab's id and owner. */
export interface Provider {
  readonly name: string;
  /** What this computer needs for it, and for this lab in particular. Reads only. @throws LabError what keeps it from looking */
  examine(lab?: PlannedLab): Promise<readonly Finding[]>;
  /** Raises limits of the kernel's, until the last lab is destroyed. Absent: it finds none that are too low. */
  raise?(limits: readonly LimitRaise[], stage: Stage): Promise<void>;
  /** Puts back what a run that was cut off has changed on this computer, and no lab needs. Absent: it changes nothing. */
  tidy?(stage: Stage): Promise<void>;
  /** Makes beforehand what of a lab takes long and changes nothing that runs: images. Absent: there is nothing to prepare. */
  prepare?(lab: PlannedLab, stage: Stage): Promise<void>;
  /** What `create` would make, cost, open and lack. Reads only. Absent, or of nothing: none of it. */
  foresee?(lab: PlannedLab): Promise<Foresight | undefined>;
  /** Images, networks, machines and published ports, until every machine runs (SSH need not answer yet). */
  create(lab: ProviderLab, stage: Stage, making?: Making): Promise<Observed>;
  /** What is there, and where it is found, without changing it and without root. */
  observe(lab: ProviderLab): Promise<Observed>;
  /** Stops machines, keeping their disks; all and the networks with `undefined`. */
  stop(lab: ProviderLab, stage: Stage, only?: readonly string[]): Promise<void>;
  /** Removes machines and their disks, and what an interrupted run left of them. */
  remove(lab: ProviderLab, stage: Stage, machines: readonly string[]): Promise<void>;
  /** Removes everything of the lab, also what an interrupted run left. Needs no blueprint: the folder may be gone. */
  destroy(identity: LabIdentity, stage: Stage): Promise<void>;
  /** Labs of this owner that exist in the world, with or without a folder. */
  list(
    owner: LabIdentity['owner'],
  ): Promise<readonly { readonly id: string; readonly name: string; readonly folder: string }[]>;
  /** Everything that an account holds of anybody's labs. Absent: this provider has no account. */
  holdings?(): Promise<readonly Holding[]>;
  /** The way into a machine that is there, by what was observed of it. @throws LabError where that is not known yet */
  reach(lab: ProviderLab, machine: string, privateKey: Secret): Reach;
  /** The visitors' place on a lan or internet network. @throws LabError `no-vantage` where there is none: checks from there are inconclusive */
  vantage(lab: ProviderLab, network: string): Promise<Vantage>;
  /**
   * Runs the program that is a lab's visitors (`src/load/program`) where they are, and returns its input and output.
   * Absent where nobody can be sent from. @throws DialError
   */
  visitors?(lab: ProviderLab): Promise<Duplex>;
  /** Links that can be changed while the lab runs; absent where they cannot. */
  readonly links?: LinkControl;
  /** Absent where machines stand on no images of ours. */
  readonly images?: ImageControl;
  /** Absent where machines cannot be kept as they are. */
  readonly snapshots?: SnapshotControl;
}
