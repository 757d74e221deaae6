import { LabError } from '../../errors/lab-error.ts';
import { deadline } from '../../ports/deadline.ts';
import { timed } from '../../ports/timed.ts';
import { servicesOn, unitsOf, type RoleAtWork } from '../../provision/context.ts';
import * as text from '../../text/snapshots.ts';
import type { Bench } from '../bench.ts';
import { settle, writeSshConfig, type OpenedLab } from '../opened.ts';
import { awaitServices, roleWorld, type LabAtWork } from '../provisioned.ts';
import { openSessions } from '../sessions.ts';
import { stoppingOrder } from './order.ts';

/** How long machines may take to answer, and services to be ready, milliseconds. */
const patienceMs = 60_000;

/** How long what must not be cut off may take, milliseconds: VMs boot one after the other. */
const endMs = 600_000;

/** The same bench for what has to come to its end, Ctrl-C or not. Its time begins with this call. */
export const unhurried = (bench: Bench): Bench => ({
  ...bench,
  stage: { ...bench.stage, signal: deadline(endMs) },
});

/** Names of the machines that run, as described or not. */
export const runningOf = async ({ provider, known }: OpenedLab): Promise<readonly string[]> => {
  const { machines } = await provider.observe(known);
  return machines.filter(({ state }) => state === 'running' || state === 'different').map(({ name }) => name);
};

/**
 * Does something while all machines of a lab are stopped in good order, and starts those that ran, whatever comes of it.
 * @throws LabError what the work or the start failed with
 */
export const atRest = async (lab: OpenedLab, bench: Bench, work: () => Promise<void>): Promise<void> => {
  const running = await runningOf(lab);
  try {
    await lieDown(lab, running, bench);
    await work();
  } catch (error) {
    await startAnew(lab, running, unhurried(bench)).catch(tellStillDown(lab, bench));
    throw error;
  }
  await wake(lab, running, bench);
};

/** A machine that was not yet stopped may have been left without services: those start with it. */
const startAnew = async (lab: OpenedLab, names: readonly string[], bench: Bench): Promise<void> => {
  if (names.length > 0) await lab.provider.stop(lab.known, bench.stage, names);
  await wake(lab, names, bench);
};

const tellStillDown =
  ({ identity }: OpenedLab, { stage }: Bench) =>
  (error: unknown): void => {
    if (!(error instanceof LabError)) throw error;
    stage.emit({ type: 'notice', code: 'still-down', what: text.stillDown(identity.name, error.sentence) });
  };

/** Services in their order, then the machines: what still runs on one that does not answer is stopped with it. */
const lieDown = async (lab: OpenedLab, running: readonly string[], bench: Bench): Promise<void> => {
  if (running.length === 0) return;
  await timed(bench.stage, { phase: 'stop', what: text.stopsServices }, () => stopServices(lab, running, bench));
  await lab.provider.stop(lab.known, bench.stage, running);
};

const stopServices = async (lab: OpenedLab, running: readonly string[], bench: Bench): Promise<void> => {
  await using sessions = openSessions(lab, bench);
  const reachable = await sessions.reachable(running);
  const world = await roleWorld(lab);
  const atWork = lab.blueprint.machines
    .filter(({ name }) => reachable.has(name))
    .flatMap((machine) =>
      servicesOn(world, machine).map((each) => ({ ...each, session: reachable.get(machine.name)! })),
    )
    .filter(({ service }) => !service.implied);
  for (const level of stoppingOrder(lab.blueprint))
    await Promise.all(
      atWork
        .filter(({ service }) => level.includes(service.id))
        .map(({ session, ...each }) => session.perform(stopsOf(each), { signal: bench.stage.signal })),
    );
};

const stopsOf = (service: RoleAtWork) =>
  unitsOf(service)
    .toReversed()
    .map((unit) => ({ do: 'systemctl', verb: 'stop', unit }) as const);

/** Starts machines and waits until every service on them answers. */
export const wake = async (planned: OpenedLab, names: readonly string[], bench: Bench): Promise<void> => {
  if (names.length === 0) return;
  const { bindings } = await planned.provider.create(planned.known, bench.stage, { only: names });
  const lab = await settle(planned, bindings);
  await writeSshConfig(lab);
  await using sessions = openSessions(lab, bench, patienceMs);
  const atWork: LabAtWork = { lab, world: await roleWorld(lab), sessions };
  const machines = lab.blueprint.machines.filter(({ name }) => names.includes(name));
  await Promise.all(machines.map((machine) => awaitServices(atWork, machine, bench, patienceMs)));
};
