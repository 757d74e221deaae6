import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** So short a line of a key gives nothing away, and may stand anywhere. */
const telling = 16;

/** Lines of a lab's secrets that nobody may ever read: passwords, and what private keys consist of. */
export const secretLinesIn = async (labFolder: string): Promise<readonly string[]> => {
  const paths = await readdir(join(labFolder, 'secrets'), { recursive: true, withFileTypes: true });
  const hidden = paths.filter((entry) => entry.isFile() && !/\.pub$|^(ca|crl|certificate-\w+)$/.test(entry.name));
  const texts = await Promise.all(hidden.map((entry) => readFile(join(entry.parentPath, entry.name), 'utf8')));
  return texts.flatMap((text) =>
    text.split('\n').filter((line) => line.length >= telling && !line.startsWith('-----')),
  );
};
