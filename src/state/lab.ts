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
