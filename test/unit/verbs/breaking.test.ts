import { expect, test } from 'vitest';
import { breakAll } from '../../../src/verbs/compare/breaking.ts';
import type { Measuring } from '../../../src/verbs/compare/session.ts';

test('what was to break after the visitors had gone is left alone, and did not break', async () => {
  const fault = { what: 'survey@app1', harm: { how: 'down' }, from: 60, until: 70 } as const;
  // A lab in which whatever is asked for is missing: nothing may be stopped, and nothing started.
  const nothing = {} as Measuring;
  const gone = new AbortController();
  const breaking = breakAll([fault, { ...fault, from: 0.05 }], nothing, gone.signal);
  gone.abort();
  expect(await breaking).toEqual([]);
});
