import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../../src/ports/clock.ts';
import { processIdentity, thisProcess } from '../../../src/ports/computer.ts';
import { secureRandom } from '../../../src/ports/random.ts';
import { holderOf, withLock } from '../../../src/state/lock.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const ports = { clock: systemClock, random: secureRandom };

test('a second verb at the same time hears who is at work', async () => {
  const folder = join(await temporaryFolder(), 'survey');
  await withLock(folder, 'up', ports, async () => {
    expect(await holderOf(folder)).toMatchObject({ verb: 'up', pid: process.pid });
    await expect(withLock(folder, 'destroy', ports, () => Promise.resolve())).rejects.toMatchObject({
      code: 'lab-busy',
      fault: 'busy',
      message: `lab survey is busy: \`up\` is running on it (process ${String(process.pid)})`,
    });
  });
  expect(await holderOf(folder)).toBeUndefined();
  expect(await withLock(folder, 'destroy', ports, () => Promise.resolve('done'))).toBe('done');
});

test('work that fails lets go', async () => {
  const folder = await temporaryFolder();
  await expect(withLock(folder, 'up', ports, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await readdir(join(folder, 'lock'))).toEqual([]);
});

const claimOf = async (folder: string, claim: object): Promise<void> => {
  await mkdir(join(folder, 'lock'), { recursive: true });
  await writeFile(join(folder, 'lock', 'left.json'), JSON.stringify({ ...thisProcess(), verb: 'up', ...claim }));
};

test.each([
  ['whose process ended', { pid: 2 ** 22 + 1 }],
  ['whose number another process has now', { started: '1' }],
  ['from before the computer booted', { boot: 'another' }],
])('a holder %s is no holder', async (_, claim) => {
  const folder = await temporaryFolder();
  await claimOf(folder, claim);
  expect(await withLock(folder, 'up', ports, () => Promise.resolve('mine'))).toBe('mine');
  expect(await readdir(join(folder, 'lock'))).toEqual([]);
});

test('a holder that is killed is no holder any more', async () => {
  const folder = await temporaryFolder();
  const child = spawn('sleep', ['60']);
  onTestFinished(() => void child.kill('SIGKILL'));
  const stat = await import('node:fs/promises').then((fs) => fs.readFile(`/proc/${String(child.pid)}/stat`, 'utf8'));
  await claimOf(folder, { pid: child.pid, started: stat.split(') ').pop()?.split(' ')[19] });
  await expect(withLock(folder, 'up', ports, () => Promise.resolve())).rejects.toMatchObject({ code: 'lab-busy' });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
  expect(await withLock(folder, 'up', ports, () => Promise.resolve('mine'))).toBe('mine');
});

test('a holder that is dead, and that nobody has buried, is no holder', async () => {
  const folder = await temporaryFolder();
  // The second sleep was born as a shell, knows of no child, and takes no note of its end.
  const parent = spawn('sh', ['-c', 'sleep 1 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void parent.kill('SIGKILL'));
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  await claimOf(folder, processIdentity(Number(line.toString())));
  await expect(withLock(folder, 'up', ports, () => Promise.resolve())).rejects.toMatchObject({ code: 'lab-busy' });
  await systemClock.sleep(1500);
  expect(await withLock(folder, 'up', ports, () => Promise.resolve('mine'))).toBe('mine');
});

test('of many at the same moment never two work together, and one does work', async () => {
  const folder = await temporaryFolder();
  let inside = 0;
  let done = 0;
  const work = async (): Promise<void> => {
    expect(++inside).toBe(1);
    await systemClock.sleep(400);
    inside--;
    done++;
  };
  await Promise.allSettled(Array.from({ length: 6 }, () => withLock(folder, 'up', ports, work)));
  expect(done).toBe(1);
});
