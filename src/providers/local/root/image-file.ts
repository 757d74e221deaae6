import { createHash, randomUUID } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import * as z from 'zod';
import { LabError } from '../../../errors/lab-error.ts';
import { timed } from '../../../ports/timed.ts';
import * as text from '../../../text/images.ts';
import { localTexts } from '../../../text/local.ts';
import type { Words } from '../../../text/wording.ts';
import { places } from '../places.ts';
import { packages, type ExportRequest, type ImportRequest } from '../protocol.ts';
import { useOwnSources } from './base-layer.ts';
import { tidyCache } from './cache.ts';
import { openAs } from './caller.ts';
import { ensureImages, type Work } from './create.ts';
import { makeFolder } from './files.ts';
import { readHost, type Host } from './host.ts';
import { imageRecordOf } from './image-record.ts';
import { ensure, imageFor, recipeOf } from './images.ts';
import { between, must } from './programs.ts';
import { noteBegin, settle } from './settled.ts';

/*
 * Images in one file, for computers without bandwidth: a tar of a table of contents and one compressed tar for each image,
 * named by the SHA-256 of its bytes. Nothing of it is unpacked before all of it was found to be whole.
 */

const contentsFile = 'contents.json';

const contents = z.strictObject({
  format: z.literal(1),
  recipe: z.string().regex(/^[0-9a-f]{16}$/),
  /** For people: `bookworm amd64`. */
  system: z.string().max(100),
  images: z
    .array(
      z.strictObject({
        packages,
        sha256: z.string().regex(/^[0-9a-f]{64}$/),
        versions: z.record(z.string(), z.string()),
      }),
    )
    .min(1)
    .max(1000),
});
type Contents = z.infer<typeof contents>;
type PackedImage = Contents['images'][number];

const systemOf = ({ codename, architecture }: Host): string => `${codename} ${architecture}`;
const blobOf = ({ sha256 }: Pick<PackedImage, 'sha256'>): string => `${sha256}.tar.gz`;

/** What an overlay remembers of the disk that it was written on; nothing reads it in a layer that is only read. */
const ofThisDisk = ['origin', 'impure', 'uuid'].map((name) => `--xattrs-exclude=trusted.overlay.${name}`);
/** Everything that an overlay's layer is made of: owners by number, attributes, devices that stand for what is gone. */
const whole = ['--numeric-owner', '--xattrs', '--xattrs-include=*', ...ofThisDisk, '--acls'];
/** The same bytes of the same files: sorted, and without the times at which we looked. */
const reproducible = [
  '--sort=name',
  '--format=posix',
  '--pax-option=exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime',
];

/** A folder of ours that goes when the work is over; what a killed run leaves goes with half-built images. */
const inFolder = async <T>(work: (folder: string) => Promise<T>): Promise<T> => {
  const folder = join(places.images, `file-${randomUUID()}.building`);
  makeFolder(places.images);
  mkdirSync(folder, { mode: 0o700 });
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const sha256Of = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
};

const failed = (code: string, words: Words, output = ''): LabError =>
  new LabError({ code, fault: 'environment', ...words, context: { output: output.slice(-2000) } });

/** Writes the images of machines with these packages into a file; builds those that are not there. */
export const exportImages = async ({ packages: sets, file }: ExportRequest, work: Work): Promise<void> => {
  const target = openAs(work.caller, file, 'w');
  try {
    await ensureImages(sets, work);
    const host = await readHost();
    await inFolder(async (folder) => {
      const distinct = [...new Map([[], ...sets].map((set) => [set.join(' '), set])).values()];
      const images: PackedImage[] = [];
      for (const set of distinct) images.push(await pack(host, set, folder, work));
      const table: Contents = { format: 1, recipe: recipeOf(host), system: systemOf(host), images };
      writeFileSync(join(folder, contentsFile), JSON.stringify(table));
      const names = [contentsFile, ...images.map(blobOf)];
      const owner = ['--owner=0', '--group=0', '--mtime=@0'];
      const argv = [
        'tar',
        '--create',
        '--file=-',
        ...reproducible,
        ...owner,
        `--directory=${folder}`,
        ...names,
      ] as const;
      const { code, stderr } = await between([...argv], { output: target, signal: work.signal });
      if (code !== 0) throw failed('images-not-written', text.imagesNotWritten(file), stderr);
    });
    await tidyCache();
  } finally {
    closeSync(target);
  }
};

const pack = (host: Host, set: readonly string[], folder: string, work: Work): Promise<PackedImage> =>
  timed(work, { phase: 'image', what: localTexts.packs(set) }, async () => {
    const place = join(places.images, imageFor(host, set));
    const blob = join(folder, 'blob');
    const sha256 = await packInto(blob, join(place, 'root'), work.signal);
    renameSync(blob, join(folder, blobOf({ sha256 })));
    return { packages: [...set], sha256, versions: { ...(await imageRecordOf(place)).versions } };
  });

