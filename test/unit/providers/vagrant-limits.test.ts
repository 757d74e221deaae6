import { chmod, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { LabEvent } from '../../../src/model/event.ts';
import { systemProcesses } from '../../../src/ports/process.ts';
import { runVagrant } from '../../../src/providers/vagrant/vagrant.ts';
import { virtualBoxHypervisor } from '../../../src/providers/vagrant/virtualbox.ts';
import { temporaryFolder } from '../../support/temporary.ts';

/* Programs that hang, in the place of the real ones: each is given up, and nothing of it goes on. */

/** Vagrant waits for what it starts; VBoxManage starts nothing. */
const hanging = {
  vagrant: '#!/bin/sh\necho "1,,ui,info,begun"\nsleep 60\n',
  VBoxManage: '#!/bin/sh\nexec sleep 60\n',
} as const;

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  for (const [program, script] of Object.entries(hanging)) {
    await writeFile(join(folder, program), script);
    await chmod(join(folder, program), 0o755);
  }
  vi.stubEnv('PATH', `${folder}${delimiter}${process.env['PATH'] ?? ''}`);
});
afterEach(() => vi.unstubAllEnvs());

test('a Vagrant that hangs is given up, with what it has started', async () => {
  const events: LabEvent[] = [];
  const stage = {
    emit: (event: LabEvent): void => void events.push(event),
    consent: () => Promise.resolve(false),
    signal: new AbortController().signal,
  };
  const started = performance.now();
  const running = runVagrant(['up'], {
    processes: systemProcesses,
    project: folder,
    hypervisor: 'virtualbox',
    stage,
    timeoutMs: 1000,
  });
  await expect(running).rejects.toMatchObject({ code: 'program-timeout', fault: 'operation' });
  expect(events).toMatchObject([{ type: 'output', source: 'vagrant', line: 'begun' }]);
  expect(performance.now() - started).toBeLessThan(10_000);
});

test('a VBoxManage that hangs is given up', async () => {
  const started = performance.now();
  const asked = virtualBoxHypervisor(systemProcesses, { timeoutMs: 500 }).vms(() => true);
  await expect(asked).rejects.toMatchObject({ code: 'program-timeout', fault: 'operation' });
  expect(performance.now() - started).toBeLessThan(10_000);
});
