import { existsSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { systemClock } from '../../../ports/clock.ts';
import { places } from '../places.ts';
import type { MachineRecord } from '../records.ts';
import { namesIn, readRecord } from './files.ts';
import { imageRecordOf } from './image-record.ts';
import { lockIfFree } from './lock.ts';
import { superfluous, type CachedImage } from './superfluous.ts';

/*
 * Images are kept for the next lab, the latest of them: what a machine stands on is in its record, and what a lab is
 * just about to use was asked for within the hour. So the others can go without anybody's having to wait; only two who
 * tidy up at once would be in each other's way. What the one who does has not seen yet goes the next time.
 */

/** Where images lie, where the labs whose machines stand on them, and what all images may take, bytes. */
export interface Cache {
  readonly images: string;
  readonly labs: string;
  readonly room: number;
}

const usual: Cache = { images: places.images, labs: places.labs, room: 4 * 1024 ** 3 };

const hour = 60 * 60 * 1000;

/** The image that a layer's root folder belongs to. */
const imageOf = (root: string): string => basename(dirname(root));

/** Notes that an image is used now. @returns whether it is there */
export const ask = (image: string): boolean => {
  const now = systemClock.now();
  try {
    utimesSync(join(places.images, image), now, now);
    return true;
  } catch {
    return false;
  }
};

/** Whether all layers of a machine are still there; notes that they are used now. */
export const stands = (layers: readonly string[]): boolean => layers.map(imageOf).map(ask).every(Boolean);

const isImage = (name: string): boolean => /^(base|layer)-[0-9a-f]+$/.test(name);

const usedAt = (path: string): number => statSync(path).mtimeMs;

const cached = async (place: string): Promise<CachedImage> => ({
  name: basename(place),
  bytes: (await imageRecordOf(place)).bytes,
  used: usedAt(place),
});

const pathsIn = (folder: string): readonly string[] => namesIn(folder).map((name) => join(folder, name));

/** Images below the machines of all labs, whether these run or not, and of their snapshots. */
const stoodOn = ({ labs }: Cache): ReadonlySet<string> => {
  const machines = pathsIn(labs)
    .flatMap((lab) => [join(lab, 'machines'), ...pathsIn(join(lab, 'snapshots'))])
    .flatMap(pathsIn);
  return new Set(
    machines.flatMap((folder) => readRecord<MachineRecord>(join(folder, 'machine.json'))?.layers ?? []).map(imageOf),
  );
};

/** Away at one stroke, so that nobody stands on half an image; back if somebody has asked for it in this very moment. */
const drop = (place: string): void => {
  renameSync(place, `${place}.going`);
  const isAskedFor = systemClock.now().getTime() - usedAt(`${place}.going`) < hour;
  if (isAskedFor && !existsSync(place)) renameSync(`${place}.going`, place);
  else for (const rest of ['.going', '.lock']) rmSync(`${place}${rest}`, { recursive: true, force: true });
};

/** What a run that was killed has left half built, or half removed. */
const dropRemains = ({ images }: Cache, before: number): void => {
  for (const name of namesIn(images).filter((each) => /\.(building|going)$/.test(each)))
    if (usedAt(join(images, name)) < before) rmSync(join(images, name), { recursive: true, force: true });
};

/**
 * Lets go of images that no machine stands on, those unused longest first, until the rest fits into its room. Does
 * nothing where somebody else is at it.
 */
export const tidyCache = async (cache = usual): Promise<void> => {
  if (!existsSync(cache.images)) return;
  using turn = await lockIfFree(join(cache.images, 'tidy.lock'));
  if (turn === undefined) return;
  const before = systemClock.now().getTime() - hour;
  dropRemains(cache, before);
  const images: CachedImage[] = [];
  for (const name of namesIn(cache.images).filter(isImage)) images.push(await cached(join(cache.images, name)));
  const needed = stoodOn(cache);
  const mayGo = ({ name, used }: CachedImage): boolean => used < before && !needed.has(name);
  for (const name of superfluous(images, { room: cache.room, mayGo })) drop(join(cache.images, name));
};
