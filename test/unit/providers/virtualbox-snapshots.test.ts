import { expect, test } from 'vitest';
import type { Processes } from '../../../src/ports/process.ts';
import type { SnapshotControl } from '../../../src/providers/provider.ts';
import { vmSnapshots } from '../../../src/providers/vagrant/snapshots.ts';
import { virtualBoxHypervisor } from '../../../src/providers/vagrant/virtualbox.ts';
import { parseSnapshots } from '../../../src/providers/vagrant/vm-info.ts';
import { localLab } from '../../support/local-lab.ts';

const lab = localLab(['lb', 'db']);
const vmOf = (machine: string): string => `bancada-${lab.identity.id}-bench-${machine}`;
const info = (name: string): string => `name="${name}"\nUUID="${name}"\nVMState="poweroff"\n`;

/** A VBoxManage that has two VMs of the lab and keeps their snapshots; one command may fail. */
const keeping = (kept: Record<string, string[]>, fails?: string) => {
  const told: string[] = [];
  const names = Object.keys(kept);
  const answer = (words: readonly string[]): string | undefined => {
    const [verb = '', id = '', deed = '', name = ''] = words;
    if (verb === 'list') return names.map((one) => `"${one}" {${one}}\n`).join('');
    if (verb === 'showvminfo') return info(id);
    const of = kept[id];
    if (verb !== 'snapshot' || of === undefined) return undefined;
    if (deed === 'list' && of.length === 0) return 'This machine does not have any snapshots\n';
    if (deed === 'list') return of.map((one, index) => `SnapshotName${'-1'.repeat(index)}="${one}"\n`).join('');
    if (deed === 'take') of.push(name);
    else if (!of.includes(name)) return undefined;
    if (deed === 'delete') kept[id] = of.filter((one) => one !== name);
    return '0%...100%\n';
  };
  const run: Processes['run'] = async ({ argv: [, ...words] }) => {
    if (words[0] === 'snapshot' && words[2] !== 'list') told.push(words.slice(1).join(' '));
    const stdout = words.join(' ') === fails ? undefined : answer(words);
    return stdout === undefined
      ? { code: 1, stdout: '', stderr: 'VBOX_E_FILE_ERROR' }
      : { code: 0, stdout, stderr: '' };
  };
  const converse = (): never => {
    throw new Error('nobody talks here');
  };
  const box = virtualBoxHypervisor({ run, must: run, converse }, { system: 'linux' });
  return { control: vmSnapshots(box, box.snapshots!), told };
};
const setsOf = async (control: SnapshotControl): Promise<readonly string[]> =>
  (await control.list(lab)).map(({ name, machines }) => `${name}: ${machines.map((each) => each.name).join(' ')}`);

test('every VM of the lab is kept, put back and let go; snapshots of the user’s own are none of ours', async () => {
  const kept = { [vmOf('lb')]: ['mine'], [vmOf('db')]: [] };
  const { control, told } = keeping(kept);
  await control.save(lab, lab.stage, 'seed');
  expect(await setsOf(control)).toEqual(['seed: lb db']);
  let committed = 0;
  await control.restore(lab, lab.stage, { name: 'seed', commit: async () => void (committed = told.length) });
  await control.remove(lab, lab.stage, ['seed', 'never-there']);
  expect(committed).toBe(2);
  expect(told).toEqual(
    ['take', 'restore', 'delete'].flatMap((deed) => [
      `${vmOf('lb')} ${deed} bancada-seed`,
      `${vmOf('db')} ${deed} bancada-seed`,
    ]),
  );
  expect(kept[vmOf('lb')]).toEqual(['mine']);
});

test('what was cut off is seen as a half, and is taken anew as a whole', async () => {
  const kept = { [vmOf('lb')]: [], [vmOf('db')]: [] };
  const failing = keeping(kept, `snapshot ${vmOf('db')} take bancada-seed`);
  await expect(failing.control.save(lab, lab.stage, 'seed')).rejects.toThrow('VBoxManage');
  const { control, told } = keeping(kept);
  expect(await setsOf(control)).toEqual(['seed: lb']);
  await control.save(lab, lab.stage, 'seed');
  expect(await setsOf(control)).toEqual(['seed: lb db']);
  expect(told[0]).toBe(`${vmOf('lb')} delete bancada-seed`);
});

test('names are read from every level of the tree, whatever is in them', () => {
  const text =
    'SnapshotName="a"\nSnapshotUUID="1"\nSnapshotName-1="b \\"c\\""\nSnapshotName-1-2="d"\nCurrentSnapshotName="d"\n';
  expect(parseSnapshots(text)).toEqual(['a', 'b "c"', 'd']);
});
