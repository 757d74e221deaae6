import { execa } from 'execa';
import { mkdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../../src/ports/files.ts';
import { places } from '../../src/providers/local/places.ts';
import { readHost } from '../../src/providers/local/root/host.ts';
import { packInto } from '../../src/providers/local/root/image-file.ts';
import { ensureLayers, imageFor } from '../../src/providers/local/root/images.ts';
import { buildLayer } from '../../src/providers/local/root/package-layer.ts';
import { exhaustive } from '../support/seed.ts';
import { cache } from '../support/small-labs.ts';
import { smallProject } from '../support/small-project.ts';
import { temporaryFolder } from '../support/temporary.ts';

const asRoot = process.getuid?.() === 0;

/** On a computer that has no network, and in whose folder of images nothing lies. Arguments: that folder, the command line. */
const elsewhere = `
set -u
mount --bind "$1" /var/lib/bancada
ip link set lo up
tool=$2
$tool image import cut.tar
echo "cut: $?, $(ls /var/lib/bancada/images | wc -l) there"
$tool image import foreign.tar
echo "foreign: $?, $(ls /var/lib/bancada/images | wc -l) there"
$tool image import images.tar && $tool up away --json && $tool destroy away --yes
echo "whole: $?"
cd /var/lib/bancada/images
rm -r layer-*[0-9a-f]
sed -i 's/"dpkg": *"/&0~/' base-*/image.json
cd - >/dev/null
$tool image import images.tar
echo "other base: $?, $(ls -d /var/lib/bancada/images/layer-*[0-9a-f] 2>/dev/null | wc -l) layers there"
ls /var/lib/bancada/images
rm -rf /var/lib/bancada/images
`;

/** Beside `images.tar`, the same images as another system's, which were made in another way. */
const makeForeign = async (directory: string): Promise<void> => {
  const folder = join(directory, 'foreign');
  await mkdir(folder);
  await execa('tar', ['--extract', '--file=images.tar', `--directory=${folder}`], { cwd: directory });
  const contents = join(folder, 'contents.json');
  const table = JSON.parse(await readFile(contents, 'utf8')) as object;
  await writeFile(contents, JSON.stringify({ ...table, recipe: '0'.repeat(16), system: 'etch m68k' }));
  await execa('tar', ['--create', '--file=foreign.tar', `--directory=${folder}`, '.'], { cwd: directory });
};

test('images that were exported bring a lab up where there is neither image nor network; half a file brings nothing', async () => {
  const project = await smallProject('away', cache);
  const { directory, environment } = project.standing;
  const tool = join(packageRoot(), 'bancada');
  const options = {
    cwd: directory,
    env: { ...environment, BANCADA_LANG: 'en', NO_COLOR: '1' },
    reject: false,
  } as const;
  const exported = async (file: string): Promise<Buffer> => {
    const { exitCode, stderr } = await execa(tool, ['image', 'export', 'away', '-o', file], options);
    expect(exitCode, stderr).toBe(0);
    return readFile(join(directory, file));
  };
  const nowhere = await execa(tool, ['image', 'export', 'away', '-o', 'none/images.tar'], options);
  expect([nowhere.exitCode, nowhere.stderr]).toEqual([64, expect.stringContaining('cannot write') as string]);
  const bytes = await exported('images.tar');
  if (exhaustive) expect(bytes.equals(await exported('again.tar'))).toBe(true);
  // It is the user's, who was not root.
  expect((await stat(join(directory, 'images.tar'))).uid).toBe(process.getuid?.());
  await writeFile(join(directory, 'cut.tar'), bytes);
  await truncate(join(directory, 'cut.tar'), bytes.length - 100_000);
  await makeForeign(directory);
  const empty = join(directory, 'empty');
  await mkdir(empty);
  const through = asRoot ? [] : ['sudo', '-n'];
  const inside = ['unshare', '--mount', '--net', 'sh', '-c', elsewhere, 'sh', empty, tool];
  const [program, ...argv] = [...through, ...inside] as [string, ...string[]];
  const { stdout, stderr } = await execa(program, argv, options);
  expect(stdout, stderr).toContain('cut: 69, 0 there');
  expect(stderr).toContain('images-damaged');
  expect(stdout, stderr).toContain('foreign: 69, 0 there');
  expect(stderr).toMatch(
    /these images are of etch m68k, or of another Bancada, .* nothing was taken \[images-foreign\]/,
  );
  expect(stdout, stderr).toContain('whole: 0');
  expect(stdout).toMatch(/"verdict":"pass"/);
  expect(stdout, stderr).toContain('other base: 69, 0 layers there');
  expect(stderr).toMatch(/other versions of 1 package than the one here \(dpkg (\S+) ≠ 0~\1\): nothing was taken/);
  expect(stdout).toMatch(/^base-[0-9a-f]+$/m);
}, 300_000);

/** Where of all images only the base lies. Arguments: a folder, the base, the command line. */
const baseOnly = `
set -e
mkdir "$1/images" && cp -a "$2" "$1/images/"
mount --bind "$1" /var/lib/bancada
for time in first second; do
  $3 up away --no-check --json
  $3 destroy away --yes
done
rm -rf /var/lib/bancada/images
`;

test.runIf(asRoot)(
  'an image that is missing is built by up, which tells of its bytes; what is there already is not told of',
  async () => {
    const { directory, environment } = (await smallProject('away', cache)).standing;
    const { signal } = new AbortController();
    await ensureLayers([[]], { signal, onLine: () => undefined, onBuild: () => undefined });
    const base = join(places.images, imageFor(await readHost(), []));
    const store = join(directory, 'store');
    await mkdir(store);
    const argv = ['--mount', 'sh', '-c', baseOnly, 'sh', store, base, join(packageRoot(), 'bancada')];
    const env = { ...environment, BANCADA_LANG: 'en', NO_COLOR: '1' };
    const { stdout } = await execa('unshare', argv, { cwd: directory, env });
    const notices = stdout.split('\n').filter((line) => line.includes('"images-built"'));
    expect(notices).toEqual([
      expect.stringMatching(/"1 image built, [1-9]\d* MiB of disk, [1-9]\d* MiB downloaded"/) as string,
    ]);
  },
  300_000,
);

test.runIf(asRoot)(
  'the same packages make the same layer, byte for byte, in another folder',
  async () => {
    const host = await readHost();
    const { signal } = new AbortController();
    const build = { signal, onLine: () => undefined, onBuild: () => undefined };
    await ensureLayers([[]], build);
    const base = join(places.images, imageFor(host, []), 'root');
    const made: string[] = [];
    for (const name of ['one', 'other']) {
      const folder = join(await temporaryFolder(), name);
      await mkdir(folder);
      await buildLayer({ folder, base, packages: ['memcached'], host, build });
      made.push(await packInto(join(folder, 'blob'), join(folder, 'root'), signal));
    }
    expect(made[0]).toBe(made[1]);
  },
  300_000,
);

/** In whose folder of images nothing lies: all of it is built, at another time. Arguments: that folder, the command line, a file. */
const anew = `
mount --bind "$1" /var/lib/bancada
$2 image export away -o "$3" && rm -rf /var/lib/bancada/images
`;

test.runIf(exhaustive && asRoot)(
  'a lab’s images, the base too, built twice from nothing are one file',
  async () => {
    const { directory, environment } = (await smallProject('away', cache)).standing;
    const options = { cwd: directory, env: { ...environment, BANCADA_LANG: 'en', NO_COLOR: '1' } } as const;
    for (const name of ['one', 'other']) {
      const empty = join(directory, `${name}.images`);
      await mkdir(empty);
      const argv = ['--mount', 'sh', '-c', anew, 'sh', empty, join(packageRoot(), 'bancada'), `${name}.tar`];
      await execa('unshare', argv, options);
    }
    const [one, other] = await Promise.all(['one.tar', 'other.tar'].map((name) => readFile(join(directory, name))));
    expect(other && one?.equals(other)).toBe(true);
  },
  900_000,
);