/** Writes an image's files, as they lie in a folder, into one file. @returns its SHA-256 */
export const packInto = async (blob: string, root: string, signal: AbortSignal): Promise<string> => {
  const compressed = ['--use-compress-program=gzip -1 -n', `--file=${blob}`];
  await must(['tar', '--create', ...compressed, ...whole, ...reproducible, `--directory=${root}`, '.'], { signal });
  return sha256Of(blob);
};

/** Takes the images out of a file that are not there yet. @throws LabError `images-damaged`, `images-foreign`, `images-other-base`: then none is taken */
export const importImages = async ({ file }: ImportRequest, work: Work): Promise<void> => {
  const source = openAs(work.caller, file, 'r');
  try {
    await inFolder(async (folder) => {
      const table = await timed(work, { phase: 'image', what: localTexts.unpacks(file) }, () =>
        checked(source, folder, file, work),
      );
      const host = await readHost();
      if (table.recipe !== recipeOf(host))
        throw failed('images-foreign', text.imagesForeign(table.system, systemOf(host)));
      await refuseOtherBase(table, host, file);
      // The base first: who finds a layer finds what it stands on.
      for (const image of table.images.toSorted((one, other) => one.packages.length - other.packages.length))
        await take(image, { host, file, blob: join(folder, blobOf(image)), work });
    });
    await tidyCache();
  } finally {
    closeSync(source);
  }
};

/** Packages of a layer were chosen, and linked, for exactly what is below it. @throws LabError `images-other-base` */
const refuseOtherBase = async ({ images }: Contents, host: Host, file: string): Promise<void> => {
  const place = join(places.images, imageFor(host, []));
  const theirs = images.find((image) => image.packages.length === 0)?.versions ?? {};
  if (!existsSync(place)) return;
  const { versions: ours } = await imageRecordOf(place);
  const names = [...new Set([...Object.keys(theirs), ...Object.keys(ours)])].toSorted();
  const different = names.filter((name) => theirs[name] !== ours[name]);
  if (different.length === 0) return;
  const told = different.map((name) => ({ name, theirs: theirs[name], ours: ours[name] }));
  throw failed('images-other-base', text.imagesOtherBase(file, told, places.images));
};

/** Lays the file's parts into a folder and compares each with what the table of contents says of it. */
const checked = async (source: number, folder: string, file: string, work: Work): Promise<Contents> => {
  const damaged = (why: string): LabError => failed('images-damaged', text.imagesDamaged(file), why);
  const argv = [
    'tar',
    '--extract',
    '--file=-',
    '--no-same-owner',
    '--no-same-permissions',
    `--directory=${folder}`,
  ] as const;
  const { code, stderr } = await between([...argv], { input: source, signal: work.signal });
  const path = join(folder, contentsFile);
  if (code !== 0 || !isFile(path)) throw damaged(stderr);
  const parsed = contents.safeParse(asJson(readFileSync(path, 'utf8')));
  if (!parsed.success) throw damaged(parsed.error.message);
  for (const image of parsed.data.images) {
    const blob = join(folder, blobOf(image));
    if (!isFile(blob) || (await sha256Of(blob)) !== image.sha256) throw damaged(image.sha256);
  }
  return parsed.data;
};

/** Not a link that leads elsewhere, nor a pipe that is never at its end. */
const isFile = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false })?.isFile() === true;

const asJson = (content: string): unknown => {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
};

const take = async (
  { packages: set }: PackedImage,
  {
    host,
    file,
    blob,
    work,
  }: { readonly host: Host; readonly file: string; readonly blob: string; readonly work: Work },
): Promise<void> => {
  const tell = (what: LabError['sentence']): void => work.emit({ type: 'notice', code: 'image', what });
  const build = { signal: work.signal, onLine: () => undefined, onBuild: () => undefined };
  const isNew = await ensure(imageFor(host, set), build, set, async (folder) => {
    const root = join(folder, 'root');
    mkdirSync(root);
    if (set.length === 0) noteBegin(folder);
    await must(
      [
        'tar',
        '--extract',
        '--gzip',
        `--file=${blob}`,
        ...whole,
        '--same-owner',
        '--same-permissions',
        `--directory=${root}`,
      ],
      {
        signal: work.signal,
      },
    );
    if (set.length > 0) return;
    if (!useOwnSources(root, host))
      throw failed('images-damaged', text.imagesDamaged(file), 'links in the place of folders');
    await settle(folder, work.signal);
  });
  tell(isNew ? localTexts.imageCame(set) : localTexts.imageWasThere(set));
};
