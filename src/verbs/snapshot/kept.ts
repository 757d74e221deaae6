import { LabError } from '../../errors/lab-error.ts';
import { fingerprint } from '../../kit/fingerprint.ts';
import type { SnapshotControl } from '../../providers/provider.ts';
import type { LabIdentity } from '../../state/lab.ts';
import { openLab } from '../../state/record.ts';
import { notedSnapshots, type NotedSnapshot } from '../../state/snapshots.ts';
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

/** @throws LabError `unknown-snapshot`, with those that there are */
export const snapshotNamed = async (identity: LabIdentity, name: string): Promise<NotedSnapshot> => {
  const noted = await notedSnapshots(identity);
  const found = noted.find((each) => each.name === name);
  if (found !== undefined) return found;
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

/** Removes what was kept by a run that was cut off before it had become a snapshot, or after it had ceased to be one. */
export const removeHalves = async (lab: OpenedLab, { stage }: Bench): Promise<void> => {
  const snapshots = controlOf(lab);
  const noted = (await notedSnapshots(lab.identity)).map(({ name }) => name);
  const halves = (await snapshots.list(lab.known)).map(({ name }) => name).filter((name) => !noted.includes(name));
  if (halves.length > 0) await snapshots.remove(lab.known, stage, halves);
};
