import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { limitFile } from '../limits.ts';
import { places } from '../places.ts';
import type { LimitKey, RaiseRequest } from '../protocol.ts';
import type { RaisedLimits } from '../records.ts';
import type { Caller } from './caller.ts';
import { makeFolder, namesIn, readRecord, writeRecord } from './files.ts';

const limitNow = (key: LimitKey): number => Number(readFileSync(limitFile(key), 'utf8'));

const noted = (): RaisedLimits => readRecord<RaisedLimits>(places.limits) ?? [];

/**
 * Raises limits of the kernel's, for a lab of the caller's that is to come. What they were is noted first; one that is high
 * enough already is left alone. None of them: what was raised for labs of theirs that never came is put back.
 */
export const raiseLimits = ({ limits }: RaiseRequest, caller: Caller): void => {
  if (limits.length === 0) putLimitsBack(caller);
  for (const { key, value } of limits) {
    const now = limitNow(key);
    if (now >= value) continue;
    const own = noted().find((each) => each.key === key && each.raised === now);
    makeFolder(places.runtime);
    const others = noted().filter((each) => each.key !== key);
    const limit = { key, before: own?.before ?? now, raised: value, awaits: caller.uid };
    writeRecord(places.limits, [...others, limit] satisfies RaisedLimits);
    writeFileSync(limitFile(key), `${String(value)}\n`);
  }
};

/** Notes that a lab has come for which limits may have been raised: they go with the last lab of all, whoever's that is. */
export const useLimits = ({ uid }: Caller): void => {
  const before = noted();
  if (!before.some(({ awaits }) => awaits === uid)) return;
  const used = before.map(({ awaits, ...limit }) =>
    awaits === undefined || awaits === uid ? limit : { ...limit, awaits },
  );
  writeRecord(places.limits, used satisfies RaisedLimits);
};

/**
 * Puts the limits back once no lab is left; those that were raised for another user's lab, which is about to come, stay. One
 * that somebody else has changed since is left alone.
 */
export const putLimitsBack = ({ uid }: Caller): void => {
  if (namesIn(places.labs).length > 0) return;
  const isAwaited = ({ awaits = uid }: RaisedLimits[number]): boolean => awaits !== uid;
  const limits = noted();
  for (const { key, before, raised } of limits.filter((limit) => !isAwaited(limit)))
    if (limitNow(key) === raised) writeFileSync(limitFile(key), `${String(before)}\n`);
  const left = limits.filter(isAwaited);
  if (left.length > 0) writeRecord(places.limits, left satisfies RaisedLimits);
  else rmSync(places.limits, { force: true });
};
