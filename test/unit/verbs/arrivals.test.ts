import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import type { Bindings, MachineBinding } from '../../../src/model/bindings.ts';
import { systemClock } from '../../../src/ports/clock.ts';
import { secureRandom } from '../../../src/ports/random.ts';
import { createLab } from '../../../src/state/record.ts';
import { awaitArrivals, type Arrivals } from '../../../src/verbs/arrivals.ts';
import { rebound, workOn, type OpenedLab } from '../../../src/verbs/opened.ts';
import { roleWorld as worldOf } from '../../../src/verbs/provisioned.ts';
import { roleWorld } from '../../support/role-world.ts';
import { temporaryFolder } from '../../support/temporary.ts';

/* The survey lab, begun and not made: who is provisioned when, and by what is known then. */

const openSurvey = async (): Promise<OpenedLab> => {
  const project = await temporaryFolder();
  vi.stubEnv('XDG_STATE_HOME', join(project, 'state'));
  const sites = { here: 'local', cloud: 'local' } as const;
  const begin = { project, name: 'survey', topology: 'survey.yaml', target: 'vms', sites, options: {} };
  const lab = await createLab(begin, { clock: systemClock, random: secureRandom });
  return workOn(lab, (await roleWorld('survey', lab.identity.folder)).blueprint, { keep: true });
};

const at = (address: string): MachineBinding => ({
  attachments: { internet: { device: 'internet', address, prefix: 24 } },
});
const entered = (binding: MachineBinding): MachineBinding => ({
  ...binding,
  ssh: { host: '127.0.0.1', port: 2222, user: 'root' },
});
const known = (machines: Bindings['machines']): Bindings => ({ machines, visitors: {} });
const [lb, db] = [at('192.168.63.10'), at('192.168.63.11')];
const apps = { app1: { attachments: {} }, app2: { attachments: {} } };

/** What it begins with, and by which address of the database. */
const arriving = (lab: OpenedLab): { readonly arrivals: Arrivals; readonly begun: string[] } => {
  const begun: string[] = [];
  const stage = { emit: () => undefined, consent: async () => false, signal: new AbortController().signal };
  const arrivals = awaitArrivals(lab, {
    provision: async ({ lab: { blueprint } }, { name }) => {
      const [internet] = blueprint.machines.find((each) => each.name === 'db')?.interfaces ?? [];
      begun.push(`${name}, db at ${internet?.address ?? '?'}`);
      if (name === 'app1') throw new Error('app1 is broken');
    },
    bench: { project: '/', directory: '/', stage },
    patienceMs: 0,
  });
  return { arrivals, begun };
};

test('a machine is begun once it can be entered and all are known, and once only', async () => {
  const lab = await openSurvey();
  const { arrivals, begun } = arriving(lab);
  arrivals.onKnown(known({ ...apps, lb: entered(lb) }));
  const world = await worldOf(rebound(lab, known({ ...apps, lb, db })));
  const machine = (name: string) => world.blueprint.machines.find((each) => each.name === name)!;
  // Nobody knows yet where the database will be.
  expect(await arrivals.isDone(machine('lb'), world)).toBe(false);
  arrivals.onKnown(known({ db }));
  arrivals.onKnown(known({ db: entered(db) }));
  expect(await arrivals.isDone(machine('lb'), world)).toBe(true);
  expect(await arrivals.isDone(machine('db'), world)).toBe(true);
  expect(await arrivals.isDone(machine('app2'), world)).toBe(false);
  expect(begun.toSorted()).toEqual(['db, db at 192.168.63.11', 'lb, db at 192.168.63.11']);
});

test('what turns out otherwise than it was known is to be done again', async () => {
  const lab = await openSurvey();
  const { arrivals } = arriving(lab);
  arrivals.onKnown(known({ ...apps, lb: entered(lb), db }));
  const elsewhere = await worldOf(rebound(lab, known({ ...apps, lb, db: at('192.168.63.99') })));
  const balancer = elsewhere.blueprint.machines.find(({ name }) => name === 'lb')!;
  expect(await arrivals.isDone(balancer, elsewhere)).toBe(false);
});

test('a failure is that machine’s, and is told when its turn comes', async () => {
  const lab = await openSurvey();
  const { arrivals } = arriving(lab);
  arrivals.onKnown(known({ app1: entered(apps.app1), app2: entered(apps.app2), lb, db }));
  const world = await worldOf(rebound(lab, known({ ...apps, lb, db })));
  const [app1, app2] = ['app1', 'app2'].map((name) => world.blueprint.machines.find((each) => each.name === name)!);
  expect(await arrivals.isDone(app2!, world)).toBe(true);
  await expect(arrivals.isDone(app1!, world)).rejects.toThrow('app1 is broken');
  await arrivals[Symbol.asyncDispose]();
});
