import { execa } from 'execa';
import { mkdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../../src/ports/files.ts';
import { exhaustive } from '../support/seed.ts';
import { cache } from '../support/small-labs.ts';
import { smallProject } from '../support/small-project.ts';

/** On a computer that has no network, and in whose folder of images nothing lies. Arguments: that folder, the command line. */
const elsewhere = `
set -u
mount --bind "$1" /var/lib/bancada
ip link set lo up
tool=$2
$tool image import cut.tar
echo "cut: $?, $(ls /var/lib/bancada/images | wc -l) there"
$tool image import images.tar && $tool up away --json && $tool destroy away --yes
echo "whole: $?"
ls /var/lib/bancada/images
rm -rf /var/lib/bancada/images
`;

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
  const empty = join(directory, 'empty');
  await mkdir(empty);
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const inside = ['unshare', '--mount', '--net', 'sh', '-c', elsewhere, 'sh', empty, tool];
  const [program, ...argv] = [...asRoot, ...inside] as [string, ...string[]];
  const { stdout, stderr } = await execa(program, argv, options);
  expect(stdout, stderr).toContain('cut: 69, 0 there');
  expect(stderr).toContain('images-damaged');
  expect(stdout, stderr).toContain('whole: 0');
  expect(stdout).toMatch(/"verdict":"pass"/);
  expect(stdout).toMatch(/^base-[0-9a-f]+$/m);
}, 300_000);
