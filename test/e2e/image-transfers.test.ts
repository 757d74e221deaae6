import { afterAll, beforeAll, expect, test } from 'vitest';
import { places } from '../../src/providers/local/places.ts';
import type { Request } from '../../src/providers/local/protocol.ts';
import { readHost } from '../../src/providers/local/root/host.ts';
import { imageFor } from '../../src/providers/local/root/images.ts';
import { stepsIn, type BadLuck, type Luck } from '../support/luck.ts';
import { ownImages, rootWorld, type Answer, type RootWorld } from '../support/root-world.ts';
import { counted, exhaustive, isTried, rotatingSeed } from '../support/seed.ts';
import { lastingProject } from '../support/small-project.ts';

/* This computer's own base image, written into a file and taken out of it, with root struck at every step, or at one. */

const { images } = places;
const file = '/var/lib/images.tar';
const requests = {
  export: { operation: 'export-images', packages: [[]], file },
  import: { operation: 'import-images', file },
} as const satisfies Readonly<Record<string, Request>>;
type Way = keyof typeof requests;

let world: RootWorld;
let base: string;
const shell = (script: string): Promise<string> => world.run('sh', '-e', '-c', script);

beforeAll(async () => {
  const project = await lastingProject('bare', 'machines: { one: {} }\n');
  const { code, stderr } = await project.bancada('doctor', '--setup');
  expect(code, stderr).toBe(0);
  base = imageFor(await readHost(), []);
  world = await rootWorld(2048, { images: true });
}, 300_000);
afterAll(() => world[Symbol.asyncDispose]());

/** As the way needs it: with that image, or with none. */
const ready = (way: Way): Promise<string> =>
  shell(
    way === 'export'
      ? `
        mountpoint --quiet ${images}/${base}/root && exit
        mkdir -p ${images}/${base}/root
        cp ${ownImages}/${base}/image.json ${images}/${base}/
        mount --bind -o ro ${ownImages}/${base}/root ${images}/${base}/root`
      : `
        if mountpoint --quiet ${images}/${base}/root; then umount ${images}/${base}/root; fi
        rm -rf ${images}`,
  );

/** Every file of the image, with its content. */
const content = (): Promise<string> => shell(`cd ${images}/${base}; tar --create --sort=name root | sha256sum`);

/** What is there when it is done: the file, or the image with all that lies beside it. */
const made = async (way: Way): Promise<string> =>
  way === 'export' ? shell(`sha256sum ${file}; ls ${images}`) : `${await shell(`ls ${images}`)}${await content()}`;

const well = ({ replies }: Answer, why: string): void => expect(replies.at(-1), why).toEqual({ reply: 'done' });
const strike = (way: Way, what: Luck['what'], when: number): Promise<Answer> =>
  world.ask(requests[way], { luck: { whose: 'root.js', of: requests[way].operation, what, when } });

test.each(['export', 'import'] as const)(
  'root killed, or on a full or read-only disk, at any step of an %s of images: the next one makes the same, and nothing is left of the first',
  async (way) => {
    await ready('export');
    well(await world.ask(requests.export), 'the file');
    await ready(way);
    const { replies, notes } = await strike(way, 'count', 0);
    well({ replies, notes }, 'without bad luck');
    const whole = await made(way);
    const { steps, writes, rooms } = stepsIn(notes, 'root.js', requests[way].operation);
    const at = (what: BadLuck, count: number) =>
      Array.from({ length: count }, (_, index) => ({ what, when: index + 1 }));
    const all = [...at('kill', steps), ...at('ENOSPC', rooms), ...at('EROFS', writes)];
    const seed = rotatingSeed();
    const numbers = { count: 0, missed: 0, seed };
    for (const { what, when } of exhaustive ? all : [all[seed % all.length]!]) {
      const why = `${what} at ${String(when)} of ${String(all.length)}`;
      await ready(way);
      const struck = await strike(way, what, when);
      const isStruck = struck.notes.includes('struck');
      numbers[isStruck ? 'count' : 'missed'] += 1;
      const last = struck.replies.at(-1);
      if (!isStruck) well(struck, why);
      else if (what !== 'kill' && last?.reply !== 'done') expect(last, why).toMatchObject({ reply: 'failed' });
      if (last?.reply !== 'done') {
        // Half an image is none: what bears its name is whole.
        const there = (await shell(`ls ${images} 2>/dev/null || true`)).split('\n').includes(base);
        if (way === 'import' && there) expect(whole, why).toContain(await content());
        // What is left of it may be somebody's who is still at work, for an hour.
        await shell(
          `mkdir -p ${images}; find ${images} -maxdepth 1 -name '*.building' -exec touch -d '2 hours ago' {} +`,
        );
        well(await world.ask(requests[way]), `${why}, then again`);
      }
      expect(await made(way), why).toBe(whole);
    }
    counted({ what: `bad luck: root at an ${way} of images`, ...numbers, failed: 0 });
    // The last step of all may not come again.
    if (exhaustive) expect(isTried(numbers), JSON.stringify(numbers)).toBe(true);
  },
  3_600_000,
);
