import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { noBindings } from '../../../src/model/bindings.ts';
import { systemClock } from '../../../src/ports/clock.ts';
import { secureRandom } from '../../../src/ports/random.ts';
import { noteFault } from '../../../src/state/faults.ts';
import { noteCreations } from '../../../src/state/ledger.ts';
import { createLab, saveBindings } from '../../../src/state/record.ts';
import { stateFiles } from '../../../src/verbs/bundle/state.ts';
import { temporaryFolder } from '../../support/temporary.ts';

test('a bundle has the records of the lab, its faults and snapshots, and its ledger, as they lie there, and no lock or key', async () => {
  const project = await temporaryFolder();
  vi.stubEnv('XDG_STATE_HOME', join(project, 'state'));
  const origin = { project, name: 'survey', topology: 'survey.yaml', target: 'local', sites: {}, options: {} };
  const { identity } = await createLab(origin, { clock: systemClock, random: secureRandom });
  await saveBindings(identity, noBindings);
  await noteCreations(identity, [{ provider: 'local', kind: 'machine', name: 'lb' }], systemClock);
  const said = { en: 'the machine is off', pt: 'a máquina está desligada' };
  const off = { name: 'off', target: 'lb', machine: 'lb', title: said, seen: said, since: '2026-01-02T03:04:05Z' };
  await noteFault(identity, { ...off, whole: true, mending: { by: 'power' } });
  await mkdir(join(identity.folder, 'pki'));
  await writeFile(join(identity.folder, 'pki', 'lb.json'), '{}');
  await writeFile(join(identity.folder, 'lock'), '{}');
  const files = Object.fromEntries(await stateFiles(identity.folder));
  expect(Object.keys(files)).toEqual([
    'lab/bindings.json',
    'lab/lab.json',
    'lab/ledger.jsonl',
    'lab/faults/off.lb.json',
  ]);
  expect(files['lab/faults/off.lb.json']).toContain('"off"');
  expect(files['lab/ledger.jsonl']).toContain('"kind":"machine","name":"lb"');
  expect(files['lab/lab.json']).toBe(await readFile(join(identity.folder, 'lab.json'), 'utf8'));
});
