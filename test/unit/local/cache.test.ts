import { existsSync } from 'node:fs';
import { mkdir, readFile, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { tidyCache, type Cache } from '../../../src/providers/local/root/cache.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const mebibyte = 1024 ** 2;

let cache: Cache;

beforeEach(async () => {
  const folder = await temporaryFolder();
  cache = { images: join(folder, 'images'), labs: join(folder, 'labs'), room: 3 * mebibyte };
});

/** An image of one mebibyte, asked for so many hours ago. */
const image = async (name: string, hoursAgo: number): Promise<string> => {
  const place = join(cache.images, name);
  await mkdir(join(place, 'root'), { recursive: true });
  await writeFile(join(place, 'root', 'file'), Buffer.alloc(mebibyte));
  const used = new Date(Date.now() - hoursAgo * 3_600_000);
  await utimes(place, used, used);
  return place;
};

const there = (places: readonly string[]): readonly boolean[] => places.map((place) => existsSync(place));

test('what was not used for longest goes first, and only as much as must', async () => {
  const places = [await image('layer-a1', 50), await image('layer-a2', 40), await image('base-a3', 30)];
  await writeFile(join(cache.images, 'layer-a1.lock'), '');
  await tidyCache(cache);
  expect(there([...places, join(cache.images, 'layer-a1.lock')])).toEqual([false, true, true, false]);
  await tidyCache(cache);
  expect(there(places)).toEqual([false, true, true]);
});

test('sizes are measured once, and that is no use of an image', async () => {
  const place = await image('layer-b1', 10);
  await tidyCache(cache);
  expect(JSON.parse(await readFile(join(place, 'image.json'), 'utf8'))).toEqual({
    bytes: expect.closeTo(mebibyte, -5) as number,
    versions: {},
  });
  await truncate(join(place, 'root', 'file'), 0);
  const others = [await image('layer-b2', 20), await image('layer-b3', 30)];
  await tidyCache(cache);
  expect(there([place, ...others])).toEqual([true, true, false]);
});

test('what a machine of any lab, or of a snapshot, stands on stays, and so does what was asked for within the hour', async () => {
  const places = [await image('base-c1', 90), await image('layer-c2', 80), await image('layer-c3', 0.5)];
  const unused = await image('layer-c4', 2);
  const saved = await image('layer-c5', 100);
  const standing = async (folder: string, ...images: readonly string[]): Promise<void> => {
    const layers = images.map((name) => join(cache.images, name, 'root'));
    await mkdir(join(cache.labs, 'abcdefgh', folder), { recursive: true });
    await writeFile(join(cache.labs, 'abcdefgh', folder, 'machine.json'), JSON.stringify({ layers }));
  };
  await standing('machines/one', 'layer-c2', 'base-c1');
  await standing('snapshots/before/two', 'layer-c5', 'base-c1');
  await tidyCache({ ...cache, room: 0 });
  expect(there([...places, saved, unused])).toEqual([true, true, true, true, false]);
});

test('what a killed run left half built goes, but not what is being built', async () => {
  const [old, current] = [await image('layer-d1.building', 3), await image('layer-d2.building', 0)];
  await tidyCache(cache);
  expect(there([old, current])).toEqual([false, true]);
});

test('two who tidy up at once are not in each other’s way', async () => {
  const places = await Promise.all(['layer-e1', 'layer-e2', 'base-e3'].map((name) => image(name, 10)));
  const empty = { ...cache, room: 0 };
  await Promise.all([tidyCache(empty), tidyCache(empty)]);
  expect(there(places)).toEqual([false, false, false]);
});

test('downloads are no images', async () => {
  const apt = await image('apt', 500);
  await tidyCache({ ...cache, room: 0 });
  expect(there([apt])).toEqual([true]);
});
