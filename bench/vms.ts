import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LabEvent } from '../src/model/event.ts';
import { packageRoot } from '../src/ports/files.ts';
import { saidBy, startAt, type Said } from '../test/support/bancada.ts';
import { vmProject, type VmProject } from '../test/support/virtualbox/project.ts';

/*
 * Labs on VMs, by real Vagrant and a stand-in for VirtualBox: what Bancada itself adds, and how often it calls Vagrant.
 * Needs root, as the stand-in does.
 */

/** `overlap`: how long provisioning takes as a whole, as a multiple of what the slowest machine takes. */
const limits = { again: 5000, status: 1000, overlap: 1.1 } as const;

const line = (name: string, figure: string, limit: string, good: boolean): void =>
  console.log(`${good ? ' ' : '!'} ${name.padEnd(44)} ${figure.padStart(10)}   at most ${limit}`);

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(2)} s`;

const good = (said: Said): Said => {
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

/** The first `up`, and how long all machines together were provisioned, milliseconds. */
const firstUp = async ({ standing }: VmProject): Promise<{ readonly said: Said; readonly whole: number }> => {
  const running = startAt(standing, 'up', 'survey', '--on', 'vms', '--json');
  const times: number[] = [];
  for await (const line of running.iterable()) {
    if (!line.startsWith('{"')) continue;
    const event = JSON.parse(line) as LabEvent;
    if ('phase' in event && event.phase === 'provision') times.push(performance.now());
  }
  return { said: good(saidBy(await running)), whole: (times.at(-1) ?? 0) - (times[0] ?? 0) };
};

/** Brings the survey lab up on VMs of the stand-in, and measures what is to be quick. */
export const measureVms = async (rounds: number): Promise<void> => {
  const topology = await readFile(join(packageRoot(), 'topology', 'survey.yaml'), 'utf8');
  await using project = await vmProject('survey', topology);
  await project.computer.vagrantCalls();
  const started = performance.now();
  const { said: up, whole } = await firstUp(project);
  const calls = (await project.computer.vagrantCalls()).filter((call) => !call.startsWith('--version'));
  const each = provisioned(up);
  console.log(`  up survey on ${each.length} VMs ${seconds(performance.now() - started)}`);
  line('calls of Vagrant in it', String(calls.length), '1', calls.length <= 1);
  const slowest = Math.max(...each);
  const sum = each.reduce((one, other) => one + other, 0);
  const overlap = whole / slowest;
  const least = `${String(limits.overlap)} of the slowest`;
  line('provisioning as a whole', seconds(whole), least, overlap <= limits.overlap);
  console.log(`    the slowest ${seconds(slowest)}, one after the other it would be ${seconds(sum)}`);
  const again = await medianOf(rounds, async () => good(await project.up('--no-check')));
  line('up survey --no-check, nothing to change', seconds(again), seconds(limits.again), again <= limits.again);
  const status = await medianOf(rounds, async () => good(await project.bancada('status')));
  line('status survey', seconds(status), seconds(limits.status), status <= limits.status);
  good(await project.bancada('destroy', '--yes'));
};
