import { join } from 'node:path';
import type { Sites, TargetOptions } from '../model/target.ts';

/** Who made a lab: the user id and name on this computer. */
export interface Owner {
  readonly uid: number;
  readonly name: string;
}

/** What identifies a lab in the world: names and tags carry `id`, and `destroy` touches only exact matches of id and owner. */
export interface LabIdentity {
  /** 8 random characters of `[a-z0-9]`. */
  readonly id: string;
  readonly name: string;
  readonly owner: Owner;
  /** Absolute path of `.bancada/<lab>/`. */
  readonly folder: string;
}

/** A lab that was begun, and from what. */
export interface Lab {
  readonly identity: LabIdentity;
  /** Absolute path of the topology file. */
  readonly topology: string;
  readonly target: string;
  /** What the target meant when the lab was begun, for the sites that have machines. */
  readonly sites: Sites;
  readonly options: TargetOptions;
  readonly createdAt: Date;
}

/** Where the state of a project's labs lies. */
export const labsFolder = (project: string): string => join(project, '.bancada');

/** Where a lab's state lies: `<project>/.bancada/<lab>/`. */
export const labFolder = (project: string, name: string): string => join(labsFolder(project), name);

/** What makes such a folder a lab's. */
export const recordFile = 'lab.json';
