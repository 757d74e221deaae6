import { rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../../ports/clock.ts';
import { must } from './programs.ts';

/*
 * The same packages make the same image, byte for byte, whenever and wherever it is built: what a build writes bears one
 * time, logs are empty, and a cache that knows files by their places on this disk is left out. What packages bring
 * keeps its own times, by which Python tells whether what it has compiled is of now. A package that draws lots while it is
 * set up, as a database for its first files, differs in those.
 */

/** Seconds since 1970: when Debian 12 came out. It means nothing but that it is the same everywhere. */
const time = 1_686_355_200;

/** Part of the images' keys. Arguments: 1 the image's files, 2 a file that is older than the build. The third field of `shadow` is a day. */
export const settleScript = String.raw`
set -eu
root=$1 begun=$2
rm -f "$root/var/cache/ldconfig/aux-cache"
if [ -d "$root/var/log" ]; then find "$root/var/log" -type f -exec truncate --size=0 {} +; fi
for file in "$root/etc/shadow" "$root/etc/shadow-"; do
  if [ -f "$file" ] && [ ! -L "$file" ]; then sed -i -E 's/^([^:]*:[^:]*):[0-9]+:/\1:${String(Math.floor(time / 86_400))}:/' "$file"; fi
done
find "$root" -newer "$begun" -exec touch --no-dereference --date=@${String(time)} {} +
`;

/** What it changes in an image by name, which no link may lead out of the image. */
export const settledPlaces = ['/var/log/any', '/var/cache/ldconfig/aux-cache', '/etc/shadow'] as const;

const begunIn = (folder: string): string => join(folder, 'begun');

/** Notes in the folder of a build that it begins: what is newer than this comes of it. */
export const noteBegin = (folder: string): void => {
  writeFileSync(begunIn(folder), '');
  // The kernel's clock of files goes in steps.
  const before = systemClock.now().getTime() / 1000 - 1;
  utimesSync(begunIn(folder), before, before);
};

/** Ends a build in `folder`/root whose begin was noted: nothing in it tells any more when and where that was. */
export const settle = async (folder: string, signal: AbortSignal): Promise<void> => {
  await must(['sh', '-c', settleScript, 'sh', join(folder, 'root'), begunIn(folder)], { signal });
  rmSync(begunIn(folder));
};
