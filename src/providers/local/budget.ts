import type { Machine } from '../../model/blueprint.ts';
import type { Sentence } from '../../model/sentence.ts';
import { means } from '../../ports/computer.ts';
import { freeBytes } from '../../ports/files.ts';
import { localBudget as text } from '../../text/local.ts';
import type { PlannedLab } from '../provider.ts';
import { machinesOfAllLabs } from './observe.ts';

/** Processors, MiB and GiB that machines may take. */
type Amounts = Pick<Machine['size'], 'cpus' | 'memoryMiB' | 'diskGiB'>;

const sum = (sizes: readonly Amounts[]): Amounts => ({
  cpus: sizes.reduce((all, { cpus }) => all + cpus, 0),
  memoryMiB: sizes.reduce((all, { memoryMiB }) => all + memoryMiB, 0),
  diskGiB: sizes.reduce((all, { diskGiB }) => all + diskGiB, 0),
});

/**
 * What is wanted and not there, a line each. Sizes are what machines may take at most: more of them than there is to be had
 * may well do, as long as not all of them take it.
 */
export const shortages = (wanted: Amounts, there: Amounts): readonly Sentence[] => [
  ...(wanted.cpus > there.cpus ? [text.processors(wanted.cpus, there.cpus)] : []),
  ...(wanted.memoryMiB > there.memoryMiB ? [text.memory(wanted.memoryMiB, there.memoryMiB)] : []),
  ...(wanted.diskGiB > there.diskGiB ? [text.disk(wanted.diskGiB, there.diskGiB)] : []),
];

/** A lab beside what this computer has for it. */
export interface Budget {
  readonly wanted: Amounts;
  readonly there: Amounts;
}

/**
 * What the machines of a lab may take of this computer, and what it has. Memory and disk that machines of other labs may
 * take are not there; processors are everybody's by turns.
 */
export const budgetFor = async ({ blueprint, own, identity }: PlannedLab): Promise<Budget> => {
  const all = await machinesOfAllLabs();
  const others = sum(all.filter(({ id }) => id !== identity?.id).map(({ size }) => size));
  // What machines hold already is not free, and is theirs all the same.
  const heldMiB = all.reduce((held, { memoryBytes }) => held + memoryBytes, 0) / 1024 ** 2;
  const { processors, freeMemoryBytes } = means();
  return {
    wanted: sum(blueprint.machines.filter(({ name }) => own.includes(name)).map(({ size }) => size)),
    there: {
      cpus: processors,
      memoryMiB: freeMemoryBytes / 1024 ** 2 + heldMiB - others.memoryMiB,
      diskGiB: (await freeBytes('/var/lib')) / 1024 ** 3 - others.diskGiB,
    },
  };
};
