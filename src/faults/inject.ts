import { LabError } from '../errors/lab-error.ts';
import type { FaultAtWork } from '../model/fault.ts';
import type { ChangedLink } from '../model/links.ts';
import { deadline } from '../ports/deadline.ts';
import type { LinkControl } from '../providers/provider.ts';
import { forgetFault, noteFault, type Mending, type NotedFault } from '../state/faults.ts';
import * as text from '../text/faults.ts';
import { linksFixed } from '../text/links.ts';
import type { Breakable, Breakage } from './breakable.ts';
import type { FaultGround } from './ground.ts';
import { mend } from './undo.ts';

/** How long the undo of what was begun may take, milliseconds. */
const tidyMs = 30_000;

/**
 * Injects a fault. Its undo is on the disk before anything is broken, so that it can be undone whatever happens to us; what
 * was begun and did not succeed is undone at once.
 * @throws LabError `fault-not-injected`, `not-on-others-machines`, `links-fixed`, `link-unavailable`
 */
export const inject = async (fault: Breakable, ground: FaultGround, forMs?: number): Promise<FaultAtWork> => {
  const { lab, clock, stage } = ground;
  refuseHarm(fault, ground);
  const mending = await mendingOf(fault, ground);
  const { name, target, machine, title, seen } = fault;
  const now = clock.now();
  const until = forMs === undefined ? {} : { until: new Date(now.getTime() + forMs).toISOString() };
  const noted: NotedFault = {
    ...{ name, target, machine, title, seen },
    ...{ since: now.toISOString(), ...until, whole: false, mending },
  };
  await noteFault(lab.identity, noted);
  try {
    await breakIt(fault, ground);
  } catch (error) {
    throw await tidied(noted, ground, error);
  }
  const whole = { ...noted, whole: true };
  await noteFault(lab.identity, whole);
  stage.emit({ type: 'fault-injected', fault: withoutMending(whole) });
  return withoutMending(whole);
};

/** What others need to know of a fault. */
const withoutMending = ({ mending: _, ...fault }: NotedFault): FaultAtWork => fault;

const refuseHarm = ({ name, machine, breakage }: Breakable, { isAdopted }: FaultGround): void => {
  if (breakage.by !== 'operations' || !breakage.ownMachinesOnly || !isAdopted(machine)) return;
  const words = text.notOnOthersMachines(name, machine);
  throw new LabError({ code: 'not-on-others-machines', fault: 'usage', ...words });
};

const mendingOf = async ({ machine, breakage }: Breakable, ground: FaultGround): Promise<Mending> => {
  switch (breakage.by) {
    case 'power':
      return { by: 'power' };
    case 'operations': {
      const { undo: operations, reprovision } = breakage;
      return { by: 'operations', operations, ...(reprovision !== undefined && { reprovision }) };
    }
    case 'link':
      return { by: 'link', link: await linkNow(machine, breakage, ground) };
  }
};

type LinkBreakage = Extract<Breakage, { by: 'link' }>;

const controlOf = ({ provider }: FaultGround): LinkControl => {
  if (provider.links !== undefined) return provider.links;
  throw new LabError({ code: 'links-fixed', fault: 'usage', ...linksFixed(provider.name) });
};

const linkNow = async (machine: string, { network }: LinkBreakage, ground: FaultGround): Promise<ChangedLink> => {
  const changed = await controlOf(ground).changed(ground.lab);
  return changed.find((each) => each.machine === machine && each.network === network) ?? { machine, network };
};

const breakIt = async (fault: Breakable, ground: FaultGround): Promise<void> => {
  const { machine, breakage } = fault;
  const { lab, provider, stage } = ground;
  switch (breakage.by) {
    case 'power':
      return provider.stop(lab, stage, [machine]);
    case 'operations':
      return (await ground.session(machine)).perform(breakage.inject, stage);
    case 'link':
      return controlOf(ground).change(lab, await spoiled(machine, breakage, ground), stage);
  }
};

/** The fault laid over what the link is now, or over what is declared. */
const spoiled = async (machine: string, breakage: LinkBreakage, ground: FaultGround): Promise<ChangedLink> => {
  const now = await linkNow(machine, breakage, ground);
  const cables = ground.lab.blueprint.machines.find(({ name }) => name === machine)?.interfaces ?? [];
  const declared = cables.find(({ network }) => network === breakage.network)?.link ?? {};
  const { from, to } = breakage;
  return {
    ...now,
    ...(from && { from: { ...(now.from ?? declared), ...from } }),
    ...(to && { to: { ...(now.to ?? declared), ...to } }),
  };
};

/** Takes back what was begun, also after Ctrl-C. @returns the failure, in words that say what became of it */
const tidied = async (noted: NotedFault, ground: FaultGround, error: unknown): Promise<unknown> => {
  const stage = { ...ground.stage, signal: deadline(tidyMs) };
  const undone = await mend(noted, { ...ground, stage }).then(
    () => true,
    () => false,
  );
  if (undone) await forgetFault(ground.lab.identity, noted);
  if (!(error instanceof LabError) || error.fault !== 'operation') return error;
  const words = text.notInjected(noted.name, noted.target, undone);
  return new LabError({ code: 'fault-not-injected', fault: 'operation', ...words, cause: error });
};
