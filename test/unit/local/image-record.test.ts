import { mkdir, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { imageRecordOf, versionsIn } from '../../../src/providers/local/root/image-record.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const status = `Package: nginx
Status: install ok installed
Version: 1.22.1-9+deb12u3
Description: small, powerful
 Version: of the description

Package: gone
Status: deinstall ok config-files
Version: 1.0

Package: libc6
Status: install ok installed
Version: 2.36-9+deb12u10
`;

test('versions are those of what is installed', () => {
  expect(versionsIn(status)).toEqual({ nginx: '1.22.1-9+deb12u3', libc6: '2.36-9+deb12u10' });
});

test('what is known of an image is found out once, beside what was noted when it was built, and is no use of it', async () => {
  const place = join(await temporaryFolder(), 'layer-a1');
  await mkdir(join(place, 'root/var/lib/dpkg'), { recursive: true });
  await writeFile(join(place, 'root/var/lib/dpkg/status'), status);
  await writeFile(join(place, 'image.json'), JSON.stringify({ packages: ['nginx'] }));
  const used = new Date('2026-01-02T03:04:05Z');
  await utimes(place, used, used);
  const record = await imageRecordOf(place);
  expect(record).toMatchObject({ packages: ['nginx'], versions: { libc6: '2.36-9+deb12u10' } });
  expect(record.bytes).toBeGreaterThan(0);
  expect((await stat(place)).mtime).toEqual(used);
  await writeFile(join(place, 'root/var/lib/dpkg/status'), '');
  expect(await imageRecordOf(place)).toEqual(record);
});
