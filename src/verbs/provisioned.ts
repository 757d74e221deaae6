import type { Machine } from '../model/blueprint.ts';
import type { Change } from '../model/change.ts';
import { systemClock } from '../ports/clock.ts';
import { timed } from '../ports/timed.ts';
import { awaitReady } from '../provision/await-ready.ts';
import { readinessOf, resourcesOf, type RoleWorld } from '../provision/context.ts';
import { provision } from '../provision/provision.ts';
import { readRoleTexts } from '../provision/texts.ts';
import { connect } from '../ssh/connect.ts';
import * as text from '../text/verbs.ts';
import type { Bench } from './bench.ts';
import { reachOf, type OpenedLab } from './opened.ts';
import type { Sessions } from './sessions.ts';

/** What the roles are asked with. */
export const roleWorld = async ({ identity, blueprint, secrets, roles }: OpenedLab): Promise<RoleWorld> => ({
  lab: identity,
  blueprint,
  roles,
  secrets,
  texts: await readRoleTexts(roles, blueprint),
});

/** A lab whose machines run, with the ways into them and what its roles need. */
export interface LabAtWork {
  readonly lab: OpenedLab;
  readonly world: RoleWorld;
  readonly sessions: Sessions;
}

/**
 * Compares one machine with its description and, with `apply`, makes it so. Returns what was, or would be, changed.
 * `only`: what one service wants, by id.
 */
export const provisionMachine = async (
  { lab, world, sessions }: LabAtWork,
  machine: Machine,
  { stage }: Bench,
  apply: boolean,
  only?: string,
): Promise<readonly Change[]> => {
  const reach = reachOf(lab, machine.name);
  const proveReachable = async (): Promise<void> => {
    const again = await connect(reach, { signal: stage.signal });
    await again[Symbol.asyncDispose]();
  };
  const { changes } = await provision({
    session: await sessions.of(machine.name),
    resources: resourcesOf(world, machine),
    apply,
    ...(only !== undefined && { only }),
    signal: stage.signal,
    emit: (event) => stage.emit(event),
    // No firewall stands before a unix socket.
    ...('socket' in reach.route ? {} : { proveReachable }),
  });
  return changes;
};

/** Waits until every service of a machine answers. @throws LabError `not-ready` */
export const awaitServices = (
  { world, sessions }: LabAtWork,
  machine: Machine,
  bench: Bench,
  deadlineMs: number,
): Promise<void> =>
  timed(bench.stage, { phase: 'ready', machine: machine.name, what: text.awaitingServices }, async () =>
    awaitReady(await sessions.of(machine.name), readinessOf(world, machine), {
      deadlineMs,
      signal: bench.stage.signal,
      emit: (event) => bench.stage.emit(event),
      clock: systemClock,
    }),
  );
