import { join } from 'node:path';
import type { Clock } from '../ports/clock.ts';
import { appendDurably, readText } from '../ports/files.ts';
import { parseJson } from './json.ts';
import type { LabIdentity } from './lab.ts';

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

/** Notes what is about to be made and not yet noted, and returns when the notes are on the disk. */
export const noteCreations = async (
  lab: LabIdentity,
  creations: readonly Omit<LedgerEntry, 'at'>[],
  clock: Pick<Clock, 'now'>,
): Promise<void> => {
  const key = ({ provider, kind, name }: Omit<LedgerEntry, 'at'>): string => [provider, kind, name].join(' ');
  const noted = new Set((await readLedger(lab)).map(key));
  const at = clock.now().toISOString();
  const lines = creations.filter((entry) => !noted.has(key(entry))).map((entry) => JSON.stringify({ at, ...entry }));
  // The line before may have been cut short; the next one must not grow onto it.
  if (lines.length > 0) await appendDurably(ledgerPath(lab), ['', ...lines].join('\n'));
};

/** Everything noted. A line that a crash cut short stands for something that was not yet begun, and is passed over. */
export const readLedger = async (lab: LabIdentity): Promise<readonly LedgerEntry[]> =>
  ((await readText(ledgerPath(lab))) ?? '').split('\n').flatMap((line) => parseJson<LedgerEntry>(line) ?? []);
