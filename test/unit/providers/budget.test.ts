import { expect, test } from 'vitest';
import { shortages, toBeHad } from '../../../src/providers/budget.ts';
import { budgetFor } from '../../../src/providers/local/budget.ts';
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

const gibibyte = 1024 ** 3;
const machine = (id: string, memoryGiB: number | undefined, writtenGiB: number) => ({
  id,
  size: { cpus: 1, memoryMiB: 2048, diskGiB: 16 },
  memoryBytes: memoryGiB === undefined ? undefined : memoryGiB * gibibyte,
  diskBytes: writtenGiB * gibibyte,
});

// What is free is what is left after what they hold: 4 GiB of memory and 40 GiB of disk would be free without them.
test.each([
  ['nobody is there', [], [4096, 40], [4096, 40]],
  ['another has taken nothing yet', [machine('other', 0, 0)], [4096, 40], [2048, 24]],
  ['another has taken a part of it', [machine('other', 0.5, 10)], [3584, 30], [2048, 24]],
  ['another has taken all it may', [machine('other', 2, 16)], [2048, 24], [2048, 24]],
  ['another is stopped: its disk stays', [machine('other', undefined, 10)], [4096, 30], [4096, 24]],
  ['it is its own, which it does not share with itself', [machine('own', 0.5, 10)], [3584, 30], [4096, 40]],
  ['its own is stopped', [machine('own', undefined, 10)], [4096, 30], [4096, 40]],
  ['some of all', [machine('own', 1, 1), machine('other', 1, 2)], [2048, 37], [2048, 24]],
] as const)('what is to be had where %s', (_, machines, [freeMemory, freeDisk], [memoryMiB, diskGiB]) => {
  const free = { cpus: 2, memoryMiB: freeMemory, diskGiB: freeDisk };
  expect(toBeHad(free, machines, 'own')).toEqual({ cpus: 2, memoryMiB, diskGiB });
});

test('a lab that was not begun yet has no machines of its own', () => {
  expect(toBeHad(there, [machine('other', 0, 1)], undefined)).toEqual({ cpus: 2, memoryMiB: 2048, diskGiB: 25 });
});
