import { chosen, means, namedSo, type Choice } from '../faults/choose.ts';
import { possibleFaults } from '../faults/possible.ts';
import { LabError } from '../errors/lab-error.ts';
import type { FaultAtWork, FaultName, PossibleFault } from '../model/fault.ts';
import { systemClock } from '../ports/clock.ts';
import { deadline } from '../ports/deadline.ts';
import type { RoleWorld } from '../provision/context.ts';
import { notedFaults } from '../state/faults.ts';
import { withLock } from '../state/lock.ts';
import type { Bench, LabRequest } from './bench.ts';
import { openFaulty, type FaultyLab } from './faulty.ts';
import { knownWorld, openMeant } from './meant.ts';
import { openRunning, type OpenedLab } from './opened.ts';
import { ports } from './ports.ts';

/** What a lab can suffer. */
export interface PossibleFaults {
  readonly lab: string;
  readonly faults: readonly PossibleFault[];
}

/** What is at work in a lab. */
export interface FaultsAtWork {
  readonly lab: string;
  readonly faults: readonly FaultAtWork[];
}

export interface InjectRequest extends LabRequest, Choice {
  /** Noted as the time after which they are to be undone, milliseconds. */
  readonly forMs?: number;
}

/** What came of an injection. */
export interface Injected extends FaultsAtWork {
  /** Those that were at work before: nothing was done about them. */
  readonly already: readonly FaultAtWork[];
}

/** All faults at work if nothing is named. */
export type UndoRequest = LabRequest & Partial<Choice>;

/** Every fault that a lab can have, machine by machine; it need not be up. */
export const listFaults = async (request: LabRequest, bench: Bench): Promise<PossibleFaults> => {
  const world = await knownWorld(request, bench);
  const faults = possibleFaults(world).map(({ breakage: _, ...fault }) => fault);
  return { lab: world.lab.name, faults };
};

/** The faults at work, the oldest first. */
export const faultsAtWork = async (request: LabRequest, bench: Bench): Promise<FaultsAtWork> => {
  const { identity } = await openRunning(request, bench);
  return { lab: identity.name, faults: await atWorkIn(identity) };
};

/** The faults at work in a lab, as far as others need to know them. */
export const atWorkIn = async (lab: OpenedLab['identity']): Promise<readonly FaultAtWork[]> =>
  (await notedFaults(lab)).map(({ mending: _, ...fault }) => fault);

/** Injects a fault, each undo noted before. What is at work already is left so. */
export const injectFault = (request: InjectRequest, bench: Bench): Promise<Injected> =>
  changing('fault', request, bench, async (faulty, { identity, blueprint }) => {
    const noted = await notedFaults(identity);
    const wanted = chosen(request, faulty.possible, blueprint);
    const isNoted = (fault: FaultName): boolean => noted.some((each) => each.whole && isSame(each, fault));
    // Of one that was cut off nobody knows how far it came.
    await faulty.undo(noted.filter((each) => !each.whole && wanted.some((fault) => isSame(each, fault))));
    const faults: FaultAtWork[] = [];
    for (const fault of wanted) if (!isNoted(fault)) faults.push(await faulty.inject(fault, request.forMs));
    const already = (await atWorkIn(identity)).filter(
      (each) => isNoted(each) && wanted.some((fault) => isSame(each, fault)),
    );
    return { lab: identity.name, faults, already };
  });

/** Undoes faults; none is at work that was not injected, and then nothing is done. @returns those that were undone */
export const undoFaults = (request: UndoRequest, bench: Bench): Promise<FaultsAtWork> =>
  changing('fault', request, bench, async (faulty, { identity, blueprint }) => {
    const { name, target } = request;
    const noted = await notedFaults(identity);
    if (name !== undefined && !noted.some((fault) => fault.name === name)) namedSo(name, faulty.possible);
    if (name !== undefined && target !== undefined) refuseNowhere({ name, target }, faulty, blueprint, noted);
    const meant = noted.filter(
      (fault) =>
        (name === undefined || fault.name === name) && (target === undefined || means(target, fault.target, blueprint)),
    );
    return { lab: identity.name, faults: await faulty.undo(meant) };
  });

const refuseNowhere = (
  choice: Required<Choice>,
  { possible }: FaultyLab,
  blueprint: OpenedLab['blueprint'],
  noted: readonly FaultName[],
): void => {
  if (!noted.some(({ target }) => means(choice.target, target, blueprint))) chosen(choice, possible, blueprint);
};

const refuseStrange = ({ name, target }: UndoRequest, world: RoleWorld): void => {
  if (name === undefined) return;
  const possible = possibleFaults(world);
  if (target === undefined) namedSo(name, possible);
  else chosen({ name, target }, possible, world.blueprint);
};

const isSame = (one: FaultName, other: FaultName): boolean => one.name === other.name && one.target === other.target;

const changing = async <T>(
  verb: string,
  request: UndoRequest,
  bench: Bench,
  work: (faulty: FaultyLab, lab: OpenedLab) => Promise<T>,
): Promise<T> => {
  const { identity } = await openMeant(request, bench, (drawn) => refuseStrange(request, drawn));
  return withLock(identity.folder, verb, ports, async () => {
    const lab = await openRunning(request, bench, { keep: true });
    await using faulty = await openFaulty(lab, bench);
    return await work(faulty, lab);
  });
};

/** How long an undo that is due waits for others who work on the lab, and may then take itself, milliseconds. */
const undoMs = 90_000;

/**
 * Injects a fault, waits, and undoes it; Ctrl-C undoes it at once. If the tool is killed meanwhile, the fault stays at work
 * until it is undone by `fault undo`, `up` or `destroy`.
 */
export const injectForAWhile = async (
  request: InjectRequest & { readonly forMs: number },
  bench: Bench,
  onInjected: (injected: Injected) => void,
): Promise<Injected & { readonly undone: readonly FaultAtWork[] }> => {
  const injected = await injectFault(request, bench);
  onInjected(injected);
  await systemClock.sleep(request.forMs, bench.stage.signal).catch(() => undefined);
  const own = { ...bench, stage: { ...bench.stage, signal: deadline(undoMs) } };
  const undone: FaultAtWork[] = [];
  for (const fault of injected.faults) undone.push(...(await undoPatiently({ ...request, ...fault }, own)).faults);
  return { ...injected, undone };
};

const undoPatiently = async (request: UndoRequest, bench: Bench): Promise<FaultsAtWork> => {
  for (;;) {
    try {
      return await undoFaults(request, bench);
    } catch (error) {
      if (!(error instanceof LabError) || error.fault !== 'busy') throw error;
      await systemClock.sleep(250, bench.stage.signal).catch(() => {
        throw error;
      });
    }
  }
};
