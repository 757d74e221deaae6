import { once } from 'node:events';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lookAtLab, watchLab, type LabSeen, type WatchedLab } from '../../../src/live/lab-watch.ts';
import type { Role } from '../../../src/kit/role.ts';
import { connect } from '../../../src/ssh/connect.ts';
import { roleWorld } from '../../support/role-world.ts';
import { startSshPeer, type SshPeer } from '../../support/ssh-peer.ts';
import { temporaryFolder } from '../../support/temporary.ts';

/* A lab of one machine, which is this computer over SSH, with a balancer's log of the test's own. */

let peer: SshPeer;
beforeAll(async () => {
  peer = await startSshPeer();
});
afterAll(() => peer[Symbol.asyncDispose]());

const labWith = async (log: string, hangs = false): Promise<WatchedLab> => {
  const world = await roleWorld('survey', await temporaryFolder());
  const logged = (role: Role): Role =>
    role.name === 'nginx' ? { ...role, probe: () => [{ probe: 'traffic', log, need: 'upstream' }] } : role;
  const machines = world.blueprint.machines.filter(({ name }) => name === 'lb' || (hangs && name === 'app1'));
  return {
    world: { ...world, blueprint: { ...world.blueprint, machines }, roles: world.roles.map(logged) },
    open: (machine, signal) => (machine === 'lb' ? connect(peer.reach, { signal }) : aborted(signal)),
    observe: async () => ({
      machines: machines.map(({ name }) => ({ name, state: 'running', since: new Date(0) })),
      undescribed: [],
      bindings: { machines: {}, visitors: {} },
      published: [],
      networks: 'ready',
    }),
  };
};

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('gone'))));

const perSecond = ({ machines }: LabSeen): number | undefined =>
  machines[0]?.seen.services.find(({ id }) => id === 'web@lb')?.traffic?.perSecond;

test('each reading is yielded, over one session and one sampler: no request is missed between two', async () => {
  const log = join(await temporaryFolder(), 'access.log');
  await appendFile(log, '');
  const over = new AbortController();
  const lab = await labWith(log);
  let opened = 0;
  const open: WatchedLab['open'] = (machine, signal) => {
    opened += 1;
    return lab.open(machine, signal);
  };
  const looks = watchLab({ ...lab, open }, 40, over.signal);
  const next = async (): Promise<number | undefined> => {
    const { value } = (await looks.next()) as { readonly value: LabSeen };
    return perSecond(value);
  };
  while ((await next()) === undefined);
  const begun = [...peer.commands];
  for (let request = 0; request < 40; request += 1) {
    await appendFile(log, `${JSON.stringify({ upstream: '10.0.0.1:80', status: 200, seconds: 0.001 })}\n`);
    // On a busy computer some readings come too late to count; one that was missed never comes.
    let rate = 0;
    for (let reading = 0; reading < 50 && rate === 0; reading += 1) rate = (await next()) ?? 0;
    expect(rate).toBeGreaterThan(0);
  }
  expect(opened).toBe(1);
  expect(peer.commands).toEqual(begun);
  over.abort();
  expect((await looks.next()).done).toBe(true);
});

test('ssh that drops leaves nothing known of its machine, and is opened anew as soon as that can be', async () => {
  const log = join(await temporaryFolder(), 'access.log');
  await appendFile(log, '');
  const over = new AbortController();
  const lab = await labWith(log);
  let opened = 0;
  let refusals = 0;
  const open: WatchedLab['open'] = async (machine, signal) => {
    if (refusals > 0) {
      refusals -= 1;
      throw new Error('nobody listens');
    }
    opened += 1;
    return lab.open(machine, signal);
  };
  const looks = watchLab({ ...lab, open }, 40, over.signal);
  const next = async () => {
    const { value } = (await looks.next()) as { readonly value: LabSeen };
    return value.machines[0]!;
  };
  while ((await next()).seen.load === undefined);
  expect(opened).toBe(1);
  refusals = 8;
  peer.cut();
  let gone = await next();
  while (gone.seen.load !== undefined) gone = await next();
  expect(gone.state.state).toBe('running');
  expect(gone.silentForMs).toBeGreaterThan(0);
  expect(gone.seen.services.map(({ state }) => state)).toEqual(gone.seen.services.map(() => 'unknown'));
  expect(gone.seen.services.length).toBeGreaterThan(0);
  expect(perSecond({ observed: await lab.observe(), machines: [gone] })).toBeUndefined();
  let back = await next();
  while (refusals > 0 || back.seen.load === undefined) back = await next();
  expect(back.silentForMs).toBeUndefined();
  expect([opened, refusals]).toEqual([2, 0]);
  over.abort();
  expect((await looks.next()).done).toBe(true);
});

test('one look reads twice, for the rates; a machine that turns out not to run is not waited for', async () => {
  const log = join(await temporaryFolder(), 'access.log');
  await appendFile(log, '');
  const lab = await labWith(log, true);
  const asked = new AbortController();
  const isAsked = once(asked.signal, 'abort');
  const observe: WatchedLab['observe'] = async () => {
    const observed = await lab.observe();
    // What it tells comes late, as from a program that is started for it; machines are being asked by then.
    await isAsked;
    return { ...observed, machines: [observed.machines[0]!, { name: 'app1', state: 'stopped' }] };
  };
  const open: WatchedLab['open'] = (machine, signal) => {
    if (machine === 'app1') asked.abort();
    return lab.open(machine, signal);
  };
  const started = performance.now();
  const { machines } = await lookAtLab({ ...lab, observe, open }, new AbortController().signal);
  // A look at one that hangs ends after 5 s.
  expect(performance.now() - started).toBeLessThan(4000);
  expect(machines.map(({ state, seen }) => [state.state, typeof seen.load?.cpu.used])).toEqual([
    ['running', 'number'],
    ['stopped', 'undefined'],
  ]);
});

test('a machine that hangs holds up no other, nor the end', async () => {
  const log = join(await temporaryFolder(), 'access.log');
  const over = new AbortController();
  const looks = watchLab(await labWith(log, true), 3000, over.signal);
  const { value } = (await looks.next()) as { readonly value: LabSeen };
  expect(value.machines.map(({ seen }) => seen.load !== undefined)).toEqual([true, false]);
  over.abort();
  expect((await looks.next()).done).toBe(true);
});
