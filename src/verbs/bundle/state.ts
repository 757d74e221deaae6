import { join } from 'node:path';
import { listFolder, readText, slashed } from '../../ports/files.ts';
import { refuseLinks } from '../../state/links.ts';
import type { NamedText } from './archive.ts';

/** Of the lab itself, of its faults at work, and of its snapshots; no other folder: some hold keys. */
const folders = ['.', 'faults', 'snapshots'];

/**
 * What Bancada itself keeps of the lab in that folder, as it lies there: its records, and the ledger of what it made. No link of
 * somebody else's project leads a file of the user's into an archive. @throws LabError `state-linked`
 */
export const stateFiles = async (folder: string): Promise<readonly NamedText[]> => {
  await refuseLinks(folder);
  const listed = folders.map(async (below) =>
    (await listFolder(join(folder, below))).map((name) => slashed(join(below, name))),
  );
  const names = (await Promise.all(listed)).flat().filter((name) => /\.jsonl?$/.test(name));
  return Promise.all(
    names.map(async (name): Promise<NamedText> => [`lab/${name}`, (await readText(join(folder, name))) ?? '']),
  );
};
