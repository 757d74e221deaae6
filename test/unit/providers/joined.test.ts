import { once } from 'node:events';
import { expect, test } from 'vitest';
import { noBindings, type Bindings } from '../../../src/model/bindings.ts';
import { joined } from '../../../src/providers/joined.ts';
import type { Observed, Provider, ProviderLab } from '../../../src/providers/provider.ts';
import { localLab } from '../../support/local-lab.ts';

/** A provider that notes whom it was asked for; everything of it is of its name. */
const noting = (name: string, heard: string[], more: Partial<Provider> = {}): Provider => ({
  name,
  examine: () => Promise.resolve([{ code: name, what: { en: name, pt: name }, status: 'good', fix: [] }]),
  create: (lab, _, { only } = {}) => {
    heard.push(`${name} creates ${(only ?? lab.own).join()}`);
    return Promise.resolve(seen(name, lab));
  },
  observe: (lab) => Promise.resolve(seen(name, lab)),
  stop: async (lab, _, only) => void heard.push(`${name} stops ${(only ?? lab.own).join()}`),
  remove: async (_, __, machines) => void heard.push(`${name} removes ${machines.join()}`),
  destroy: async ({ id }) => void heard.push(`${name} destroys ${id}`),
  list: () => Promise.resolve([{ id: name, name, folder: '' }]),
  reach: (_, machine) => {
    throw new Error(`${name} reaches ${machine}`);
  },
  vantage: (_, network) => Promise.reject(new Error(`${name} looks at ${network}`)),
  ...more,
});

const seen = (name: string, { own }: ProviderLab): Observed => ({
  machines: own.map((machine) => ({ name: machine, state: 'running', since: new Date(0) })),
  undescribed: [`old-${name}`],
  published: [],
  networks: name === 'ec2' ? 'absent' : 'ready',
  bindings: {
    ...noBindings,
    machines: Object.fromEntries(
      own.map((machine) => [machine, { attachments: {}, management: { port: name.length, from: [] } }]),
    ),
  },
});

const lab = (): ProviderLab & ReturnType<typeof localLab> => {
  const base = localLab(['a', 'b', 'c']);
  const machines = base.blueprint.machines.map((each) => (each.name === 'c' ? { ...each, site: 'cloud' } : each));
  return { ...base, blueprint: { ...base.blueprint, machines } };
};

const both = (heard: string[], far: Partial<Provider> = {}): Provider =>
  joined(
    [
      { name: 'vagrant', provider: noting('vagrant', heard) },
      { name: 'ec2', provider: noting('ec2', heard, far) },
    ],
    { here: 'vagrant', cloud: 'ec2' },
  );

test('each makes its own machines, and all is seen together', async () => {
  const heard: string[] = [];
  const known = lab();
  const observed = await both(heard).create(known, known.stage);
  expect(heard).toEqual(['vagrant creates a,b', 'ec2 creates c']);
  expect(observed.machines.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  expect(observed.networks).toBe('absent');
  expect(Object.entries(observed.bindings.machines).map(([name, each]) => [name, each.management?.port])).toEqual([
    ['a', 7],
    ['b', 7],
    ['c', 3],
  ]);
});

test('what is known of one part is told while another is still made', async () => {
  const known = lab();
  const told: string[] = [];
  const isMade = new AbortController();
  const far: Partial<Provider> = {
    create: async (cloud) => {
      if (!isMade.signal.aborted) await once(isMade.signal, 'abort');
      return seen('ec2', cloud);
    },
  };
  const onKnown = ({ machines }: Bindings): void => {
    told.push(Object.keys(machines).join());
    isMade.abort();
  };
  await both([], far).create(known, known.stage, { onKnown });
  expect(told).toEqual(['a,b', 'c']);
});

test('who has none of the machines that are meant is left in peace', async () => {
  const heard: string[] = [];
  const known = lab();
  await both(heard).stop(known, known.stage, ['c']);
  expect(heard).toEqual(['ec2 stops c']);
});

test('a machine that is no longer described is removed by who holds it', async () => {
  const heard: string[] = [];
  const known = lab();
  await both(heard).remove(known, known.stage, ['old-ec2']);
  expect(heard).toEqual(['ec2 removes old-ec2']);
});

test('ways in and places are those of the machine, or of the site of the lan', async () => {
  const known = lab();
  const provider = both([]);
  expect(() => provider.reach(known, 'c', known.privateKey)).toThrow('ec2 reaches c');
  expect(() => provider.reach(known, 'a', known.privateKey)).toThrow('vagrant reaches a');
  await expect(provider.vantage(known, 'lan')).rejects.toThrow('vagrant looks at lan');
  // Nobody has a place in the world: the last one's reason is told.
  await expect(provider.vantage(known, 'internet')).rejects.toThrow('ec2 looks at internet');
});

test('what one cannot destroy keeps no other from destroying its own', async () => {
  const heard: string[] = [];
  const known = lab();
  const broken = both(heard, { destroy: () => Promise.reject(new Error('no credentials')) });
  await expect(broken.destroy(known.identity, known.stage)).rejects.toThrow('no credentials');
  expect(heard).toEqual([`vagrant destroys ${known.identity.id}`]);
});

test('prices are added up', async () => {
  const known = lab();
  const price = { hourly: 0.5, monthly: 365 };
  const foresight = await both([], {
    foresee: ({ own }) => Promise.resolve({ makes: own.map((en) => ({ en, pt: en })), opens: [], price }),
  }).foresee?.(known);
  expect(foresight).toEqual({ makes: [{ en: 'c', pt: 'c' }], opens: [], price });
});
