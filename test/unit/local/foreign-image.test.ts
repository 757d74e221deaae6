import { lstat, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { noteBegin, settle } from '../../../src/providers/local/root/settled.ts';
import { useOwnSources } from '../../../src/providers/local/root/base-layer.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const sources = { paragraphs: 'URIs: http://mirror.test/\n', lines: '', keyrings: [] };
const host = { codename: 'bookworm', architecture: 'amd64', proxies: '', sources };

test('an image that came from elsewhere fetches packages from where this computer does', async () => {
  const root = await temporaryFolder();
  await mkdir(join(root, 'etc/apt'), { recursive: true });
  await writeFile(join(root, 'etc/apt/sources.list'), 'deb http://elsewhere.test/ bookworm main\n');
  expect(useOwnSources(root, host)).toBe(true);
  expect(await readdir(join(root, 'etc/apt'))).toEqual(['sources.list.d']);
  expect(await readFile(join(root, 'etc/apt/sources.list.d/0000host.sources'), 'utf8')).toBe(sources.paragraphs);
});

test('links in an image lead nobody to the files of this computer', async () => {
  for (const link of ['etc', 'etc/apt', 'usr/share', 'var', 'var/log', 'var/cache/ldconfig']) {
    const [root, outside] = [await temporaryFolder(), await temporaryFolder()];
    await mkdir(join(outside, 'apt'));
    for (const file of ['sources.list', 'apt/sources.list']) await writeFile(join(outside, file), 'ours');
    await mkdir(join(root, link, '..'), { recursive: true });
    await symlink(outside, join(root, link));
    const keyrings = ['/usr/share/keyrings/debian-archive-keyring.gpg'];
    expect(useOwnSources(root, { ...host, sources: { ...sources, keyrings } }), link).toBe(false);
    const left = await readdir(outside, { recursive: true });
    expect(left.toSorted(), link).toEqual(['apt', 'apt/sources.list', 'sources.list']);
  }
});

test('a link in the place of its passwords leads nobody to those of this computer', async () => {
  const [folder, outside] = [await temporaryFolder(), await temporaryFolder()];
  const ours = 'root:secret:20000:0:99999:7:::\n';
  await writeFile(join(outside, 'shadow'), ours);
  await mkdir(join(folder, 'root/etc'), { recursive: true });
  await symlink(join(outside, 'shadow'), join(folder, 'root/etc/shadow'));
  noteBegin(folder);
  await settle(folder, new AbortController().signal);
  expect(await readFile(join(outside, 'shadow'), 'utf8')).toBe(ours);
  expect((await lstat(join(folder, 'root/etc/shadow'))).isSymbolicLink()).toBe(true);
});
