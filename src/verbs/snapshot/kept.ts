import { LabError } from '../../errors/lab-error.ts';
import { fingerprint } from '../../kit/fingerprint.ts';
import type { SnapshotControl } from '../../providers/provider.ts';
import { openLab } from '../../state/record.ts';
import { forgetUnderway, notedSnapshots, underwayOf, type NotedSnapshot } from '../../state/snapshots.ts';
import * as text from '../../text/snapshots.ts';
import type { Bench, LabRequest } from '../bench.ts';
import { readLab } from '../compiled.ts';
import type { OpenedLab } from '../opened.ts';

/** A lab's snapshot. */
export interface SnapshotRequest extends LabRequest {
  readonly name: string;
  /** The user has agreed beforehand to what is lost. */
  readonly yes?: boolean;
}

/** A snapshot as it is told. */
export interface ListedSnapshot extends Pick<NotedSnapshot, 'name' | 'at' | 'overrides'> {
  /** `bytes`: what the copy of its disk takes; absent where nobody tells. */
  readonly machines: readonly { readonly name: string; readonly bytes?: number }[];
  /** All of them together. */
  readonly bytes?: number;
  /** Whether the topology's file says something else now; absent where that is not known. */
  readonly changed?: boolean;
}

/** @throws LabError `snapshots-unavailable` where a provider cannot keep machines */
export const controlOf = ({ provider, sites }: Pick<OpenedLab, 'provider' | 'sites'>): SnapshotControl => {
  if (provider.snapshots !== undefined) return provider.snapshots;
  const words = text.unavailable([...new Set(Object.values(sites))]);
  throw new LabError({ code: 'snapshots-unavailable', fault: 'usage', ...words });
};

/** What the lab's file comes to, as a fingerprint; `undefined` where it is gone or has mistakes. */
export const describedBy = async ({ identity }: OpenedLab, bench: Bench): Promise<string | undefined> => {
  const lab = await openLab(bench.project, identity.name);
  const compiled = lab && (await readLab({ lab: lab.topology }, bench).catch(unlessGone));
  return compiled?.blueprint && fingerprint(compiled.blueprint);
};

const unlessGone = (error: unknown): undefined => {
  if (!(error instanceof LabError) || error.fault === 'bug') throw error;
};

/** @throws LabError `unknown-snapshot`, with those that there are; `snapshot-untold` */
export const snapshotNamed = async (lab: OpenedLab, name: string): Promise<NotedSnapshot> => {
  const { identity } = lab;
  const noted = await notedSnapshots(identity);
  const found = noted.find((each) => each.name === name);
  if (found !== undefined) return found;
  if ((await untoldSets(lab)).includes(name))
    throw new LabError({ code: 'snapshot-untold', fault: 'operation', ...text.untold(identity.name, name) });
  const words = text.unknownSnapshot(
    identity.name,
    name,
    noted.map((each) => each.name),
  );
  throw new LabError({ code: 'unknown-snapshot', fault: 'usage', ...words });
};

/** The snapshots of a lab with what they take, the oldest first. */
export const listedSnapshots = async (lab: OpenedLab, bench: Bench): Promise<readonly ListedSnapshot[]> => {
  const [noted, kept, described] = await Promise.all([
    notedSnapshots(lab.identity),
    controlOf(lab).list(lab.known),
    describedBy(lab, bench),
  ]);
  return noted.map(({ name, at, overrides, described: then }) => {
    const machines = kept.find((set) => set.name === name)?.machines ?? [];
    const sizes = machines.flatMap(({ bytes }) => bytes ?? []);
    return {
      ...{ name, at, overrides, machines },
      ...(sizes.length === machines.length && { bytes: sizes.reduce((sum, bytes) => sum + bytes, 0) }),
      ...(then !== undefined && described !== undefined && { changed: then !== described }),
    };
  });
};

/** Machines of a lab of which a set that is kept has no disk. */
export const lacking = async (lab: OpenedLab, name: string): Promise<readonly string[]> => {
  const kept = (await controlOf(lab).list(lab.known)).find((set) => set.name === name);
  const there = kept?.machines.map((machine) => machine.name) ?? [];
  return lab.known.blueprint.machines.map((machine) => machine.name).filter((machine) => !there.includes(machine));
};

interface Unnoted {
  /** Of a run that was cut off before they had become a snapshot, or after they had ceased to be one. */
  readonly halves: readonly string[];
  /** Snapshots of a folder of the lab that is lost, as far as anybody can tell. */
  readonly untold: readonly string[];
}

/** Sets of disks that are kept, and are no snapshots by what the lab's folder knows. */
const unnotedSets = async ({ identity, known, ...lab }: OpenedLab): Promise<Unnoted> => {
  const [noted, underway, kept] = await Promise.all([
    notedSnapshots(identity),
    underwayOf(identity),
    controlOf(lab).list(known),
  ]);
  const names = kept.map(({ name }) => name).filter((name) => noted.every((each) => each.name !== name));
  // No snapshot of Bancada's has a dot in its name: such a set was being copied by a program that was killed.
  const isHalf = (name: string): boolean => underway.includes(name) || name.endsWith('.copying');
  return { halves: names.filter(isHalf), untold: names.filter((name) => !isHalf(name)) };
};

/** Names of the sets of disks of which the lab's folder, which was lost meanwhile, knows nothing. */
export const untoldSets = async (lab: OpenedLab): Promise<readonly string[]> => (await unnotedSets(lab)).untold;

/** Those, and what runs that were cut off have left of a set. */
export const unnotedNames = async (lab: OpenedLab): Promise<readonly string[]> => {
  const { halves, untold } = await unnotedSets(lab);
  return [...untold, ...halves];
};

/** Tells of disks that nobody else would tell of. */
export const tellUntold = async (lab: OpenedLab, { stage }: Bench): Promise<void> => {
  const names = await untoldSets(lab);
  if (names.length === 0) return;
  stage.emit({ type: 'notice', code: 'snapshots-untold', what: text.untoldThere(lab.identity.name, names) });
};

/** Removes what is only half there. For those who hold the lab's lock. */
export const removeHalves = async (lab: OpenedLab, { stage }: Bench): Promise<void> => {
  const { halves } = await unnotedSets(lab);
  if (halves.length > 0) await controlOf(lab).remove(lab.known, stage, halves);
  for (const name of await underwayOf(lab.identity)) await forgetUnderway(lab.identity, name);
};
