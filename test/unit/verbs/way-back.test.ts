import { expect, test, vi } from 'vitest';
import type { Lab } from '../../../src/state/lab.ts';
import { noteRestoring, noteSnapshot, restoringOf } from '../../../src/state/snapshots.ts';
import { finishRestore } from '../../../src/verbs/snapshot/restore.ts';
import { localLab } from '../../support/local-lab.ts';
import { temporaryFolder } from '../../support/temporary.ts';

/* VirtualBox keeps no mark of a restore that was cut off: what the lab's folder does not know any more, nobody knows. */

test('a way back whose snapshot was forgotten is not ended on VMs: it is told, and no VM is touched', async () => {
  vi.stubEnv('VAGRANT_DEFAULT_PROVIDER', 'virtualbox');
  // Whoever asked VirtualBox for anything would find none.
  vi.stubEnv('PATH', '/nonexistent');
  const { identity, blueprint, stage, events } = localLab(['lb', 'db']);
  const folder = await temporaryFolder();
  const lab: Lab = {
    ...{ identity: { ...identity, folder }, topology: '/nonexistent', target: 'vms', createdAt: new Date() },
    ...{ sites: { here: 'vagrant' }, options: {} },
  };
  const goOn = () => finishRestore(lab, blueprint, { project: folder, directory: folder, stage });
  await goOn();
  await noteSnapshot(lab.identity, { name: 'other', at: new Date().toISOString(), blueprint, overrides: [] });
  await noteRestoring(lab.identity, 'seed');
  await expect(goOn()).rejects.toMatchObject({
    code: 'restore-cut-off',
    fault: 'operation',
    message: 'the way back to seed was cut off and cannot be ended: what bench was then is not known any more',
    hint: { en: expect.stringContaining('restore another snapshot; without one: bancada destroy bench') as string },
  });
  // Until the user has chosen one of the ways out, nobody takes the lab for a whole one.
  expect(await restoringOf(lab.identity)).toBe('seed');
  expect(events).toEqual([]);
});
