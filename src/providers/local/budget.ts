import type { Machine } from '../../model/blueprint.ts';
import type { Sentence } from '../../model/sentence.ts';
import { means } from '../../ports/computer.ts';
import { freeBytes } from '../../ports/files.ts';
import { localBudget as text } from '../../text/local.ts';
import type { PlannedLab } from '../provider.ts';
import { machinesOfAllLabs, type SomeMachine } from './observe.ts';

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
 * What a lab's machines could have of a computer on which so much is free and these machines of all labs are. What any of
 * them hold already is not free; of that and the rest, other labs' machines may take what their sizes say: of memory those
 * that run, of the disk the stopped ones too, for what they wrote stays. Processors are everybody's by turns.
 */
export const toBeHad = (free: Amounts, machines: readonly SomeMachine[], id: string | undefined): Amounts => {
  const held = sum(
    machines.map(({ memoryBytes = 0, diskBytes }) => ({
      cpus: 0,
      memoryMiB: memoryBytes / 1024 ** 2,
      diskGiB: diskBytes / 1024 ** 3,
    })),
  );
  const others = machines.filter((machine) => machine.id !== id);
  const running = others.filter(({ memoryBytes }) => memoryBytes !== undefined);
  return {
    cpus: free.cpus,
    memoryMiB: free.memoryMiB + held.memoryMiB - sum(running.map(({ size }) => size)).memoryMiB,
    diskGiB: free.diskGiB + held.diskGiB - sum(others.map(({ size }) => size)).diskGiB,
  };
};

/** What the machines of a lab may take of this computer, and what it has for them now. */
export const budgetFor = async ({ blueprint, own, identity }: PlannedLab): Promise<Budget> => {
  const { processors, freeMemoryBytes } = means();
  const free = {
    cpus: processors,
    memoryMiB: freeMemoryBytes / 1024 ** 2,
    diskGiB: (await freeBytes('/var/lib')) / 1024 ** 3,
  };
  return {
    wanted: sum(blueprint.machines.filter(({ name }) => own.includes(name)).map(({ size }) => size)),
    there: toBeHad(free, await machinesOfAllLabs(), identity?.id),
  };
};
