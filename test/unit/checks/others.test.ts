import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { countingRequests } from '../../../src/checks/others.ts';
import { servicesOn } from '../../../src/provision/context.ts';
import { connect } from '../../../src/ssh/connect.ts';
import { amongOthers } from '../../../src/text/checks.ts';
import { roleWorld } from '../../support/role-world.ts';
import { startSshPeer } from '../../support/ssh-peer.ts';
import { temporaryFolder } from '../../support/temporary.ts';

test("a service's requests are counted by its log; none where its machine cannot be asked any more", async () => {
  const peer = await startSshPeer();
  onTestFinished(() => peer[Symbol.asyncDispose]());
  const log = join(await temporaryFolder(), 'access.log');
  await appendFile(log, '');
  const world = await roleWorld('survey', await temporaryFolder());
  const machine = world.blueprint.machines.find(({ name }) => name === 'lb')!;
  const web = servicesOn(world, machine).find(({ service }) => service.id === 'web@lb')!;
  const role: typeof web.role = { ...web.role, probe: () => [{ probe: 'traffic', log, need: 'upstream' }] };
  const session = await connect(peer.reach);
  const ground = { sessions: new Map([['lb', session]]) };
  const over = new AbortController();
  const count = () => countingRequests(ground, { ...web, role, machine }, over.signal);
  const soFar = await count();
  const line = `${JSON.stringify({ upstream: '10.0.0.1:80', status: 200, seconds: 0.001 })}\n`;
  await appendFile(log, line + line);
  expect(await soFar()).toBe(2);
  peer.cut();
  expect(await soFar()).toBe(0);
  expect(await (await count())()).toBe(0);
  over.abort();
  await expect(count()).rejects.toThrow();
  await session[Symbol.asyncDispose]();
});

test('one request of somebody else is one, in both languages', () => {
  const seen = { en: 'app1 11, app2 10', pt: 'app1 11, app2 10' };
  expect(amongOthers(seen, 1)).toEqual({
    en: 'app1 11, app2 10, among 1 request of another visitor, who had a turn too',
    pt: 'app1 11, app2 10, em meio a 1 requisição de outro visitante, que também teve a sua vez',
  });
  expect(amongOthers(seen, 2).en).toContain('among 2 requests of others, who had their turns too');
});
