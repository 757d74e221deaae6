import { readFileSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import type { ImageRecord } from '../records.ts';
import { readRecord, writeRecord } from './files.ts';
import { must } from './programs.ts';

/** Installed packages and their versions, as dpkg's own list has them. */
export const versionsIn = (status: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    status.split(/\n{2,}/).flatMap((paragraph) => {
      const field = (name: string): string => new RegExp(`^${name}: (.*)$`, 'm').exec(paragraph)?.[1] ?? '';
      return field('Status').endsWith(' installed') ? [[field('Package'), field('Version')] as const] : [];
    }),
  );

const statusOf = (place: string): string => {
  try {
    return readFileSync(join(place, 'root/var/lib/dpkg/status'), 'utf8');
  } catch {
    return ''; // half an image, or none of ours
  }
};

/** What is known of an image; what of it is tedious to find out is kept beside its root. That is no use of it. */
export const imageRecordOf = async (place: string): Promise<ImageRecord> => {
  const path = join(place, 'image.json');
  const known = readRecord<Partial<ImageRecord>>(path) ?? {};
  if (known.bytes !== undefined && known.versions !== undefined)
    return { ...known, bytes: known.bytes, versions: known.versions };
  const used = statSync(place).mtimeMs / 1000;
  const { stdout } = await must(['du', '--summarize', '--block-size=1', place]);
  const record: ImageRecord = { ...known, bytes: Number.parseInt(stdout, 10), versions: versionsIn(statusOf(place)) };
  writeRecord(path, record);
  utimesSync(place, used, used);
  return record;
};
