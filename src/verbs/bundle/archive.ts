import { gzipSync } from 'node:zlib';
import { packTar } from 'modern-tar';

/** A text, and its path in an archive. */
export type NamedText = readonly [path: string, text: string];

/** Texts as one archive (tar, gzip), all below one folder. */
export const packed = async (folder: string, texts: readonly NamedText[]): Promise<Uint8Array> => {
  const entries = texts.map(([path, text]) => {
    const body = Buffer.from(text);
    return { header: { name: `${folder}/${path}`, size: body.byteLength, mode: 0o600 }, body };
  });
  return gzipSync(await packTar(entries));
};
