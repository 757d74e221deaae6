import { freeAmounts, sum, toBeHad, type Budget } from '../budget.ts';
import type { PlannedLab } from '../provider.ts';
import { machinesOfAllLabs } from './observe.ts';
import { places } from './places.ts';

/** What the machines of a lab may take of this computer, and what it has for them now. */
export const budgetFor = async ({ blueprint, own, identity }: PlannedLab): Promise<Budget> => ({
  wanted: sum(blueprint.machines.filter(({ name }) => own.includes(name)).map(({ size }) => size)),
  there: toBeHad(await freeAmounts(places.state), await machinesOfAllLabs(), identity?.id),
});
