/** An image that lies in the cache. */
export interface CachedImage {
  readonly name: string;
  readonly bytes: number;
  /** When a lab last asked for it, milliseconds since 1970. A layer's base is asked for with it. */
  readonly used: number;
}

const isBase = ({ name }: CachedImage): boolean => name.startsWith('base-');

/** Names of the images to remove so that the rest takes no more than `room` bytes: of those that may go, unused longest first. */
export const superfluous = (
  images: readonly CachedImage[],
  { room, mayGo }: { readonly room: number; readonly mayGo: (image: CachedImage) => boolean },
): readonly string[] => {
  let total = images.reduce((sum, { bytes }) => sum + bytes, 0);
  return images
    .filter(mayGo)
    .toSorted((one, other) => one.used - other.used || Number(isBase(one)) - Number(isBase(other)))
    .filter(({ bytes }) => {
      if (total <= room) return false;
      total -= bytes;
      return true;
    })
    .map(({ name }) => name);
};
