import { LabError } from '../../errors/lab-error.ts';
import { systemClock } from '../../ports/clock.ts';
import { servicesOn, unitsOf } from '../../provision/context.ts';
import type { Fault } from '../../sim/lab/faults.ts';
import * as text from '../../text/compare.ts';
import type { Measuring } from './session.ts';

/** What broke on a lab, and when: moments of the wall clock, milliseconds. */
export interface Broken {
  readonly what: string;
  readonly from: number;
  readonly until: number;
}

/** Services can be stopped; all else that the simulator can break, this cannot yet. @throws LabError usage */
export const refuseOthers = (faults: readonly Fault[], { lab }: Measuring): void => {
  const known = lab.blueprint.services.flatMap(({ id, name, provisionable }) => (provisionable ? [id, name] : []));
  for (const { what, harm, until } of faults)
    if (harm.how !== 'down' || until === undefined || !known.includes(what))
      throw new LabError({ code: 'usage', fault: 'usage', ...text.onlyServicesDown(what, harm.how) });
};

/**
 * Stops services at their moments, counted from now, and starts them again: also if `ended` comes first. Those whose moment
 * does not come before it are left alone, and not among what broke.
 */
export const breakAll = async (
  faults: readonly Fault[],
  measuring: Measuring,
  ended: AbortSignal,
): Promise<readonly Broken[]> =>
  (await Promise.all(faults.map((fault) => breakOne(fault, measuring, ended)))).flatMap((broken) => broken ?? []);

const breakOne = async (
  { what, from, until = from }: Fault,
  measuring: Measuring,
  ended: AbortSignal,
): Promise<Broken | undefined> => {
  await pause(from, ended);
  if (ended.aborted) return undefined;
  const begun = systemClock.now().getTime();
  const began = systemClock.elapsed();
  try {
    await order('stop', what, measuring);
    await pause(until - from - (systemClock.elapsed() - began) / 1000, ended);
  } finally {
    await order('start', what, measuring);
  }
  return { what, from: begun, until: systemClock.now().getTime() };
};

const pause = (seconds: number, ended: AbortSignal): Promise<void> =>
  seconds <= 0 ? Promise.resolve() : systemClock.sleep(seconds * 1000, ended).catch(() => undefined);

const order = async (deed: 'stop' | 'start', what: string, { lab, world, sessions }: Measuring): Promise<void> => {
  await Promise.all(
    lab.blueprint.machines.map(async (machine) => {
      const chosen = servicesOn(world, machine).filter(({ service: { id, name } }) => id === what || name === what);
      const units = chosen.flatMap(unitsOf);
      if (units.length === 0) return;
      const session = await sessions.of(machine.name);
      // No signal: what was stopped is started again whatever happens.
      await session.perform(units.map((unit) => ({ do: 'run', argv: ['systemctl', deed, unit] })));
    }),
  );
};
