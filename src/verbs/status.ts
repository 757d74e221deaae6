import { isDeepStrictEqual } from 'node:util';
import { lookAtLab, watchLab, type LabSeen, type WatchedLab } from '../live/lab-watch.ts';
import type { Blueprint, Machine } from '../model/blueprint.ts';
import { connect, loadClient } from '../ssh/connect.ts';
import { loadOverrides } from '../state/overrides.ts';
import type { Bench, LabRequest } from './bench.ts';
import type { LabOfRoles } from './choices.ts';
import { compileLab, labNameOf } from './compiled.ts';
import { atWorkIn } from './fault.ts';
import { openRunning, reachOf, rebound, type OpenedLab } from './opened.ts';
import { openOwnLab } from './own-lab.ts';
import { roleWorld } from './provisioned.ts';
import { urlsOf } from './published.ts';
import type { StatusResult } from './results.ts';

/** One look at a lab: its machines and services, and what they do. What cannot be seen is unknown. */
export const status = async (request: LabRequest, bench: Bench): Promise<StatusResult> => {
  const name = await labNameOf(request, bench);
  if ((await openOwnLab(bench.project, name)) === undefined) return absent(request, bench);
  const lab = await openRunning(request, bench);
  const [seen, changed] = await Promise.all([lookOnce(lab, bench), changedIn(lab)]);
  return statusOf(seen.lab, seen, changed);
};

/**
 * Machines are looked at where they were found last, while the provider, which may have to start programs for it, tells
 * where they are: mostly there. Else that look is given up for another.
 */
const lookOnce = async (lab: OpenedLab, { stage }: Bench): Promise<LabSeen & { readonly lab: OpenedLab }> => {
  const moved = new AbortController();
  const observing = lab.provider.observe(lab.known);
  // Awaited below, after what may take longer than a refusal.
  observing.catch(() => undefined);
  await loadClient();
  const look = async (at: OpenedLab, signal: AbortSignal): Promise<LabSeen> =>
    lookAtLab({ ...(await watched(at)), observe: () => observing }, signal);
  const looking = look(lab, AbortSignal.any([stage.signal, moved.signal]));
  looking.catch(() => undefined);
  const { bindings } = await observing;
  if (isDeepStrictEqual(bindings, lab.known.bindings)) return { lab, ...(await looking) };
  moved.abort();
  await looking.catch(() => undefined);
  const found = rebound(lab, bindings);
  return { lab: found, ...(await look(found, stage.signal)) };
};

/** A lab that is looked at again and again. */
export interface StatusWatch extends LabOfRoles {
  readonly target: string;
  /** What the lab is to be by now: somebody may have set other values since. */
  readonly design: () => Promise<Blueprint>;
  /** Until aborted. */
  readonly looks: AsyncGenerator<StatusResult>;
}

/** Begins to look at a lab; `everyMs` from one look to the next. @throws LabError `lab-not-up` */
export const beginWatch = async (
  request: LabRequest & { readonly everyMs: number },
  bench: Bench,
): Promise<StatusWatch> => {
  const lab = await openObserved(request, bench);
  const { blueprint, roles, target } = lab;
  const design = async (): Promise<Blueprint> => (await openObserved(request, bench)).blueprint;
  return { blueprint, roles, target, design, looks: looksAt(lab, await watched(lab), request.everyMs, bench) };
};

/** The same as `status`, again and again until aborted. @throws LabError `lab-not-up` */
export async function* watchStatus(
  request: LabRequest & { readonly everyMs: number },
  bench: Bench,
): AsyncGenerator<StatusResult> {
  yield* (await beginWatch(request, bench)).looks;
}

async function* looksAt(
  lab: OpenedLab,
  watchedLab: WatchedLab,
  everyMs: number,
  { stage }: Bench,
): AsyncGenerator<StatusResult> {
  for await (const seen of watchLab(watchedLab, everyMs, stage.signal)) yield statusOf(lab, seen, await changedIn(lab));
}

/** The lab with the addresses that it has now. */
const openObserved = async (request: LabRequest, bench: Bench): Promise<OpenedLab> => {
  const lab = await openRunning(request, bench);
  return rebound(lab, (await lab.provider.observe(lab.known)).bindings);
};

const watched = async (lab: OpenedLab): Promise<WatchedLab> => ({
  world: await roleWorld(lab),
  open: (machine, signal) => connect(reachOf(lab, machine), { signal }),
  observe: () => lab.provider.observe(lab.known),
});

type ChangedOnPurpose = Pick<StatusResult, 'faults' | 'overrides'>;

const changedIn = async ({ identity }: OpenedLab): Promise<ChangedOnPurpose> => {
  const [faults, overrides] = await Promise.all([atWorkIn(identity), loadOverrides(identity)]);
  return { faults, overrides };
};

const statusOf = (
  { identity, blueprint }: OpenedLab,
  { observed, machines }: LabSeen,
  changed: ChangedOnPurpose,
): StatusResult => ({
  lab: identity.name,
  id: identity.id,
  title: blueprint.title,
  machines: machines.map(({ machine, state, seen, silentForMs }) => ({
    machine: state,
    ...addressOf(machine),
    ...(seen.load && { load: seen.load }),
    ...(silentForMs !== undefined && { silentForMs }),
    services: seen.services,
  })),
  published: urlsOf(blueprint, observed.published),
  ...changed,
});

const absent = async (request: LabRequest, bench: Bench): Promise<StatusResult> => {
  const { blueprint } = await compileLab(request, bench);
  const machines = blueprint.machines.map((machine) => ({
    machine: { name: machine.name, state: 'absent' } as const,
    ...addressOf(machine),
    services: [],
  }));
  return { lab: blueprint.name, title: blueprint.title, machines, published: [], faults: [], overrides: [] };
};

const addressOf = ({ interfaces }: Machine): { readonly address?: string } => {
  const [first] = interfaces;
  return first === undefined ? {} : { address: first.metAt ?? first.address };
};
