import { isDeepStrictEqual } from 'node:util';
import { LabError } from '../errors/lab-error.ts';
import type { Blueprint } from '../model/blueprint.ts';
import type { Change } from '../model/change.ts';
import { withLock } from '../state/lock.ts';
import { loadOverrides, saveOverrides } from '../state/overrides.ts';
import { loadBlueprint, openLab, saveBlueprint } from '../state/record.ts';
import * as text from '../text/set.ts';
import type { Bench, LabRequest } from './bench.ts';
import { compileLab } from './compiled.ts';
import { openMeant } from './meant.ts';
import { openRunning, workOn } from './opened.ts';
import { ports } from './ports.ts';
import { provisionMachine, roleWorld } from './provisioned.ts';
import { openSessions } from './sessions.ts';
import { changedDesign, telling, type Design } from './sim/design.ts';

export interface SetRequest extends LabRequest {
  /** Values for services, `web.balance=least_conn`, laid over those that were set before; or back to the file. Empty: only a look. */
  readonly values: readonly string[] | 'reset';
}

/** What was put in the place of the file's values, and what that changed. */
export interface SetResult {
  readonly lab: string;
  /** All that are in force now. */
  readonly overrides: readonly string[];
  readonly changes: readonly Change[];
}

/**
 * Changes how services of a running lab work, at once: configurations are written, services reloaded or restarted as on
 * any change of the file. What `up` makes is again what the file says. @throws LabError `set-needs-up`
 */
export const set = async ({ values, ...request }: SetRequest, bench: Bench): Promise<SetResult> => {
  const { identity } = await openMeant(request, bench, async () => {
    if (values !== 'reset') changedDesign(await compileLab(request, bench), values);
  });
  if (values.length === 0) return { lab: identity.name, overrides: await loadOverrides(identity), changes: [] };
  return withLock(identity.folder, 'set', ports, async () => {
    const wanted = values === 'reset' ? [] : overlaid(await loadOverrides(identity), values);
    const { blueprint, changes: overrides } = await designOf(request, wanted, bench);
    await saveBlueprint(identity, blueprint);
    // Whoever sees that the values are others finds the blueprint that they make.
    await saveOverrides(identity, overrides);
    return { lab: identity.name, overrides, changes: await provisionAll(request, blueprint, bench) };
  });
};

const keyOf = (value: string): string => value.split('=')[0] ?? value;

const overlaid = (before: readonly string[], values: readonly string[]): readonly string[] => [
  ...before.filter((each) => !values.some((value) => keyOf(value) === keyOf(each))),
  ...values,
];

/** The design with these values, of which those are left that make it another than the file's. */
const designOf = async (request: LabRequest, overrides: readonly string[], bench: Bench): Promise<Design> => {
  const { identity } = await openRunning(request, bench);
  const lab = await openLab(bench.project, identity.name);
  const compiled = await compileLab({ ...request, ...(lab && { lab: lab.topology }) }, bench);
  const { blueprint, roles } = changedDesign(compiled, overrides);
  const before = await loadBlueprint(identity);
  if (before !== undefined && !isDeepStrictEqual(shapeOf(before), shapeOf(blueprint)))
    throw new LabError({ code: 'set-needs-up', fault: 'usage', ...text.needsUp(identity.name) });
  return { blueprint, roles, changes: telling(compiled, overrides) };
};

/** All that machines and networks must be made anew for. As plain JSON, which is how it was kept. */
const shapeOf = ({ machines, networks, services, flows }: Blueprint): unknown =>
  JSON.parse(
    JSON.stringify({
      machines: machines.map(({ firewall: _, ...machine }) => machine),
      networks,
      services: services.map(({ id, offers }) => ({ id, offers })),
      flows: flows.map(({ id }) => id),
    }),
  );

const provisionAll = async (request: LabRequest, planned: Blueprint, bench: Bench): Promise<readonly Change[]> => {
  const lab = await openLab(bench.project, planned.name);
  if (lab === undefined) return [];
  const opened = await workOn(lab, planned, { keep: true });
  await using sessions = openSessions(opened, bench);
  const atWork = { lab: opened, world: await roleWorld(opened), sessions };
  const changes = opened.blueprint.machines.map((machine) => provisionMachine(atWork, machine, bench, true));
  return (await Promise.all(changes)).flat();
};
