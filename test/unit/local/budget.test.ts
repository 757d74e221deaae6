import { expect, test } from 'vitest';
import { budgetFor, shortages } from '../../../src/providers/local/budget.ts';
import { localLab } from '../../support/local-lab.ts';

const there = { cpus: 2, memoryMiB: 4096, diskGiB: 40 };
const said = (wanted: typeof there): readonly string[] => shortages(wanted, there).map(({ en }) => en);

test('what fits, to the last bit, is no shortage', () => {
  expect(said(there)).toEqual([]);
});

test.each([
  [{ ...there, cpus: 2.5 }, 'may take 2.5 processors, and this computer has 2:'],
  [{ ...there, memoryMiB: 6144 }, 'may take 6 GiB of memory, and 4 GiB are to be had'],
  [{ ...there, diskGiB: 40.5 }, 'may write 40.5 GiB, and 40 GiB of disk are to be had'],
])('what does not fit is told with both figures: %j', (wanted, line) => {
  expect(said(wanted)).toEqual([expect.stringContaining(line)]);
});

test('all of it may be short at once, and nothing to be had is not less than nothing', () => {
  const lines = shortages({ cpus: 3, memoryMiB: 1, diskGiB: 1 }, { cpus: 2, memoryMiB: -512, diskGiB: -3 });
  expect(lines.map(({ en }) => en.replace(/.*and /, '').replace(/:.*/, ''))).toEqual([
    'this computer has 2',
    '0 GiB are to be had',
    '0 GiB of disk are to be had',
  ]);
});

test('a lab wants what its own machines may take, of a computer as it is', async () => {
  const lab = localLab(['one', 'two', 'three'], { size: { name: 'x', cpus: 0.5, memoryMiB: 256, diskGiB: 2 } });
  const whole = await budgetFor(lab);
  expect(whole.wanted).toEqual({ cpus: 1.5, memoryMiB: 768, diskGiB: 6 });
  expect((await budgetFor({ ...lab, own: ['two'] })).wanted).toEqual({ cpus: 0.5, memoryMiB: 256, diskGiB: 2 });
  expect(whole.there.cpus).toBeGreaterThanOrEqual(1);
});
