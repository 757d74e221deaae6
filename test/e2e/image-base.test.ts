import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { places } from '../../src/providers/local/places.ts';
import type { Request } from '../../src/providers/local/protocol.ts';
import { readHost } from '../../src/providers/local/root/host.ts';
import { imageFor } from '../../src/providers/local/root/images.ts';
import { stepsIn, type BadLuck, type Luck } from '../support/luck.ts';
import { packageSource, type PackageSource } from '../support/package-source.ts';
import { rootWorld, type Answer, type RootWorld } from '../support/root-world.ts';
import { counted, exhaustive, isTried, rotatingSeed } from '../support/seed.ts';

/* The base image, built where nothing is yet, with root struck at its steps: each build takes half a minute. */

const prepare: Request = { operation: 'prepare', packages: [[]] };
const { images } = places;

describe.skipIf(!exhaustive)('the base image (in --all)', () => {
  let source: PackageSource;
  let world: RootWorld;
  let base: string;
  const shell = (script: string): Promise<string> => world.run('sh', '-e', '-c', script);
  const well = ({ replies }: Answer, why: string): void => expect(replies.at(-1), why).toEqual({ reply: 'done' });
  const strike = (what: Luck['what'], when: number): Promise<Answer> =>
    world.ask(prepare, { luck: { whose: 'root.js', of: 'prepare', what, when } });

  beforeAll(async () => {
    base = imageFor(await readHost(), []);
    // What this computer has downloaded once is not asked for again of those who give it away.
    source = await packageSource([], '127.0.0.1');
    world = await rootWorld(4096);
    await shell(`
      mkdir /var/lib/apt.conf.d
      cp -a /etc/apt/apt.conf.d/. /var/lib/apt.conf.d/
      echo 'Acquire::http::Proxy "${source.url}";' >/var/lib/apt.conf.d/zz-proxy
      mount --no-mtab --bind /var/lib/apt.conf.d /etc/apt/apt.conf.d
    `);
  }, 300_000);
  afterAll(async () => {
    await world[Symbol.asyncDispose]();
    await source[Symbol.asyncDispose]();
  });

  /** Every file of it, with its content. */
  const content = (): Promise<string> => shell(`cd ${images}/${base}; tar --create --sort=name root | sha256sum`);
  /** That, and the names of all that lies beside it. */
  const built = async (): Promise<string> => `${await shell(`ls ${images}`)}${await content()}`;

  test('root killed, or on a full or read-only disk, at steps of its build: the next one builds the same, and nothing is left of the first', async () => {
    const started = performance.now();
    const counting = await strike('count', 0);
    well(counting, 'without bad luck');
    const whole = await built();
    const { steps, writes, rooms } = stepsIn(counting.notes, 'root.js', 'prepare');
    expect(steps).toBeGreaterThan(20);
    const seed = rotatingSeed();
    const at = (what: BadLuck, count: number) =>
      Array.from({ length: count }, (_, index) => ({ what, when: index + 1 }));
    const all = [...at('kill', steps), ...at('ENOSPC', rooms), ...at('EROFS', writes)];
    const some = all.filter((_, index) => index % 8 === seed % 8);
    const numbers = { count: 0, missed: 0, seed };
    for (const { what, when } of some) {
      const why = `${what} at ${String(when)}`;
      await shell(`rm -rf ${images}/base-*`);
      const struck = await strike(what, when);
      const isStruck = struck.notes.includes('struck');
      numbers[isStruck ? 'count' : 'missed'] += 1;
      if (isStruck) {
        if (what !== 'kill' && struck.replies.at(-1)?.reply !== 'done')
          expect(struck.replies.at(-1), why).toMatchObject({ reply: 'failed' });
        // Half an image is none: what bears its name is whole.
        const there = (await shell(`ls ${images} 2>/dev/null || true`)).split('\n').includes(base);
        if (there) expect(whole, why).toContain(await content());
        // What is left of it may be somebody's who is still at work, for an hour.
        await shell(`
          mkdir -p ${images}
          find ${images} -maxdepth 1 -name '*.building' -exec touch -d '2 hours ago' {} +
        `);
        well(await world.ask(prepare), `${why}, then again`);
      } else well(struck, why);
      expect(await built(), why).toBe(whole);
    }
    const seconds = Math.round((performance.now() - started) / 1000);
    counted({ what: 'bad luck: root at the base image', ...numbers, failed: 0, seconds });
    expect(isTried(numbers), JSON.stringify(numbers)).toBe(true);
  }, 7_200_000);
});
