import { LabError } from '../errors/lab-error.ts';
import type { RoleWorld } from '../provision/context.ts';
import { readRoleTexts } from '../provision/texts.ts';
import type { Bench, LabRequest } from './bench.ts';
import { compileLab } from './compiled.ts';
import { openRunning, type OpenedLab } from './opened.ts';
import { roleWorld } from './provisioned.ts';
import { drawnWorld } from './sim/service-models.ts';

/**
 * As `openRunning`. Of a lab that is not up, what its file cannot mean is told before that: whoever brought it up first
 * would only learn then that a name was wrong. `refuse`: throws at what cannot be meant.
 */
export const openMeant = async (
  request: LabRequest,
  bench: Bench,
  refuse: (world: RoleWorld) => unknown,
): Promise<OpenedLab> => {
  try {
    return await openRunning(request, bench);
  } catch (error) {
    if (isNotUp(error)) await refuse(await drawn(request, bench));
    throw error;
  }
};

/** What the roles are asked with about a lab, as it is up or else as its file draws it. */
export const knownWorld = async (request: LabRequest, bench: Bench): Promise<RoleWorld> => {
  try {
    return await roleWorld(await openRunning(request, bench));
  } catch (error) {
    if (!isNotUp(error)) throw error;
    return drawn(request, bench);
  }
};

const isNotUp = (error: unknown): boolean => error instanceof LabError && error.code === 'lab-not-up';

const drawn = async (request: LabRequest, bench: Bench): Promise<RoleWorld> => {
  const lab = await compileLab(request, bench);
  return drawnWorld(lab, await readRoleTexts(lab.roles, lab.blueprint));
};
