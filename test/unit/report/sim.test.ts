import { expect, test } from 'vitest';
import { warningsOf } from '../../../src/report/sim/designs.ts';
import type { DesignResult, SimVerbResult } from '../../../src/verbs/sim/results.ts';

const notice = (code: string) => ({ code, message: { en: `en ${code}`, pt: `pt ${code}` } });
const design = (...codes: readonly string[]) => ({
  ...{ changes: [], saturation: 60 },
  outcome: { notices: codes.map(notice) } as unknown as DesignResult['outcome'],
});
const english = { language: 'en' } as const;

test('what gets more than it can answer is told once: by its rate, or else part by part; and what went on no longer', () => {
  const at = (rate?: number) => ({ ...(rate !== undefined && { rate }) }) as SimVerbResult;
  const unstable = { ...design('unstable', 'interrupted'), unstable: { growth: 40 } };
  expect(warningsOf(unstable, at(100), english)).toEqual([
    'unstable: 100 a second come and at most 60 are answered, so 40 more wait or are turned away every second, without end',
  ]);
  expect(warningsOf(unstable, at(), english)).toEqual(['en unstable']);
  expect(warningsOf(design('unstable', 'crowded'), at(55), { language: 'pt' })).toEqual(['pt unstable', 'pt crowded']);
  expect(warningsOf(design('short-run'), at(10), english)).toEqual([]);
});
