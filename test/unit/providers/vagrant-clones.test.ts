import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { LabEvent } from '../../../src/model/event.ts';
import type { Processes } from '../../../src/ports/process.ts';
import {
  clonesOf,
  mayBeOurs,
  noteClone,
  removeLeftClones,
  type Cloning,
} from '../../../src/providers/vagrant/clones.ts';
import { readRecords } from '../../../src/providers/vagrant/records.ts';
import { virtualBoxHypervisor } from '../../../src/providers/vagrant/virtualbox.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const said = 1_795_000_000_000;
const cloneAt = (offset: number): string => `temp_clone_${String(said + offset)}_12345`;

test.each([
  // Vagrant says it, and then makes up the name; what it says may reach us a moment later.
  [cloneAt(5), true],
  [cloneAt(-900), true],
  // Somebody else's, of another time.
  [cloneAt(-60_000), false],
  [cloneAt(60_000), false],
  // Whatever bears a name is somebody's.
  [`temp_clone_${String(said)}`, false],
  [`my_${cloneAt(0)}`, false],
  ['default', false],
])('a VM called %s may be ours: %s', (name, may) => {
  expect(mayBeOurs(name, [{ at: said, before: [] }])).toBe(may);
});

test('where Vagrant was cut off nowhere, nobody’s is', () => {
  expect(mayBeOurs(cloneAt(0), [])).toBe(false);
});

/** A VBoxManage that has these VMs, all off; `names` is what is left of them. */
const virtualBoxWith = (...names: string[]) => {
  const answers: Readonly<Record<string, (id: string) => string>> = {
    list: () => names.map((name) => `"${name}" {${name}}\n`).join(''),
    showvminfo: (id) => `name="${id}"\nUUID="${id}"\nVMState="poweroff"\n`,
    unregistervm: (id) => {
      names.splice(names.indexOf(id), 1);
      return '';
    },
  };
  const run: Processes['run'] = async ({ argv: [, word = '', id = ''] }) => {
    const answer = answers[word];
    if (answer === undefined) throw new Error(`nobody asks for ${word}`);
    return Promise.resolve({ code: 0, stdout: answer(id), stderr: '' });
  };
  const converse = (): never => {
    throw new Error('nobody talks here');
  };
  return { box: virtualBoxHypervisor({ run, must: run, converse }), names };
};

/** What is left of VMs, and told, once a lab whose Vagrant was cut off has been cleaned up after; twice, as by two runs. */
const cleanUp = async (cloning: Cloning, ...there: string[]) => {
  const folder = await temporaryFolder();
  await noteClone(folder, cloning);
  const { box, names } = virtualBoxWith(...there);
  const told: LabEvent[] = [];
  const stage = {
    emit: (event: LabEvent): void => void told.push(event),
    consent: () => Promise.resolve(false),
    signal: new AbortController().signal,
  };
  await removeLeftClones(box, folder, stage);
  return { names, told, again: () => removeLeftClones(box, folder, stage) };
};

test('the clone that was cut off is removed, and no other VM', async () => {
  const { names, told } = await cleanUp({ at: said, before: [] }, 'default', cloneAt(5), cloneAt(-60_000));
  expect(names).toEqual(['default', cloneAt(-60_000)]);
  expect(told).toEqual([]);
});

test('a clone that was there before Vagrant was started is another project’s', async () => {
  const others = cloneAt(-900);
  const before = await clonesOf(virtualBoxWith('default', others).box);
  const { names } = await cleanUp({ at: said, before }, others, cloneAt(5));
  expect(names).toEqual([others]);
});

test('of two clones of the same seconds none is removed, which is told, until one of them has its name', async () => {
  const { names, told, again } = await cleanUp({ at: said, before: [] }, cloneAt(5), cloneAt(700));
  expect(names).toEqual([cloneAt(5), cloneAt(700)]);
  expect(told).toMatchObject([{ type: 'notice', code: 'clones-left' }]);
  names.splice(1, 1, 'default');
  await again();
  expect(names).toEqual(['default']);
});

test.each(['', '[{"at": 17950', '{'])('what a crash has left of our notes (%j) tells of nothing', async (text) => {
  const folder = await temporaryFolder();
  for (const name of ['clones.json', 'vms.json']) await writeFile(join(folder, name), text);
  await noteClone(folder, { at: said, before: [] });
  expect(JSON.parse(await readFile(join(folder, 'clones.json'), 'utf8'))).toEqual([{ at: said, before: [] }]);
  expect(await readRecords(folder)).toEqual({ steads: [], setUp: {}, ending: {} });
});
