import type { LabIdentity } from '../../state/lab.ts';

/** What lies on a computer that a lab has joined, in `/var/lib/bancada/host.json`: whose it is for now. */
export interface Marker {
  readonly id: string;
  readonly name: string;
  readonly folder: string;
  readonly owner: LabIdentity['owner'];
  /** The machine that it is in the lab. */
  readonly machine: string;
}

/** A lab's marker for one of its machines. */
export const markerOf = ({ id, name, folder, owner }: LabIdentity, machine: string): Marker => ({
  id,
  name,
  folder,
  owner,
  machine,
});

/** Whether a marker is this lab's: id and owner, both. */
export const isOurs = (
  marker: Pick<Marker, 'id' | 'owner'>,
  { id, owner }: Pick<LabIdentity, 'id' | 'owner'>,
): boolean => marker.id === id && marker.owner.uid === owner.uid && marker.owner.name === owner.name;

/** The marker in a text. A text that is none is somebody's all the same. */
export const readMarker = (text: string): Marker => {
  const nobody: Marker = { id: '?', name: '?', folder: '', owner: { uid: -1, name: '?' }, machine: '?' };
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...nobody, ...value } : nobody;
  } catch {
    return nobody;
  }
};
