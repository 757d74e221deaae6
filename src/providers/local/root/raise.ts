import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { limitFile } from '../limits.ts';
import { places } from '../places.ts';
import type { LimitKey, RaiseRequest } from '../protocol.ts';
import type { RaisedLimits } from '../records.ts';
import { makeFolder, namesIn, readRecord, writeRecord } from './files.ts';

const limitNow = (key: LimitKey): number => Number(readFileSync(limitFile(key), 'utf8'));

/**
 * Raises limits of the kernel's. What they were is noted first; one that is high enough already is left alone. None of them:
 * what was raised for labs that never came is put back.
 */
export const raiseLimits = ({ limits }: RaiseRequest): void => {
  if (limits.length === 0) putLimitsBack();
  for (const { key, value } of limits) {
    const now = limitNow(key);
    if (now >= value) continue;
    const noted = readRecord<RaisedLimits>(places.limits) ?? [];
    const own = noted.find((each) => each.key === key && each.raised === now);
    makeFolder(places.runtime);
    const others = noted.filter((each) => each.key !== key);
    writeRecord(places.limits, [...others, { key, before: own?.before ?? now, raised: value }] satisfies RaisedLimits);
    writeFileSync(limitFile(key), `${String(value)}\n`);
  }
};

/** Puts the limits back once no lab is left. One that somebody else has changed since is left alone. */
export const putLimitsBack = (): void => {
  if (namesIn(places.labs).length > 0) return;
  for (const { key, before, raised } of readRecord<RaisedLimits>(places.limits) ?? [])
    if (limitNow(key) === raised) writeFileSync(limitFile(key), `${String(before)}\n`);
  rmSync(places.limits, { force: true });
};
