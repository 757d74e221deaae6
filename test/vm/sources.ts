import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readHost } from '../../src/providers/local/root/host.ts';

/** Where this computer itself takes packages from, as files that mmdebstrap reads. */
export const packageSources = async (
  folder: string,
): Promise<{ readonly codename: string; readonly files: readonly string[] }> => {
  const { codename, sources } = await readHost();
  const texts = { 'box.sources': sources.paragraphs, 'box.list': sources.lines };
  const wanted = Object.entries(texts).filter(([, text]) => text !== '');
  for (const [name, text] of wanted) await writeFile(join(folder, name), text);
  return { codename, files: wanted.map(([name]) => join(folder, name)) };
};
