import { afterAll, beforeAll, expect, test } from 'vitest';
import { places } from '../../src/providers/local/places.ts';
import type { Request } from '../../src/providers/local/protocol.ts';
import { readHost } from '../../src/providers/local/root/host.ts';
import { imageFor } from '../../src/providers/local/root/images.ts';
import { lastingProject } from '../support/small-project.ts';
import { stepsIn } from '../support/luck.ts';
import { ownImages, rootWorld, type Answer, type RootWorld } from '../support/root-world.ts';
import { counted, exhaustive, isTried, rotatingSeed } from '../support/seed.ts';

/* A layer of one tiny package on this computer's own base image, which root is killed at: at every step, or at a few. */

const packages = ['hello'];
const prepare: Request = { operation: 'prepare', packages: [packages] };
const { images } = places;

let world: RootWorld;
let base: string;
let layer: string;
const shell = (script: string): Promise<string> => world.run('sh', '-e', '-c', script);

beforeAll(async () => {
  const project = await lastingProject('bare', 'machines: { one: {} }\n');
  const { code, stderr } = await project.bancada('doctor', '--setup');
  expect(code, stderr).toBe(0);
  const host = await readHost();
  [base, layer] = [imageFor(host, []), imageFor(host, packages)];
  world = await rootWorld(512, { images: true });
  await shell(`
    mkdir -p ${images}/${base}/root ${images}/apt/archives/partial
    cp -a ${ownImages}/apt/lists ${ownImages}/apt/updated ${images}/apt/
    cp ${ownImages}/${base}/image.json ${images}/${base}/
    mount --bind -o ro ${ownImages}/${base}/root ${images}/${base}/root
  `);
}, 300_000);
afterAll(() => world[Symbol.asyncDispose]());

/** Every file of the layer, with its content, and all that lies beside it. */
const built = async (): Promise<readonly string[]> => {
  const content = await shell(`cd ${images}/${layer}; tar --create --sort=name root | sha256sum`);
  return [
    content,
    await shell(`ls ${images}`),
    await shell(`findmnt --list --noheadings --output TARGET | grep ${images}`),
  ];
};
const well = ({ replies }: Answer, why: string): void => expect(replies.at(-1), why).toEqual({ reply: 'done' });

test('root killed at any step of a layer: the next one builds the same, and nothing is left of the first', async () => {
  const { replies, notes } = await world.ask(prepare, { luck: { whose: 'root.js', what: 'count', when: 0 } });
  well({ replies, notes }, 'without bad luck');
  const whole = await built();
  const { steps } = stepsIn(notes, 'root.js', 'prepare');
  expect(steps).toBeGreaterThan(8);
  const all = Array.from({ length: steps }, (_, index) => index + 1);
  // What the first one has fetched is not fetched again: the last steps may not come.
  const tried = exhaustive ? all : [1 + (rotatingSeed() % Math.floor(steps * 0.9))];
  let missed = 0;
  for (const when of tried) {
    const why = `step ${String(when)} of ${String(steps)}`;
    await shell(`rm -rf ${images}/${layer} ${images}/${layer}.lock`);
    const killed = await world.ask(prepare, { luck: { whose: 'root.js', of: 'prepare', what: 'kill', when } });
    const isStruck = killed.notes === 'struck\n';
    missed += isStruck ? 0 : 1;
    well(isStruck ? await world.ask(prepare) : killed, why);
    expect(await built(), why).toEqual(whole);
  }
  const made = { count: tried.length - missed, missed };
  counted({ what: 'bad luck: kill -9 of root at a layer of packages', ...made, failed: 0 });
  expect(isTried(made)).toBe(true);
}, 3_600_000);
