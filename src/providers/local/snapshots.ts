import { join } from 'node:path';
import { linkTarget, listFolder, storedBytes } from '../../ports/files.ts';
import type { Stage } from '../../ports/stage.ts';
import type { KeptSet, SnapshotControl } from '../provider.ts';
import { keptIn, labPlaces } from './places.ts';
import type { Request } from './protocol.ts';

const keptSet = async (snapshots: string, name: string): Promise<KeptSet> => {
  const machines = (await listFolder(join(snapshots, name))).map(async (machine) => {
    const bytes = await storedBytes(keptIn(join(snapshots, name, machine)).disk);
    return bytes === undefined ? [] : [{ name: machine, bytes }];
  });
  return { name, machines: (await Promise.all(machines)).flat() };
};

/** Snapshots of local machines: copies of their disks, made by root. `ask`: has root do something. */
export const localSnapshots = (ask: (request: Request, stage: Stage) => Promise<void>): SnapshotControl => ({
  async list({ identity: { id } }) {
    const { snapshots } = labPlaces(id);
    const names = await listFolder(snapshots);
    return Promise.all(names.map((name) => keptSet(snapshots, name)));
  },
  save: ({ identity: { id } }, stage, snapshot) => ask({ operation: 'save-disks', id, snapshot }, stage),
  async restore({ identity: { id } }, stage, { name, commit }) {
    await ask({ operation: 'ready-disks', id, snapshot: name }, stage);
    await commit();
    await ask({ operation: 'swap-disks', id, snapshot: name }, stage);
  },
  halfway: ({ id }) => linkTarget(labPlaces(id).halfway),
  remove: ({ identity: { id } }, stage, names) =>
    // Of a save that was cut off the name has an ending, which is enough to know that it goes with the others.
    ask({ operation: 'remove-disks', id, snapshots: names.filter((name) => !name.includes('.')) }, stage),
});
