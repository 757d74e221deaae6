import type { Machine } from '../model/blueprint.ts';
import type { Sentence } from '../model/sentence.ts';
import { means } from '../ports/computer.ts';
import { freeBytes } from '../ports/files.ts';
import { budgetTexts as text } from '../text/budget.ts';
import type { Finding, Foresight } from './provider.ts';

/** Processors, MiB and GiB that machines may take. */
export type Amounts = Pick<Machine['size'], 'cpus' | 'memoryMiB' | 'diskGiB'>;

/** A machine of some lab, and whoever's: what it may take, and what it holds now. */
export interface SomeMachine {
  /** Of its lab. */
  readonly id: string;
  readonly size: Amounts;
  /** Of memory; `undefined` where it does not run. */
  readonly memoryBytes: number | undefined;
  /** What it has written to the disk so far, and would find there again. */
  readonly diskBytes: number;
}

/** What these sizes come to together. */
export const sum = (sizes: readonly Amounts[]): Amounts => ({
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

/** What is free on this computer now; of disk, where that folder is or would be. */
export const freeAmounts = async (folder: string): Promise<Amounts> => {
  const { processors, freeMemoryBytes } = means();
  return {
    cpus: processors,
    memoryMiB: freeMemoryBytes / 1024 ** 2,
    diskGiB: (await freeBytes(folder)) / 1024 ** 3,
  };
};

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

/** What `plan` and `up` say of it: nothing where there is enough. */
export const foreseenOf = ({ wanted, there }: Budget): Foresight | undefined => {
  const short = shortages(wanted, there);
  return short.length === 0 ? undefined : { makes: [], opens: [], shortages: short };
};

/** What `doctor` says of it. Sizes are what machines may take at most, so that too little room is a warning. */
export const budgetFindings = ({ wanted, there }: Budget): readonly Finding[] => {
  const short = shortages(wanted, there);
  if (short.length === 0) return [{ code: 'budget', what: text.within(wanted), status: 'good', fix: [] }];
  return short.map((what) => ({ code: 'budget', what, status: 'warning', fix: [] }));
};
