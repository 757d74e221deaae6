import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { unpackTar } from 'modern-tar';

/** The files of an archive (tar, gzip), by their paths without its folder. */
export const unpacked = async (path: string): Promise<Readonly<Record<string, string>>> => {
  const entries = await unpackTar(gunzipSync(await readFile(path)));
  return Object.fromEntries(
    entries.map(({ header, data }) => [header.name.replace(/^[^/]+\//, ''), Buffer.from(data ?? []).toString()]),
  );
};
