import { createHash } from 'node:crypto';
import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { baseImage } from '../../../../vms/base-image.ts';
import { places } from '../places.ts';
import { buildBase } from './base-layer.ts';
import { ask, tidyCache } from './cache.ts';
import { makeFolder, writeRecord } from './files.ts';
import { readHost, type Host } from './host.ts';
import { imageRecordOf } from './image-record.ts';
import { lock } from './lock.ts';
import { buildLayer, layerScript } from './package-layer.ts';
import { settleScript } from './settled.ts';

/** What a build tells while it works, and by what it is stopped. */
export interface Build {
  readonly signal: AbortSignal;
  readonly onLine: (line: string) => void;
  /** Called before a layer is built that was not there, with its packages; none: the base. */
  readonly onBuild: (packages: readonly string[]) => void;
  /** Called when an image that was not there is whole, with its folder. */
  readonly onBuilt?: (place: string) => void;
}

const key = (...parts: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);

/** The key of the base layer: everything that goes into it. */
const baseKey = (host: Host): string =>
  `base-${key(baseImage, settleScript, host.codename, host.architecture, host.sources)}`;

const layerKey = (base: string, packages: readonly string[]): string => `layer-${key(base, layerScript, packages)}`;

/** The image on which machines with these packages stand; with none the base. */
export const imageFor = (host: Host, packages: readonly string[]): string =>
  packages.length === 0 ? baseKey(host) : layerKey(baseKey(host), packages);

/** How images are made, and of which system: images of the same recipe can take each other's place. */
export const recipeOf = ({ codename, architecture }: Host): string =>
  key(baseImage, layerScript, settleScript, codename, architecture);

const rootOf = (image: string): string => join(places.images, image, 'root');

/**
 * The folders of a machine's read-only layers, topmost first, built where they are not there yet.
 * Sets of packages are built two at a time; a set that several machines share is built once.
 * @throws LabError `program-failed` with the output of what failed
 */
export const ensureLayers = async (
  sets: readonly (readonly string[])[],
  build: Build,
): Promise<(packages: readonly string[]) => readonly string[]> => {
  if (sets.length === 0) return () => [];
  const host = await readHost();
  makeFolder(places.images);
  const base = baseKey(host);
  const newBase = await ensure(base, build, [], (folder) => buildBase(folder, host, build));
  const distinct = new Map(sets.filter((set) => set.length > 0).map((set) => [layerKey(base, set), set]));
  const limit = pLimit(2);
  const newLayers = await Promise.all(
    [...distinct].map(([image, packages]) =>
      limit(() =>
        ensure(image, build, packages, (folder) => buildLayer({ folder, base: rootOf(base), packages, host, build })),
      ),
    ),
  );
  if ([newBase, ...newLayers].includes(true)) await tidyCache();
  return (packages) => [...(packages.length === 0 ? [] : [rootOf(layerKey(base, packages))]), rootOf(base)];
};

/**
 * Makes an image beside its place and moves it there when it is whole. A half-made one of an interrupted run goes.
 * @returns whether it had to be made
 */
export const ensure = async (
  image: string,
  { onBuild, onBuilt, signal }: Build,
  packages: readonly string[],
  make: (folder: string) => Promise<void>,
): Promise<boolean> => {
  if (ask(image)) return false;
  const place = join(places.images, image);
  using _lock = await lock(`${place}.lock`, signal);
  if (ask(image)) return false;
  onBuild(packages);
  const folder = `${place}.building`;
  rmSync(folder, { recursive: true, force: true });
  try {
    makeFolder(folder);
    await make(folder);
    writeRecord(join(folder, 'image.json'), { packages });
    await imageRecordOf(folder);
    renameSync(folder, place);
    onBuilt?.(place);
    return true;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
