import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { LabIdentity } from '../../../src/state/lab.ts';
import {
  forgetRestoring,
  forgetSnapshot,
  notedSnapshots,
  noteRestoring,
  noteSnapshot,
  restoringOf,
  type NotedSnapshot,
} from '../../../src/state/snapshots.ts';
import { localLab } from '../../support/local-lab.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const labIn = async (): Promise<LabIdentity> => ({ ...localLab(['one']).identity, folder: await temporaryFolder() });

const { blueprint } = localLab(['one']);
const saved = (name: string, at: string): NotedSnapshot => ({ name, at, blueprint, overrides: [] });

test('snapshots are told from the oldest on, and one that was forgotten no more', async () => {
  const lab = await labIn();
  await noteSnapshot(lab, saved('b', '2026-02-01T00:00:00.000Z'));
  await noteSnapshot(lab, saved('a', '2026-03-01T00:00:00.000Z'));
  expect((await notedSnapshots(lab)).map(({ name }) => name)).toEqual(['b', 'a']);
  expect((await notedSnapshots(lab))[0]).toEqual(saved('b', '2026-02-01T00:00:00.000Z'));
  await forgetSnapshot(lab, 'b');
  expect((await notedSnapshots(lab)).map(({ name }) => name)).toEqual(['a']);
});

test('a file whose writing was cut off is no snapshot; a damaged one is told', async () => {
  const lab = await labIn();
  await noteSnapshot(lab, saved('whole', '2026-02-01T00:00:00.000Z'));
  await writeFile(join(lab.folder, 'snapshots', 'half.json.123456'), '{"version"');
  expect((await notedSnapshots(lab)).map(({ name }) => name)).toEqual(['whole']);
  await writeFile(join(lab.folder, 'snapshots', 'bad.json'), '{"version": 1, "snapshot": 7}');
  await expect(notedSnapshots(lab)).rejects.toMatchObject({ code: 'state-damaged' });
});

test('a restore is on its way until it is forgotten', async () => {
  const lab = await labIn();
  expect(await restoringOf(lab)).toBeUndefined();
  await noteRestoring(lab, 'one');
  await noteRestoring(lab, 'two');
  expect(await restoringOf(lab)).toBe('two');
  await forgetRestoring(lab);
  expect(await restoringOf(lab)).toBeUndefined();
});
