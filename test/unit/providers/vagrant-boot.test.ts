import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Processes } from '../../../src/ports/process.ts';
import { bootAll } from '../../../src/providers/vagrant/boot.ts';
import { virtualBoxHypervisor } from '../../../src/providers/vagrant/virtualbox.ts';
import type { ProviderLab } from '../../../src/providers/provider.ts';
import { temporaryFolder } from '../../support/temporary.ts';

/* A failure beside Vagrant while Vagrant runs: it is told once Vagrant has ended, which must not be left to itself. */

const unheard: unknown[] = [];
const hear = (error: unknown): void => void unheard.push(error);
beforeEach(() => {
  unheard.length = 0;
  process.on('unhandledRejection', hear);
});
afterEach(() => void process.off('unhandledRejection', hear));

/** Boots `pair-db` with a Vagrant that says this and then takes its time; whether it was waited for. */
const booting = async (folder: string, lines: readonly string[], onBooted: () => Promise<void>) => {
  let hasEnded = false;
  const run: Processes['run'] = async ({ argv: [program], onLine }) => {
    if (program === 'vagrant') {
      for (const line of lines) onLine?.(line);
      await pause(100);
      hasEnded = true;
    }
    return { code: 0, stdout: '', stderr: '' };
  };
  const converse = (): never => {
    throw new Error('nobody talks here');
  };
  const processes: Processes = { run, must: run, converse };
  const identity = { id: 'abcd1234', name: 'pair', owner: { uid: 1000, name: 'ana' }, folder };
  const failure: unknown = await bootAll({
    workshop: { processes, project: folder, box: virtualBoxHypervisor(processes) },
    lab: { identity } as ProviderLab,
    machines: ['db'],
    stage: {
      emit: () => undefined,
      consent: () => Promise.resolve(false),
      signal: new AbortController().signal,
    },
    onBooted,
  }).catch((error: unknown) => error);
  return { hasEnded, failure };
};

test('a machine that cannot be looked at once it is up', async () => {
  const failed = new Error('VBoxManage hangs');
  const lines = ['1,pair-db,action,up,start', '2,pair-db,action,up,end'];
  const { hasEnded, failure } = await booting(await temporaryFolder(), lines, () => Promise.reject(failed));
  expect(failure).toBe(failed);
  expect(hasEnded).toBe(true);
  expect(unheard).toEqual([]);
});

test('a clone that cannot be noted', async () => {
  const folder = join(await temporaryFolder(), 'a file');
  const lines = ['1,pair-db,ui,info,Cloning VM...'];
  await writeFile(folder, '');
  const { hasEnded, failure } = await booting(folder, lines, () => Promise.resolve());
  expect(failure).toBeInstanceOf(Error);
  expect(hasEnded).toBe(true);
  expect(unheard).toEqual([]);
});
