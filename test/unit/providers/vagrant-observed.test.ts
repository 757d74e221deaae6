import { expect, test } from 'vitest';
import { noBindings } from '../../../src/model/bindings.ts';
import { Secret } from '../../../src/model/secret.ts';
import type { ProviderLab } from '../../../src/providers/provider.ts';
import { vmSize } from '../../../src/providers/vagrant/compiled.ts';
import { vmName } from '../../../src/providers/vagrant/names.ts';
import { cardsOf, steadsOf } from '../../../src/providers/vagrant/networks.ts';
import { observed } from '../../../src/providers/vagrant/observe.ts';
import { noteEnding, readRecords, writeRecords } from '../../../src/providers/vagrant/records.ts';
import { fingerprintOf, identityOf } from '../../../src/providers/vagrant/set-up.ts';
import type { Vm } from '../../../src/providers/vagrant/vm-info.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { blueprintOf, survey } from '../blueprint/build.ts';

const blueprint = blueprintOf(survey());
const lab: ProviderLab = {
  identity: { id: 'abcd1234', name: 'survey', owner: { uid: 1000, name: 'ana' }, folder: '/home/ana/survey' },
  blueprint,
  own: ['lb'],
  bindings: noBindings,
  authorizedKey: 'ssh-ed25519 AAAA',
  hostKeys: { lb: { publicKey: 'ssh-ed25519 BBBB', privateKey: new Secret('key') } },
  privateKey: new Secret('key'),
};
const steads = steadsOf(blueprint, lab.own, { before: [], taken: [] });

const running = (since: Date): Vm => {
  const size = blueprint.machines.find(({ name }) => name === 'lb')?.size;
  if (size === undefined) throw new Error('the survey lab has no lb');
  const { cpus, memoryMiB } = vmSize(size);
  const cards = cardsOf(blueprint, steads, 'lb').map(({ mac }, index) => ({
    number: index + 2,
    type: 'hostonly',
    mac,
  }));
  return {
    ...{ id: 'vm-1', name: vmName(lab.identity, 'lb'), state: 'running', since, cpus, memoryMiB, description: '' },
    adapters: [
      { number: 1, type: 'nat', mac: '08:00:27:00:00:01', forwards: [{ hostPort: 2222, guestPort: 22 }] },
      ...cards.map((card) => ({ ...card, forwards: [] })),
    ],
    disks: [],
  };
};

test('a VM that was told to shut down is no longer as described, however long that takes; one that was started again is', async () => {
  const folder = await temporaryFolder();
  const fingerprint = fingerprintOf(identityOf(lab, steads, 'lb'));
  await writeRecords(folder, {
    ...(await readRecords(folder)),
    ...{ steads, setUp: { lb: { vm: 'vm-1', fingerprint, natDevice: 'enp0s3' } } },
  });
  const [before, after] = [running(new Date(1000)), running(new Date(2000))];
  const seen = async (vm: Vm) => observed(lab, await readRecords(folder), [vm]).machines;
  expect(await seen(before)).toEqual([{ name: 'lb', state: 'running', since: before.since }]);
  await noteEnding(folder, [{ machine: 'lb', vm: before }]);
  expect(await seen(before)).toMatchObject([
    { state: 'different', restarts: true, why: { en: expect.stringContaining('shutting down') as string } },
  ]);
  expect(await seen(after)).toMatchObject([{ state: 'running' }]);
});

test('a VM that runs and was never set up is there, not off', () => {
  const records = { steads, setUp: {}, ending: {} };
  const seen = observed(lab, records, [running(new Date(1000))]).machines;
  expect(seen).toMatchObject([{ state: 'different', why: { en: expect.stringContaining('set up anew') as string } }]);
});

test('where nobody knows since when a VM runs, nothing is noted that would be true of every run', async () => {
  const folder = await temporaryFolder();
  await noteEnding(folder, [{ machine: 'lb', vm: running(new Date(0)) }]);
  expect((await readRecords(folder)).ending).toEqual({});
});
