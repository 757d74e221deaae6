import { LabError } from '../errors/lab-error.ts';
import { moveFile, removeTree, sizeOf } from '../ports/files.ts';
import type { ImageControl, KeptImage } from '../providers/provider.ts';
import * as text from '../text/images.ts';
import type { Bench, LabRequest } from './bench.ts';
import { compileLab } from './compiled.ts';
import { plannedLab } from './planned.ts';
import { prepareComputer } from './setup.ts';
import { providerFor } from './targets.ts';

/** The images on this computer. */
export interface Images {
  readonly images: readonly KeptImage[];
  /** All of them together. */
  readonly bytes: number;
}

/** A file with images. */
export interface ImageFile {
  readonly lab: string;
  /** Absolute path. */
  readonly output: string;
  readonly bytes: number;
}

/** Only this computer's own machines stand on images of ours. */
const here = async ({ project }: Bench) => {
  const provider = await providerFor(project, { sites: {}, options: {} });
  return { provider, images: provider.images as ImageControl };
};

/** What lies here for the labs to come, those used last first. */
export const listImages = async (bench: Bench): Promise<Images> => {
  const { images } = await here(bench);
  const all = (await images.list()).toSorted((one, other) => other.used.getTime() - one.used.getTime());
  return { images: all, bytes: all.reduce((sum, { bytes }) => sum + bytes, 0) };
};

/**
 * Writes the images of a lab's machines into one file, for computers without bandwidth; those that are not there are built.
 * `output`: absolute path, from the lab's name. @throws LabError `images-not-written`, `file-unwritable`, `computer-lacks`
 */
export const exportImages = async (
  { output: named, ...request }: LabRequest & { readonly output: (lab: string) => string },
  bench: Bench,
): Promise<ImageFile> => {
  const { blueprint } = await compileLab(request, bench);
  const { provider, images } = await here(bench);
  const lab = plannedLab(blueprint, undefined);
  await prepareComputer(provider, bench, { consented: false, lab });
  const output = named(blueprint.name);
  const half = `${output}.part`;
  try {
    await images.export(lab, half, bench.stage);
    await moveFile(half, output);
  } finally {
    await removeTree(half);
  }
  return { lab: blueprint.name, output, bytes: (await sizeOf(output)) ?? 0 };
};

/** Takes the images out of a file; from then on labs that need no others come up without a network. */
export const importImages = async (file: string, bench: Bench): Promise<Images> => {
  if ((await sizeOf(file)) === undefined)
    throw new LabError({ code: 'no-image-file', fault: 'usage', ...text.noFile(file) });
  const { images } = await here(bench);
  await images.import(file, bench.stage);
  return listImages(bench);
};
