import { join } from 'node:path';
import { Secret } from '../model/secret.ts';
import { listTree, readText, removeTree, writePrivately } from '../ports/files.ts';

/** A lab's `secrets/` folder: one file a secret, 0600 in 0700. Paths are relative, with slashes. */
export interface Vault {
  /** `undefined` if it is not there, or empty. */
  get(path: string): Promise<Secret | undefined>;
  put(path: string, secret: Secret): Promise<void>;
  remove(path: string): Promise<void>;
  /** What is there; made and kept if it is not. */
  keep(path: string, make: () => Secret | Promise<Secret>): Promise<Secret>;
}

const vaultFolder = (labFolder: string): string => join(labFolder, 'secrets');

/** The vault in a lab's folder. It is made with the first secret. Whoever puts something into it holds the lab's lock. */
export const openVault = (labFolder: string): Vault => {
  const place = (path: string): string => join(vaultFolder(labFolder), path);
  const get = async (path: string): Promise<Secret | undefined> => {
    const text = await readText(place(path));
    return text ? new Secret(text) : undefined;
  };
  return vaultOf({
    get,
    put: (path, secret) => writePrivately(place(path), secret.reveal()),
    remove: (path) => removeTree(place(path)),
  });
};

/** Everything that lies in a lab's vault. */
export const allSecrets = async (labFolder: string): Promise<readonly Secret[]> => {
  const folder = vaultFolder(labFolder);
  const texts = await Promise.all((await listTree(folder)).map((path) => readText(join(folder, path))));
  return texts.flatMap((text) => (text ? [new Secret(text)] : []));
};

/** A vault that looks like another one, and forgets what is put into it: for those who only look. */
export const borrowVault = (lender: Vault): Vault => {
  const changed = new Map<string, Secret | undefined>();
  return vaultOf({
    get: async (path) => (changed.has(path) ? changed.get(path) : lender.get(path)),
    put: async (path, secret) => void changed.set(path, secret),
    remove: async (path) => void changed.set(path, undefined),
  });
};

const vaultOf = (store: Omit<Vault, 'keep'>): Vault => ({
  ...store,
  keep: async (path, make) => {
    const present = await store.get(path);
    if (present !== undefined) return present;
    const made = await make();
    await store.put(path, made);
    return made;
  },
});
