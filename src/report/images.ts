import type { KeptImage } from '../providers/provider.ts';
import { momentText } from '../text/snapshots.ts';
import * as text from '../text/images.ts';
import type { ImageFile, Images } from '../verbs/image.ts';
import { dim, good, name, say, type Line, type Look } from './line.ts';
import { bytesText } from './readings.ts';
import { table } from './table.ts';

const standsFor = ({ packages }: KeptImage, look: Look): Line => {
  if (packages === undefined) return [dim(say(text.unnoted, look))];
  return packages.length === 0 ? [dim(say(text.base, look))] : [packages.join(' ')];
};

/** The images, one a row; in full each with the versions of what is in it. */
export const imageLines = ({ images, bytes }: Images, look: Look): readonly Line[] => {
  if (images.length === 0) return [[say(text.none, look)], [dim(say(text.howToBuild, look))]];
  const { image, disk, used, packages } = text.columns;
  const rows = table(
    [image, disk, used, packages].map((heading) => say(heading, look)),
    images.map((each) => [
      [name(each.name)],
      [bytesText(each.bytes)],
      [momentText(each.used.toISOString())],
      standsFor(each, look),
    ]),
  );
  const versions = look.verbose
    ? images.flatMap((each) => [
        [],
        [name(each.name)],
        ...Object.entries(each.versions).map(([one, version]): Line => [`  ${one} `, dim(version)]),
      ])
    : [];
  return [...rows, [dim(say(text.all(images.length, bytesText(bytes)), look))], ...versions];
};

/** Where the images lie, and what to do with them. */
export const exportedLines = ({ bytes }: ImageFile, file: string, look: Look): readonly Line[] => [
  [good('✓'), ` ${say(text.written(file, bytesText(bytes)), look)}`],
  ['  ', dim(say(text.howToTake, look))],
];

/** What an import has brought. */
export const importedLines = (images: Images, look: Look): readonly Line[] => [
  ...imageLines(images, { ...look, verbose: false }),
  [good('✓'), ` ${say(text.isHere, look)}`],
];
