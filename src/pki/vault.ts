import { join } from 'node:path';
import { Secret } from '../model/secret.ts';
import { readText, removeTree, writePrivately } from '../ports/files.ts';

/** A lab's `secrets/` folder: one file a secret, 0600 in 0700. Paths are relative, with slashes. */
export interface Vault {
  /** `undefined` if it is not there, or empty. */
  get(path: string): Promise<Secret | undefined>;
  put(path: string, secret: Secret): Promise<void>;
  remove(path: string): Promise<void>;
  /** What is there; made and kept if it is not. */
  keep(path: string, make: () => Secret | Promise<Secret>): Promise<Secret>;
}

/** The vault in a lab's folder. It is made with the first secret. */
export const openVault = (labFolder: string): Vault => {
  const place = (path: string): string => join(labFolder, 'secrets', path);
  const get = async (path: string): Promise<Secret | undefined> => {
    const text = await readText(place(path));
    return text ? new Secret(text) : undefined;
  };
  const put = (path: string, secret: Secret): Promise<void> => writePrivately(place(path), secret.reveal());
  const keep = async (path: string, make: () => Secret | Promise<Secret>): Promise<Secret> => {
    const present = await get(path);
    if (present !== undefined) return present;
    const made = await make();
    await put(path, made);
    return made;
  };
  return { get, put, keep, remove: (path) => removeTree(place(path)) };
};
