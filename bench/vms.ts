import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LabEvent } from '../src/model/event.ts';
import { packageRoot } from '../src/ports/files.ts';
import { saidBy, startAt, type Said } from '../test/support/bancada.ts';
import { vmProject, type VmProject } from '../test/support/virtualbox/project.ts';
import { interrupted } from './interrupts.ts';
import { show } from './shown.ts';

/*
 * Labs on VMs, by real Vagrant and a stand-in for VirtualBox: what Bancada itself adds, and how often it calls Vagrant.
 * Needs root, as the stand-in does.
 */

/** `overlap`: how long provisioning goes on after the last boot, as a multiple of what the slowest machine takes. */
const limits = { again: 5000, status: 1000, overlap: 1.1 } as const;

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(2)} s`;

const good = (said: Said): Said => {
  interrupted.throwIfAborted();
  if (said.code !== 0) throw new Error(said.stdout.slice(-2000) + said.stderr);
  return said;
};

/** The middle one of several times. */
const medianOf = async (rounds: number, work: () => Promise<unknown>): Promise<number> => {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const started = performance.now();
    await work();
    times.push(performance.now() - started);
  }
  return times.toSorted((one, other) => one - other)[Math.floor(rounds / 2)] ?? 0;
};

/** How long each machine was provisioned, milliseconds. */
const provisioned = (said: Said): readonly number[] =>
  said
    .lines<LabEvent>()
    .flatMap((event) => (event.type === 'phase-finished' && event.phase === 'provision' ? [event.milliseconds] : []));

/** When the provisioning of a machine began or ended, or the boot of one ended, milliseconds. */
interface Edge {
  readonly at: number;
  readonly of: 'begun' | 'ended' | 'booted';
}

/** The first `up`, and its edges. */
const firstUp = async ({ standing }: VmProject): Promise<{ readonly said: Said; readonly edges: readonly Edge[] }> => {
  const running = startAt(standing, 'up', 'survey', '--on', 'vms', '--json');
  const edges: Edge[] = [];
  for await (const line of running.iterable()) {
    if (!line.startsWith('{"')) continue;
    const event = JSON.parse(line) as LabEvent;
    if (!('phase' in event) || event.machine === undefined) continue;
    const at = performance.now();
    const ends = event.type === 'phase-finished';
    if (event.phase === 'provision') edges.push({ at, of: ends ? 'ended' : 'begun' });
    else if (event.phase === 'machine' && ends) edges.push({ at, of: 'booted' });
  }
  return { said: good(saidBy(await running)), edges };
};

/** Brings the survey lab up on VMs of the stand-in, and measures what is to be quick. */
export const measureVms = async (rounds: number): Promise<void> => {
  const topology = await readFile(join(packageRoot(), 'topology', 'survey.yaml'), 'utf8');
  await using project = await vmProject('survey', topology);
  await project.computer.vagrantCalls();
  const started = performance.now();
  const { said: up, edges } = await firstUp(project);
  const calls = (await project.computer.vagrantCalls()).filter((call) => !call.startsWith('--version'));
  const each = provisioned(up);
  console.log(`  up survey on ${each.length} VMs ${seconds(performance.now() - started)}`);
  show('calls of Vagrant in it', String(calls.length), '1', calls.length <= 1);
  const slowest = Math.max(...each);
  const sum = each.reduce((one, other) => one + other, 0);
  const times = (of: Edge['of']): readonly number[] => edges.filter((edge) => edge.of === of).map(({ at }) => at);
  const lastBoot = Math.max(...times('booted'));
  const late = times('begun').filter((at) => at > lastBoot).length;
  show('machines provisioned only after the last boot', String(late), '1', late <= 1);
  const after = Math.max(...times('ended')) - lastBoot;
  const most = `${String(limits.overlap)} of the slowest`;
  show('provisioning after the last boot', seconds(after), most, after <= slowest * limits.overlap);
  console.log(`    the slowest ${seconds(slowest)}, one after the other it would be ${seconds(sum)}`);
  const again = await medianOf(rounds, async () => good(await project.up('--no-check')));
  show('up survey --no-check, nothing to change', seconds(again), seconds(limits.again), again <= limits.again);
  const status = await medianOf(rounds, async () => good(await project.bancada('status')));
  show('status survey', seconds(status), seconds(limits.status), status <= limits.status);
  good(await project.bancada('destroy', '--yes'));
};
