import { join } from 'node:path';
import type { Clock } from '../ports/clock.ts';
import { appendDurably, readText } from '../ports/files.ts';
import type { LabIdentity } from './lab.ts';
import { unwritable } from './state-file.ts';

/** Something of the lab's that is about to be made in the world. */
export interface LedgerEntry {
  readonly at: string;
  /** Who makes it: a provider's name. */
  readonly provider: string;
  /** `network`, `machine`, `instance`, … */
  readonly kind: string;
  /** The name, or number, by which that provider finds it again. */
  readonly name: string;
}

const ledgerPath = (lab: LabIdentity): string => join(lab.folder, 'ledger.jsonl');

/** Notes what is about to be made, and returns when the note is on the disk. */
export const noteCreation = (lab: LabIdentity, entry: Omit<LedgerEntry, 'at'>, clock: Clock): Promise<void> =>
  appendDurably(ledgerPath(lab), JSON.stringify({ at: clock.now().toISOString(), ...entry })).catch(
    unwritable(ledgerPath(lab)),
  );

const parseLine = (line: string): readonly LedgerEntry[] => {
  try {
    return [JSON.parse(line) as LedgerEntry];
  } catch {
    return [];
  }
};

/** Everything noted. A line that a crash cut short stands for something that was not yet begun, and is passed over. */
export const readLedger = async (lab: LabIdentity): Promise<readonly LedgerEntry[]> =>
  ((await readText(ledgerPath(lab))) ?? '').split('\n').flatMap(parseLine);
