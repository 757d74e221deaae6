import { join } from 'node:path';
import { readText, writePrivately } from '../../ports/files.ts';
import type { LabIdentity } from '../../state/lab.ts';
import { existingText as text } from '../../text/existing.ts';
import { parseState } from '../../state/state-file.ts';
import type { Host } from './hosts.ts';

/** A computer that a lab has joined, or was about to: enough to find it again, without `hosts.yaml`. */
export interface Adopted extends Pick<Host, 'machine' | 'address' | 'port' | 'user' | 'key'> {
  readonly hostKey: string;
}

const pathOf = ({ folder }: Pick<LabIdentity, 'folder'>): string => join(folder, 'adopted.json');

/**
 * The computers noted in the lab's folder; none if it is gone.
 * @throws LabError `state-damaged`: no computer is forgotten silently
 */
export const readAdopted = async (identity: Pick<LabIdentity, 'folder'>): Promise<readonly Adopted[]> => {
  const path = pathOf(identity);
  const written = await readText(path);
  return written === undefined ? [] : (parseState(path, written, text.adoptedDamaged) as readonly Adopted[]);
};

/** Notes computers before anything is done to them. @throws LabError as `readAdopted` */
export const noteAdopted = async (
  identity: Pick<LabIdentity, 'folder'>,
  joining: readonly Adopted[],
): Promise<void> => {
  const known = await readAdopted(identity);
  const others = known.filter((each) => !joining.some((host) => isSame(each, host)));
  await writePrivately(pathOf(identity), `${JSON.stringify([...others, ...joining], null, 2)}\n`);
};

/** Takes off the list what was put back as it was. @throws LabError as `readAdopted` */
export const forgetAdopted = async (identity: Pick<LabIdentity, 'folder'>, gone: readonly Adopted[]): Promise<void> => {
  const known = await readAdopted(identity);
  const left = known.filter((each) => !gone.some((host) => isSame(each, host)));
  if (left.length < known.length) await writePrivately(pathOf(identity), `${JSON.stringify(left, null, 2)}\n`);
};

/** Whether two tell of the same computer. */
export const isSame = (one: Pick<Host, 'address' | 'port'>, other: Pick<Host, 'address' | 'port'>): boolean =>
  one.address === other.address && one.port === other.port;
